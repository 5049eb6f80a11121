"""Keys of the configuration in Terraform JSON."""

from __future__ import annotations

import pytest

from organization.keys import parts, pointer, unit_path


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (("name",), "/name"),
        (("users", 0), "/users/0"),
        (("groups", "ann.lee", "roles", "id"), "/groups/ann.lee/roles/id"),
        (("groups", "a/b"), "/groups/a~1b"),
        (("groups", "~1", ""), "/groups/~01/"),
    ],
)
def test_a_key_is_a_json_pointer(path: tuple[str | int, ...], text: str) -> None:
    """https://www.rfc-editor.org/rfc/rfc6901, section 5."""
    assert pointer(path) == text
    assert parts(text) == tuple(str(part) for part in path)


def test_a_text_that_is_not_a_json_pointer_has_no_parts() -> None:
    assert parts("") == parts("name") == ()


def test_the_key_of_an_ou_within_an_ou() -> None:
    assert unit_path(("a", "b")) == ("organizational_units", "a", "organizational_units", "b")

"""
Keys of `organization.yaml`, and how Terraform JSON says which of them a resource comes from: in the resource's `//`,
which Terraform ignores.

There a key is a JSON pointer (https://www.rfc-editor.org/rfc/rfc6901), so that names may hold dots: `/users/0`,
`/groups/infra/roles/id`.
"""

from __future__ import annotations

from organization.problem import Path

KEYS = "configuration"
"""Under this name are the keys that the resource comes from: nearly always one."""
STATEMENTS = "statements"
"""Under this name is the key of each statement of a policy whose statements come from several keys."""


def unit_path(path: tuple[str, ...]) -> Path:
    """The key of an OU, by the names from the root down to it."""
    return tuple(part for name in path for part in ("organizational_units", name))


def pointer(path: Path) -> str:
    """A key as a JSON pointer."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def parts(key: str) -> tuple[str, ...]:
    """The parts of a JSON pointer; a position in a list is a number in digits."""
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in key.split("/")[1:])

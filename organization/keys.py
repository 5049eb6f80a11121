"""
Keys of `organization.yaml`. Terraform JSON holds the keys that a resource comes from in the resource's `//`, which
Terraform ignores.

There a key is a JSON pointer (https://www.rfc-editor.org/rfc/rfc6901), so that names may hold dots: `/users/0`,
`/groups/infra/roles/id`.
"""

from __future__ import annotations

from organization.problem import Path

KEYS = "configuration"
"""The name of the keys that a resource comes from, usually one."""
STATEMENTS = "statements"
"""The name of the identities of a policy's statements, if they come from guardrails."""


def unit_path(path: tuple[str, ...]) -> Path:
    """Return the key of an OU, by the names from the root down to it."""
    return tuple(part for name in path for part in ("organizational_units", name))


def pointer(path: Path) -> str:
    """Return a key as a JSON pointer."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def identity(guardrail: Path, index: int, *, file: str | None, sid: str) -> dict[str, object]:
    """
    Return the identity of a statement: the key of its guardrail, its place in the guardrail from 1, and the file.

    `sid` is the guardrail's own Sid, if the policy has another.
    """
    said = {"guardrail": pointer(guardrail), "file": file, "index": index, "sid": sid}
    return {name: value for name, value in said.items() if value}


def parts(key: str) -> tuple[str, ...]:
    """Return the parts of a JSON pointer; a position in a list is a number in digits."""
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in key.split("/")[1:])

"""What grants or limits access in the stacks, but is not read."""

from __future__ import annotations

from dataclasses import dataclass

from terraform_json.origin import Origin


@dataclass(frozen=True, slots=True)
class Unread:
    """A policy, or another part of a stack, that decides about access and is not read."""

    origin: Origin
    what: str
    """The argument that holds it; empty for the whole resource."""
    reason: str

    def __str__(self) -> str:
        return f"{self.origin}{f', {self.what}' if self.what else ''}: {self.reason}"

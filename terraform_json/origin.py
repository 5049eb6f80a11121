"""Places in synthesized stacks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """The place of a resource: its stack, Terraform's address in it, and the path of its construct in the CDKTF app."""

    stack: str
    address: str
    path: str = ""

    def __str__(self) -> str:
        return f"{self.stack}: {self.address}" if self.address else self.stack


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A reference that could not be resolved: nothing is guessed in its place."""

    origin: Origin
    field: str
    expression: str
    reason: str

    def __str__(self) -> str:
        return f"{self.origin}, {self.field}: {self.expression} ({self.reason})"

"""Places in synthesized stacks."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class StatementOrigin:
    """
    The identity of a statement of a packed policy: the key of its guardrail, its file, its place in the guardrail.

    `file` is empty for a guardrail of the catalogue; `index` counts from 1; `sid` is the guardrail's own Sid where the
    policy has another, because packing numbers a repeated one.
    """

    key: str
    index: int
    file: str = ""
    sid: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """
    The place of a resource: its stack, Terraform's address in it, and the path of its construct in the CDKTF app.

    `keys` are those of the configuration that it comes from, as `organization.keys` writes them, none if that is not
    known; `statements` are the identities of the statements of a policy of guardrails.
    """

    stack: str
    address: str
    path: str = ""
    keys: tuple[str, ...] = field(default=(), compare=False)
    statements: tuple[StatementOrigin, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        return f"{self.stack}: {self.address}" if self.address else self.stack


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A reference that could not be resolved; no value is guessed for it."""

    origin: Origin
    field: str
    expression: str
    reason: str

    def __str__(self) -> str:
        return f"{self.origin}, {self.field}: {self.expression} ({self.reason})"

"""The tree of the organization."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guardrail:
    """An action that a target denies to all principals of its accounts. `policy` is the id of the denying policy."""

    name: str
    kind: str
    """The short name of its type: `SCP`."""
    policy: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """An account. Its number is a placeholder before its creation; its guardrails are its own, not inherited."""

    key: str
    name: str
    email: str
    number: str
    placeholder: bool = False
    management: bool = False
    suspended: bool = False
    guardrails: tuple[Guardrail, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """An organizational unit, or the root, whose path is empty. Its guardrails are its own, not inherited."""

    path: tuple[str, ...]
    guardrails: tuple[Guardrail, ...] = ()
    units: tuple[Unit, ...] = ()
    accounts: tuple[Account, ...] = ()
    quarantine: bool = False

    @property
    def target(self) -> str:
        """The name as a target: root, spacecats/prod."""
        return "/".join(self.path) or "root"

"""The tree of the organization."""

from __future__ import annotations

from dataclasses import dataclass

from orgctl.report.data.policies import Kind


@dataclass(frozen=True, slots=True)
class Guardrail:
    """Something that nobody may do in the accounts of a target. `policy` is the id of the policy that says so."""

    name: str
    kind: Kind
    policy: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """An account. Its number is a placeholder until AWS has given it one; its guardrails are its own, not inherited."""

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
        """As a target is named: root, spacecats/prod."""
        return "/".join(self.path) or "root"

"""
Guardrails by target: every statement of an SCP or RCP, every policy of another type.

SCPs and RCPs do not bind the management account, policies of other types do. Source:
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_type-auth.html and
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_inheritance_mgmt.html (2026-11-22).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from access.difference.model import Statement
from access.difference.names import target_name
from access.difference.snapshot import Snapshot
from access.difference.statements import CanonicalStatement, canonical_statements
from access.difference.wording import DOCUMENT
from access.model.accounts import Account, Target
from access.model.policies import Policy, PolicyKind
from organization.keys import parts
from terraform_json.origin import StatementOrigin


@dataclass(frozen=True)
class Guardrail:
    """A guardrail at a target: a statement of an SCP or RCP, or a policy of another type."""

    type: str
    """AWS's name for the policy type."""
    policy: Policy
    said: CanonicalStatement
    statement: int | None
    """The statement's place in the policy, from 1; None for a policy of another type."""
    source: StatementOrigin | None = None
    """The identity of the statement, if it is known."""
    sid: str = ""
    """The guardrail's own Sid, whatever number packing has added; the name of a policy of another type."""

    @property
    def key(self) -> str:
        """The key of the guardrail in the configuration, if it is known."""
        return self.source.key if self.source else ""

    @property
    def same(self) -> tuple[str, str, str, str]:
        """A key that is equal for equal statements of the same guardrail, independent of their policy."""
        return self.type, self.key, self.sid, self.said.text

    @property
    def effect(self) -> tuple[str, str]:
        """A key that is equal for statements of the same effect, from any guardrail."""
        return self.type, self.said.text


class Guardrails:
    """The guardrails of one organization, by target and account."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    @cached_property
    def at(self) -> Mapping[str, list[Guardrail]]:
        """The guardrails attached directly to each target, by the target's name."""
        return {target_name(target): self._guardrails(target) for target in self.snapshot.organization.targets.values()}

    @cached_property
    def paths(self) -> Mapping[str, tuple[str, ...]]:
        """The targets above each account and the account itself, by the account's key."""
        accounts = self.snapshot.organization.accounts.values()
        return {account.key: _path(account) for account in accounts}

    def below(self, target: str, type_: str) -> tuple[str, ...]:
        """Return the accounts that a guardrail attached to a target binds."""
        management = self.snapshot.organization.management.key
        binds_all = not PolicyKind.of_type(type_).is_control
        return tuple(key for key, path in self.paths.items() if target in path and (binds_all or key != management))

    def units_below(self, target: str) -> tuple[str, ...]:
        """Return the root or unit with a name, and the units below it; none for an account."""
        organization = self.snapshot.organization
        units = [one for one in organization.targets.values() if one.kind != "account"]
        return tuple(one.name for one in units if any(each.name == target for each in organization.above(one.id)))

    @cached_property
    def bound(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """The accounts that guardrails of the same effect bind, from any target."""
        found: dict[tuple[str, str], set[str]] = {}
        for target, guardrails in self.at.items():
            for one in guardrails:
                found.setdefault(one.effect, set()).update(self.below(target, one.type))
        return {effect: frozenset(accounts) for effect, accounts in found.items()}

    def _guardrails(self, target: Target) -> list[Guardrail]:
        return [one for policy in target.policies for one in _guardrails_in(policy, self.snapshot)]


def _guardrails_in(policy: Policy, snapshot: Snapshot) -> list[Guardrail]:
    if not policy.kind.is_control:
        name = policy.name.rpartition("/")[2]
        body = {DOCUMENT: snapshot.names.value(dict(policy.document))}
        return [Guardrail(policy.type, policy, CanonicalStatement(name, body), None, sid=name)]
    return [
        _guardrail(policy, place, said.body)
        for place, said in enumerate(canonical_statements(policy, snapshot.names), start=1)
    ]


def _guardrail(policy: Policy, place: int, body: Statement) -> Guardrail:
    source, sid = policy.source(place), str(policy.statements[place - 1].get("Sid") or "")
    own = source.sid or sid if source else sid
    return Guardrail(policy.type, policy, CanonicalStatement(_name(policy, place, own), body), place, source, own)


def _name(policy: Policy, place: int, sid: str) -> str:
    """Return the name of a statement; of a guardrail's only statement without Sid, the guardrail's name."""
    source = policy.source(place)
    if sid:
        return policy.statement_name(place)
    if source is None:
        return policy.name if len(policy.statements) == 1 else f"{policy.statement_name(place)} of {policy.name}"
    alone = sum(one.key == source.key for one in policy.origin.statements) == 1
    return parts(source.key)[-1] if alone else policy.statement_name(place)


def _path(account: Account) -> tuple[str, ...]:
    return tuple(target_name(target) for target in account.path)

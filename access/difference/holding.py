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

from access.difference.names import target_name
from access.difference.side import Side
from access.difference.statements import Said, said_in
from access.difference.wording import DOCUMENT
from access.model.accounts import Account, Target
from access.model.policies import Policy, PolicyKind


@dataclass(frozen=True)
class Held:
    """A guardrail at a target: a statement of an SCP or RCP, or a policy of another type."""

    type: str
    """AWS's name for the policy type."""
    policy: Policy
    said: Said
    statement: int | None
    """The statement's place in the policy, from 1; None for a policy of another type."""

    @property
    def same(self) -> tuple[str, str, str]:
        """A key that is equal for equal guardrails, whatever their policy."""
        return self.type, self.said.name, self.said.text


class Holding:
    """The guardrails of one organization, by target and account."""

    def __init__(self, side: Side) -> None:
        self.side = side

    @cached_property
    def at(self) -> Mapping[str, list[Held]]:
        """The guardrails attached directly to each target, by the target's name."""
        return {target_name(target): self._held(target) for target in self.side.organization.targets.values()}

    @cached_property
    def paths(self) -> Mapping[str, tuple[str, ...]]:
        """The targets above each account and the account itself, by the account's key."""
        accounts = self.side.organization.accounts.values()
        return {account.key: _path(account) for account in accounts}

    def below(self, target: str, type_: str) -> tuple[str, ...]:
        """Return the accounts that a guardrail attached to a target binds."""
        management = self.side.organization.management.key
        binds_all = not PolicyKind.of_type(type_).is_control
        return tuple(key for key, path in self.paths.items() if target in path and (binds_all or key != management))

    @cached_property
    def bound(self) -> Mapping[tuple[str, str, str], frozenset[str]]:
        """The accounts that equal guardrails bind, from any target."""
        found: dict[tuple[str, str, str], set[str]] = {}
        for target, held in self.at.items():
            for one in held:
                found.setdefault(one.same, set()).update(self.below(target, one.type))
        return {same: frozenset(accounts) for same, accounts in found.items()}

    def _held(self, target: Target) -> list[Held]:
        return [held for policy in target.policies for held in _held_in(policy, self.side)]


def _held_in(policy: Policy, side: Side) -> list[Held]:
    if not policy.kind.is_control:
        body = {DOCUMENT: side.names.value(dict(policy.document))}
        return [Held(policy.type, policy, Said(policy.name.rpartition("/")[2], body), None)]
    statements = said_in(policy, side.names)
    if len(statements) == 1 and not policy.statements[0].get("Sid"):
        statements = [Said(policy.name, statements[0].body)]  # as FullAWSAccess
    return [Held(policy.type, policy, one, index) for index, one in enumerate(statements, start=1)]


def _path(account: Account) -> tuple[str, ...]:
    return tuple(target_name(target) for target in account.path)

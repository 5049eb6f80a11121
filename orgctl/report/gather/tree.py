"""The tree of the organization, in the report's form."""

from __future__ import annotations

from collections.abc import Iterator

from access.model.accounts import Account as Member
from access.model.accounts import Target
from access.model.organization import Organization
from access.model.policies import Policy as Found
from access.model.policies import PolicyKind
from access.questions.world import World
from orgctl.report.data import Account, Guardrail, Unit
from orgctl.report.gather.policies import Origins, Policies, kind_of
from policies.guardrails import CATALOGUE


class Tree:
    """The builder of the tree."""

    def __init__(self, world: World, policies: Policies, origins: Origins) -> None:
        self._organization: Organization = world.organization
        self._shut = world.intent.quarantine_units if world.intent else ()
        self._policies = policies
        self._origins = origins

    def root(self) -> Unit:
        """Return the root, with all OUs and accounts."""
        return self._unit(next(target for target in self._organization.targets.values() if target.kind == "root"))

    def _unit(self, target: Target) -> Unit:
        below = [one for one in self._organization.targets.values() if one.parent == target.id]
        members = [self._organization.accounts[one.id] for one in below if one.kind == "account"]
        management = [self._organization.management] if target.kind == "root" else []
        return Unit(
            path=() if target.kind == "root" else tuple(target.name.split("/")),
            guardrails=tuple(self._guardrails(target)),
            units=tuple(self._unit(one) for one in below if one.kind == "ou"),
            accounts=tuple(self._account(account) for account in (*management, *members)),
            quarantine=target.name in self._shut,
        )

    def _account(self, account: Member) -> Account:
        return Account(
            key=account.key,
            name=account.name,
            email=account.email,
            number=account.number,
            placeholder=account.number in self._organization.unknown_numbers,
            management=account.is_management,
            suspended=any(target.name in self._shut for target in account.path),
            guardrails=tuple(self._guardrails(account.path[-1])),
        )

    def _guardrails(self, target: Target) -> Iterator[Guardrail]:
        for policy in target.policies:
            if policy.origin.address:
                yield from self._of_policy(policy)

    def _of_policy(self, policy: Found) -> Iterator[Guardrail]:
        identifier, kind = self._policies.id(policy), kind_of(policy)
        if policy.kind is PolicyKind.OTHER:
            yield Guardrail(policy.name.rpartition("/")[2], kind, identifier)
            return
        statements = range(1, len(policy.statements) + 1)
        named = dict.fromkeys(name for number in statements for name in self._origins.names(policy, number))
        for name in named or (policy.name,):
            yield Guardrail(name, kind, identifier, CATALOGUE[name].stops if name in CATALOGUE else "")

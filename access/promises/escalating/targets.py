"""What the steps act on in an account: its roles, users, groups, policies and identity providers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from access.decision.solver import Sought
from access.decision.symbolic.catalog import CATALOG
from access.model.organization import Organization
from access.model.policies import AWS, Policy, PolicyKind
from access.model.principals import Principal, Role
from access.model.trust import allowing, named
from access.promises.escalating.steps import Target
from access.questions.assuming import ASSUME_ROLE
from access.questions.foreign import SOURCES
from access.questions.world import World

_MANAGED = (PolicyKind.IDENTITY, PolicyKind.BOUNDARY)


@dataclass(frozen=True)
class Thing:
    """A role, user, group, policy or identity provider."""

    arn: str
    label: str
    principals: tuple[Principal, ...] = ()
    """The principals that it is, that belong to it, or that it is attached to."""
    others: tuple[Principal, ...] = ()
    """The principals whose permissions boundary a policy is; those who may be added to a group."""
    also: tuple[Policy, ...] = ()
    """The policies of a group."""


def label_of(world: World, principal: Principal) -> str:
    """Return the name of a principal in a sentence: `the role infra of id`."""
    kind = "role" if isinstance(principal, Role) else "user"
    return f"the {kind} {principal.name} of {world.organization.accounts[principal.account].key}"


def principals_of(organization: Organization) -> list[Principal]:
    """Return the roles that may be assumed, and the users."""
    found: list[Principal] = [*organization.assumable_roles]
    return [*found, *organization.users]


def policy_arn(account: str, policy: Policy) -> str:
    """Return the ARN of a managed policy without a path."""
    return f"arn:aws:iam::{'aws' if policy.origin == AWS else account}:policy/{policy.name}"


class Things:
    """The things of an organization, by account."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._of_services: dict[tuple[str, tuple[str, ...]], Sequence[Thing]] = {}

    def of(self, account: str, target: Target) -> Sequence[Thing]:
        """Return the things of a kind in an account, by its number."""
        return self._found.get((account, target), ())

    def policies(self, account: str) -> list[Policy]:
        """Return the policies of the users and roles of an account, their boundaries among them."""
        mine = (one for one in principals_of(self._world.organization) if one.account == account)
        return [policy for one in mine for policy in (*one.policies, *([one.boundary] if one.boundary else ()))]

    def trusting(self, account: str, services: tuple[str, ...]) -> Sequence[Thing]:
        """Return the roles of an account that one of some services may assume."""
        key = (account, services)
        if key not in self._of_services:
            self._of_services[key] = [one for one in self.of(account, Target.ROLE) if self._trusts(one, services)]
        return self._of_services[key]

    def _trusts(self, thing: Thing, services: tuple[str, ...]) -> bool:
        return any(self._is_assumed(thing, one) for one in services)

    def _is_assumed(self, thing: Thing, service: str) -> bool:
        (role,) = (one for one in thing.principals if isinstance(one, Role))
        if service not in role.trust.text and "*" not in role.trust.text:
            return False
        account = self._world.organization.accounts[role.account]
        caller = self._world.callers.service(service)
        actions, free = CATALOG.matching(ASSUME_ROLE), frozenset(SOURCES)
        asked = Sought(caller, account, actions, role.arn, policy=role.trust, free=free, confirm=False)
        answer = self._world.solver.find(asked)
        return answer.is_open

    @cached_property
    def _found(self) -> Mapping[tuple[str, Target], Sequence[Thing]]:
        found: defaultdict[tuple[str, Target], list[Thing]] = defaultdict(list)
        organization = self._world.organization
        for principal in principals_of(organization):
            kind = Target.ROLE if isinstance(principal, Role) else Target.USER
            found[principal.account, kind].append(Thing(principal.arn, label_of(self._world, principal), (principal,)))
        for group in organization.groups:
            members = tuple(user for user in organization.users if group in user.groups)
            others = tuple(user for user in organization.users if user.account == group.account)
            arn = f"arn:aws:iam::{group.account}:group/{group.name}"
            key = organization.accounts[group.account].key
            found[group.account, Target.GROUP].append(
                Thing(arn, f"the group {group.name} of {key}", members, others, group.policies)
            )
        for thing, account in self._policies():
            found[account, Target.POLICY].append(thing)
        for role in organization.assumable_roles:
            for statement in allowing(role.trust):
                for one in named(statement):
                    if one.kind == "Federated" and one.value.startswith("arn:"):
                        thing = Thing(one.value, label_of(self._world, role), (role,))
                        found[role.account, Target.PROVIDER].append(thing)
        return found

    def _policies(self) -> Iterator[tuple[Thing, str]]:
        """Yield the managed policies of the accounts, with the principals that they are attached to or bound."""
        holders: defaultdict[tuple[str, str], list[Principal]] = defaultdict(list)
        bounds: defaultdict[tuple[str, str], list[Principal]] = defaultdict(list)
        organization = self._world.organization
        for principal in principals_of(organization):
            for policy in principal.policies:
                if policy.kind in _MANAGED and policy.origin != AWS:
                    holders[principal.account, policy.name].append(principal)
            if principal.boundary and principal.boundary.origin != AWS:
                bounds[principal.account, principal.boundary.name].append(principal)
        for account, name in dict.fromkeys((*holders, *bounds)):
            arn = f"arn:aws:iam::{account}:policy/{name}"
            label = f"{name} of {organization.accounts[account].key}"
            yield Thing(arn, label, tuple(holders[account, name]), tuple(bounds[account, name])), account

"""The known contents of each account: resources of the stacks, and resources that policies name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from access.language.things import Thing, thing_at
from access.model.accounts import Account
from access.model.organization import Organization
from access.model.trust import allowing
from policies.reading import texts
from policies.resource_types import EXAMPLE, ResourceType


class Inventory:
    """The known contents of an organization's accounts. Create it once for several questions."""

    def __init__(self, organization: Organization) -> None:
        self._organization = organization

    def of_type(self, kind: ResourceType, account: Account, region: str) -> Iterator[Thing]:
        """
        Yield the things of a type in an account: resources of the stacks, one example within each (as an object in a
        bucket), and one example of each resource that an Allow statement names.
        """
        for thing in self._made[account.number]:
            if kind.matches(thing.arn):
                yield thing
            elif part := kind.example_in(thing.arn):
                yield Thing(part, account, thing.policy)
        for pattern in (*self._named[account.number], *self._named[""]):
            arn = _filled(pattern, account, region)
            if kind.matches(arn) and (thing := thing_at(arn, account, self._organization)).account == account:
                yield thing

    @cached_property
    def _made(self) -> defaultdict[str, list[Thing]]:
        organization, found = self._organization, defaultdict[str, list[Thing]](list)
        for resource in organization.resources:
            if account := organization.accounts.get(resource.account):
                found[account.number].append(Thing(resource.arn, account, resource.policy))
        for role in organization.roles:
            found[role.account].append(Thing(role.arn, organization.accounts[role.account], role.trust, role))
        for user in organization.users:
            found[user.account].append(Thing(user.arn, organization.accounts[user.account]))
        return found

    @cached_property
    def _named(self) -> defaultdict[str, list[str]]:
        """The ARN patterns that Allow statements name, by the account number in them; under "" without one."""
        found = defaultdict[str, dict[str, None]](dict)
        for policy in {policy.digest: policy for policy in self._organization.policies}.values():
            for pattern in (one for statement in allowing(policy) for one in texts(statement.get("Resource"))):
                parts: Sequence[str] = pattern.split(":", 5)
                if len(parts) == 6 and "${" not in pattern and ("*" in pattern or not self._is_made(pattern)):
                    found[parts[4] if parts[4].isdecimal() else ""][pattern] = None
        return defaultdict(list, {number: list(patterns) for number, patterns in found.items()})

    def _is_made(self, arn: str) -> bool:
        organization = self._organization
        return arn in organization.resource_by_arn or arn in organization.role_by_arn or arn in organization.user_by_arn


def _filled(pattern: str, account: Account, region: str) -> str:
    """Return an ARN that a pattern matches."""
    parts = pattern.replace("?", "x").split(":", 5)
    parts[3], parts[4] = parts[3].replace("*", region), parts[4].replace("*", account.number)
    return ":".join(parts).replace("*", EXAMPLE)

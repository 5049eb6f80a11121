"""The calls that a line of `access.yaml` is about: each action on each thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from access.language.actions import actions_of
from access.language.inventory import Inventory
from access.language.things import Thing, thing_at
from access.model.accounts import Account
from access.model.organization import Organization
from access.model.trust import ANY_PRINCIPAL, trusted_accounts
from policies.resource_types import acts_on, needs_all, resource_types


@dataclass(frozen=True)
class Call:
    """An action on one thing, or on several at once; it is allowed when it is allowed on each of them."""

    action: str
    things: tuple[Thing, ...]

    def __str__(self) -> str:
        first = self.things[0]
        return self.action + (
            f" in {first.account.key}" if first.arn == "*" or len(self.things) > 1 else f" on {first.arn}"
        )


def calls_on(patterns: Sequence[str], found: Sequence[Thing]) -> Iterator[Call]:
    """Yield the actions on those things that they apply to."""
    for pattern in patterns:
        for action in actions_of(pattern):
            for thing in found:
                if acts_on(action, thing.arn):
                    yield Call(action, (thing,))


def calls_in(
    patterns: Sequence[str], accounts: Sequence[Account], organization: Organization, region: str, *, everything: bool
) -> Iterator[Call]:
    """
    Yield the actions on example resources in these accounts.

    With `everything`, also on all resources of the stacks there, and on an example of each resource that policies name.
    """
    inventory = Inventory(organization)
    for pattern in patterns:
        for action in actions_of(pattern):
            for account in accounts:
                yield from _examples(action, account, organization, region)
                yield from _known(action, account, inventory, region) if everything else ()


def _examples(action: str, account: Account, organization: Organization, region: str) -> Iterator[Call]:
    kinds = resource_types(action)
    examples = [thing_at(kind.example(account.number, region), account, organization) for kind in kinds]
    if not kinds:
        yield Call(action, (Thing("*", account),))
    elif needs_all(action):
        yield Call(action, tuple(examples))
    else:
        yield from (Call(action, (example,)) for example in examples)


def _known(action: str, account: Account, inventory: Inventory, region: str) -> Iterator[Call]:
    """Yield calls on known resources; a call that needs several things is made with examples only."""
    kinds = resource_types(action)
    if len(kinds) == 1 or not needs_all(action):
        yield from (Call(action, (thing,)) for kind in kinds for thing in inventory.of_type(kind, account, region))


def by_caller(calls: Sequence[Call], organization: Organization) -> Mapping[str, Sequence[Call]]:
    """
    Return the calls that a principal of each account could be allowed, by account number.

    From another account, a call is possible only if the policy of each thing names that account or every principal.
    """
    found: dict[str, list[Call]] = {number: [] for number in organization.accounts}
    for call in calls:
        for number in set[str].intersection(*(_open_to(thing, organization) for thing in call.things)):
            found[number].append(call)
    return found


def _open_to(thing: Thing, organization: Organization) -> set[str]:
    named = trusted_accounts(thing.policy) if thing.policy else frozenset[str]()
    if ANY_PRINCIPAL in named:
        return {*organization.accounts}
    return {thing.account.number, *(named & organization.accounts.keys())}

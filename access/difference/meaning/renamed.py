"""
One organization with the ids of another, so that the policies of both can be compared as they are.

Numbers may be stand-ins that shift when an account is added; a Terraform state has real ones, and a configuration has
none. An account is the same by its key, a unit by its path, and what else AWS numbers by its place in the stacks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TypeVar

from access.difference.names import identifier_in
from access.model.accounts import Account, Target
from access.model.organization import Organization
from access.model.policies import Policy
from access.model.principals import Group, Role, User
from access.model.resources import Resource

_Named = TypeVar("_Named", User, Role)
_FREE = 10**12


def renamed(organization: Organization, like: Organization) -> Organization:
    """Return an organization with the ids that another one has for the same things; itself if they are the same."""
    ids = _ids(organization, like)
    return _Renaming(organization, ids).organization if ids else organization


def _ids(one: Organization, like: Organization) -> Mapping[str, str]:
    """Return the ids that change, by the id before: what the other side does not have keeps none of its ids."""
    before, after = dict(_named(one)), dict(_named(like))
    taken = {*after.values()}
    found: dict[str, str] = {}
    for name, identifier in before.items():
        if identifier in found:
            continue  # it is that of an account, which the ARN of a resource ends with
        if name in after:
            found[identifier] = after[name]
        elif identifier in taken:
            found[identifier] = _unused(identifier, {*taken, *before.values(), *found.values()})
    return {old: new for old, new in found.items() if old != new}


def _named(organization: Organization) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield the ids of an organization by what they identify."""
    yield ("organization", ""), organization.id
    for account in organization.accounts.values():
        yield ("account", account.key), account.number
    for target in organization.targets.values():
        if target.kind != "account":
            yield (target.kind, target.name), target.id
    for resource in organization.resources:
        if found := identifier_in(re.split(r"[:/]", resource.arn)[-1]):
            yield (resource.origin.stack, resource.origin.address), found


def _unused(identifier: str, taken: Iterable[str]) -> str:
    """Return an id of the same form that nothing has: that of a thing which is on one side alone."""
    known, size = {*taken}, len(identifier)
    for number in range(_FREE):
        tail = str(_FREE - 1 - number)[-min(size, 12) :]
        found = f"{identifier[: size - len(tail)]}{tail}" if not identifier.isdigit() else tail
        if found not in known:
            return found
    raise AssertionError("no id is left")


class _Renaming:
    """The parts of an organization with other ids; equal texts are rewritten once."""

    def __init__(self, organization: Organization, ids: Mapping[str, str]) -> None:
        self._from = organization
        self._ids = ids
        whole = "|".join(re.escape(one) for one in sorted(ids, key=len, reverse=True))
        self._pattern = re.compile(rf"(?<![0-9A-Za-z-])(?:{whole})(?![0-9A-Za-z])")
        self._policies: dict[tuple[str, str], Policy] = {}
        self._users: dict[int, User] = {}
        self._targets: dict[int, Target] = {}
        self._groups: dict[int, Group] = {}

    @cached_property
    def organization(self) -> Organization:
        """The organization with the new ids."""
        one = self._from
        return replace(
            one,
            id=self._text(one.id),
            targets={self._text(key): self._target(target) for key, target in one.targets.items()},
            accounts={self._text(number): self._account(account) for number, account in one.accounts.items()},
            users=tuple(map(self._user, one.users)),
            groups=tuple(map(self._group, one.groups)),
            roles=tuple(map(self._role, one.roles)),
            resources=tuple(map(self._resource, one.resources)),
            policies=tuple(map(self._policy, one.policies)),
            stacks=tuple(
                replace(
                    stack,
                    account=self._text(stack.account),
                    role_arn=stack.role_arn and self._text(stack.role_arn),
                    backend=self._texts(stack.backend),
                    reads=tuple(map(self._texts, stack.reads)),
                    types={
                        name: tuple((self._text(number), region) for number, region in places)
                        for name, places in stack.types.items()
                    },
                )
                for stack in one.stacks
            ),
            unknown_numbers=frozenset(map(self._text, one.unknown_numbers)),
        )

    def _text(self, text: str) -> str:
        return self._pattern.sub(lambda match: self._ids[match[0]], text)

    def _texts(self, settings: Mapping[str, str]) -> Mapping[str, str]:
        return {key: self._text(value) for key, value in settings.items()}

    def _target(self, target: Target) -> Target:
        return self._once(self._targets, target, self._new_target)

    def _new_target(self, target: Target) -> Target:
        parent = target.parent and self._text(target.parent)
        return replace(
            target, id=self._text(target.id), parent=parent, policies=tuple(map(self._policy, target.policies))
        )

    def _account(self, account: Account) -> Account:
        return replace(account, number=self._text(account.number), path=tuple(map(self._target, account.path)))

    def _policy(self, policy: Policy) -> Policy:
        key = (policy.digest, f"{policy.kind} {policy.name} {policy.origin}")
        if key not in self._policies:
            text = self._text(policy.text)
            self._policies[key] = policy if text == policy.text else replace(policy, document=json.loads(text))
        return self._policies[key]

    def _group(self, group: Group) -> Group:
        return self._once(self._groups, group, self._new_group)

    def _new_group(self, group: Group) -> Group:
        return replace(group, account=self._text(group.account), policies=tuple(map(self._policy, group.policies)))

    def _user(self, user: User) -> User:
        return replace(self._principal(user), groups=tuple(map(self._group, user.groups)))

    def _role(self, role: Role) -> Role:
        return replace(self._principal(role), trust=self._policy(role.trust))

    def _principal(self, one: _Named) -> _Named:
        return replace(
            one,
            account=self._text(one.account),
            arn=self._text(one.arn),
            policies=tuple(map(self._policy, one.policies)),
            boundary=self._policy(one.boundary) if one.boundary else None,
        )

    def _resource(self, one: Resource) -> Resource:
        policy = self._policy(one.policy) if one.policy else None
        return replace(
            one, account=self._text(one.account), arn=self._text(one.arn), name=self._text(one.name), policy=policy
        )

    @staticmethod
    def _once(known: dict[int, _Thing], one: _Thing, new: Callable[[_Thing], _Thing]) -> _Thing:
        if id(one) not in known:  # the organization keeps it, so that no other one has the same id
            known[id(one)] = new(one)
        return known[id(one)]


_Thing = TypeVar("_Thing", Target, Group)

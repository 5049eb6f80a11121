"""
Principals outside of the organization that its policies may admit: those that they name, and all others.

The question of a promise is asked of each class of them: no policy tells the members of a class apart but by the
condition keys that the solver chooses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from access.decision import Caller
from access.decision.callers import OUTSIDE_ACCOUNT
from access.decision.symbolic.patterns import Pattern, Token, exact, wildcards
from access.model.organization import Organization
from access.model.policies import Policy
from access.model.trust import ANY_PRINCIPAL, account_of, allowing, named
from access.questions.world import World
from policies.reading import Principal, Statement, conditions

_NUMBER = re.compile(r"(?<!\d)\d{12}(?!\d)")
_PRINCIPAL = re.compile(r"arn:[\w-]+:(?:iam|sts)::(\d{12}):(user|role|assumed-role)/(.+)", re.ASCII)
TAGS = ("aws:principaltag/", "aws:multifactorauth", "aws:sourceidentity")
SOURCE_KEYS = ("aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths")
SOURCES = (*SOURCE_KEYS, "aws:sourceowner")
_ANY_NAME = "?*"


@dataclass(frozen=True)
class Foreigner:
    """A class of outside principals: a caller, and what its members choose."""

    caller: Caller
    shapes: Mapping[str, Pattern]
    never: Mapping[str, tuple[Pattern, ...]]
    free: frozenset[str]

    @property
    def chosen(self) -> dict[str, Any]:
        """The arguments of a question that say what the members choose."""
        return {"shapes": self.shapes, "never": self.never, "free": self.free}


class Foreigners:
    """The classes of outside principals that an organization's policies may admit."""

    def __init__(self, world: World, also: Iterable[Policy] = ()) -> None:
        """Take the numbers that a condition may tell apart from the organization's policies, and from others."""
        self._world = world
        self._also = tuple(also)
        self._organization: Organization = world.organization

    def admitted(self, policy: Policy, *, signed: bool) -> Iterator[Foreigner]:
        """Yield the classes that a statement of a policy names; `signed` leaves out requests without credentials."""
        said = list(dict.fromkeys(one for statement in allowing(policy) for one in named(statement)))
        accounts = {account_of(one) for one in said if self._is_outside(account_of(one))}
        everyone = any(account_of(one) == ANY_PRINCIPAL for one in said)
        if everyone and not signed:
            yield Foreigner(self._world.callers.anonymous(), {}, {}, frozenset())
        if everyone:
            accounts |= {OUTSIDE_ACCOUNT, *self._accounts_in_conditions}
        for one in said:
            if found := self.named(one):
                yield found
        for number in sorted(accounts):
            if everyone or Principal("AWS", number) in said or any(_is_account(one, number) for one in said):
                yield from self._anyone_in(number)

    def caller(self, arn: str) -> Caller | None:
        """Return the user, role, session or root user outside that an ARN names; None for every other principal."""
        principal = Principal("AWS", arn)
        number = account_of(principal)
        if not self._is_outside(number):
            return None
        if arn == f"arn:aws:iam::{number}:root":
            return replace(self._root_user(number).caller, label=f"the root user of account {number}")
        found = self.named(principal)
        return found.caller if found else None

    def services(self, names: Iterable[str]) -> Iterator[Foreigner]:
        """Yield AWS services that work for any account but those of the organization, or tell none."""
        for name in names:
            caller = self._world.callers.service(name)
            caller = replace(caller, label=f"{caller.label} for an outside account")
            yield Foreigner(caller, {}, self._for_others, frozenset(SOURCES))

    @cached_property
    def _for_others(self) -> Mapping[str, tuple[Pattern, ...]]:
        """What the keys about the source of a service's request are not, when it works for another organization."""
        organization = self._organization
        ours = [exact(number) for number in organization.accounts]
        arns = [wildcards(f"arn:*:*:*:{number}:*", but=":") for number in organization.accounts]
        things = [exact(resource.arn) for resource in organization.resources]
        return {
            "aws:sourceaccount": tuple(ours),
            "aws:sourceowner": tuple(ours),
            "aws:sourcearn": (*(_to_the_end(one) for one in arns), *things),
            "aws:sourceorgid": (exact(organization.id),),
            "aws:sourceorgpaths": (wildcards(f"{organization.id}/*"),),
        }

    def _is_outside(self, number: str) -> bool:
        return bool(_NUMBER.fullmatch(number)) and number not in self._organization.accounts

    @cached_property
    def _accounts_in_conditions(self) -> frozenset[str]:
        """Numbers of accounts outside that some policy mentions: a condition may tell them from all others."""
        texts = {policy.digest: policy.text for policy in (*self._organization.policies, *self._also)}.values()
        return frozenset(number for text in texts for number in _NUMBER.findall(text) if self._is_outside(number))

    def named(self, principal: Principal) -> Foreigner | None:
        """Return the one principal outside that a policy names, or the sessions of the role; None for any other."""
        found = _PRINCIPAL.fullmatch(principal.value)
        if found is None or principal.kind != "AWS" or not self._is_outside(account_of(principal)):
            return None
        number, kind, name = found.groups()
        label = f"{kind} {name} of account {number}"
        base = self._world.callers.outsider(number)
        if kind == "user":
            arn = f"arn:aws:iam::{number}:user/{name}"
            context = {**base.context, "aws:PrincipalArn": arn, "aws:PrincipalType": "User", "aws:username": name}
            return self._class(replace(base, principal=arn, label=f"the {label}", context=context), {})
        role, slash, session = name.partition("/") if kind == "assumed-role" else (name, "", "")
        context = {
            **base.context,
            "aws:PrincipalArn": f"arn:aws:iam::{number}:role/{role}",
            **({"aws:userid": f"AROAOUTSIDE:{session}"} if slash else {}),
        }
        plain = role.rpartition("/")[2]
        principal_arn = f"arn:aws:sts::{number}:assumed-role/{plain}/{session or 'session'}"
        what = f"the session {session} of role {role}" if slash else f"the role {role}"
        caller = replace(base, principal=principal_arn, label=f"{what} of account {number}", context=context)
        return self._class(caller, {} if slash else {"aws:userid": wildcards("AROAOUTSIDE:??*")})

    def _anyone_in(self, number: str) -> Iterator[Foreigner]:
        """Yield roles, users and the root user of an account; roles and users of any name."""
        base = self._world.callers.outsider(number)
        label = f"a principal of account {number}"
        prefix = f"arn:aws:iam::{number}:"
        role = replace(base, label=label)
        shapes = {
            "aws:principalarn": wildcards(f"{prefix}role/{_ANY_NAME}"),
            "aws:userid": wildcards("AROAOUTSIDE:??*"),
        }
        yield self._class(role, shapes)
        context = {**base.context, "aws:PrincipalType": "User"}
        user = replace(base, principal=f"{prefix}user/outsider", label=label, context=context)
        names = {"aws:principalarn": wildcards(f"{prefix}user/{_ANY_NAME}"), "aws:username": wildcards(_ANY_NAME)}
        yield self._class(user, names)
        yield self._root_user(number)

    def _root_user(self, number: str) -> Foreigner:
        base, arn = self._world.callers.outsider(number), f"arn:aws:iam::{number}:root"
        context = {**base.context, "aws:PrincipalType": "Account", "aws:PrincipalArn": arn}
        return self._class(replace(base, principal=arn, label=f"a principal of account {number}", context=context), {})

    def _class(self, caller: Caller, shapes: dict[str, Pattern]) -> Foreigner:
        own = self._organization.id
        never = {"aws:principalorgid": (exact(own),), "aws:principalorgpaths": (wildcards(f"{own}/*"),)}
        free = frozenset({*TAGS, "aws:principalorgid", "aws:principalorgpaths"})
        return Foreigner(caller, shapes, never, free)


def _is_account(principal: Principal, number: str) -> bool:
    return principal.kind == "AWS" and principal.value in (number, f"arn:aws:iam::{number}:root")


def _to_the_end(pattern: Pattern) -> Pattern:
    """Return the pattern of an ARN whose last part may have colons."""
    return Pattern((*pattern.tokens[:-1], Token(many=True)))


def services_of(policy: Policy) -> set[str]:
    """Return the AWS services that a policy names, or admits by what they work for."""
    found = {one.value for statement in allowing(policy) for one in named(statement) if one.kind == "Service"}
    return found | {one for statement in allowing(policy) for one in _by_source(statement)}


def _by_source(statement: Statement) -> Iterator[str]:
    """Yield the services that a statement for every principal admits by their source; SNS where it names none."""
    if any(account_of(one) == ANY_PRINCIPAL for one in named(statement)):
        for _, key, values in conditions(statement):
            if key.lower() in SOURCE_KEYS:
                parts = [one.split(":") for one in values]
                services = {one[2] for one in parts if len(one) > 2 and one[2].isalnum()}
                yield from (f"{service}.amazonaws.com" for service in services or {"sns"})

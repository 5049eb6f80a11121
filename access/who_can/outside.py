"""Who is outside of the organization and may be let in by the policy of a thing: principals, services, federation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from access.decision import Caller
from access.decision.callers import OUTSIDE_ACCOUNT
from access.decision.narrowing import may_be_about
from access.decision.solver import kind_of
from access.language.things import Thing
from access.model.policies import Policy
from access.model.trust import ANY_PRINCIPAL, account_of, allowing, named
from access.questions.foreign import SOURCES, Foreigners, services_of
from access.questions.world import World
from access.who_can.model import Kind

_SERVICE = re.compile(r"[a-z0-9.-]+\.amazonaws\.com", re.ASCII)
_ANY_SERVICE = "service.amazonaws.com"
"""Stands for every service that no policy names."""
_WHY = {
    "Federated": "who signs in by federation is not modelled",
    "CanonicalUser": "the account of a canonical user id is not known",
    "AWS": "the account of this principal is not known",
}


@dataclass(frozen=True)
class Outsider:
    """A class of callers outside, with what they choose."""

    kind: Kind
    name: str
    caller: Caller
    chosen: dict[str, Any]


def outsiders(world: World, thing: Thing, action: str) -> Iterator[Outsider]:
    """Yield who outside may be let in by the policy of a thing: classes of principals, and services."""
    policy = thing.policy
    if policy is None:
        return
    for one in Foreigners(world).admitted(policy, signed=thing.role is not None):
        yield Outsider("outside", _name(one.caller), one.caller, one.chosen)
    for service in sorted({*services_of(policy), *_SERVICE.findall(policy.text)}):
        yield Outsider("service", service, world.callers.service(service), {"free": frozenset(SOURCES)})
    if any(account_of(one) == ANY_PRINCIPAL for one in _principals(policy, action)):
        caller = world.callers.service(_ANY_SERVICE)
        yield Outsider("service", "any other AWS service", caller, {"free": frozenset(SOURCES)})


def not_read(thing: Thing, action: str) -> Iterator[tuple[str, str]]:
    """Yield the principals of a policy that are not modelled, with the reason."""
    for one in dict.fromkeys(_principals(thing.policy, action) if thing.policy else ()):
        if one.kind in ("Federated", "CanonicalUser") or (one.kind == "AWS" and not account_of(one)):
            yield f"{one.value} ({one.kind})", _WHY[one.kind]


def _principals(policy: Policy, action: str) -> Iterator[Any]:
    return (one for said in allowing(policy) if may_be_about(said, action) for one in named(said))


def _name(caller: Caller) -> str:
    """Return the name of a class of principals: the caller's label, if it is no class."""
    if not caller.label.startswith("a principal of account"):
        return caller.label
    number = caller.principal.split(":")[4]
    of = "any other account" if number == OUTSIDE_ACCOUNT else f"account {number}"
    return {"root": f"the root user of {of}", "user": f"any user of {of}"}.get(kind_of(caller), f"any role of {of}")

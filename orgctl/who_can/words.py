"""The answer to who can make a call in words: conditions, ways of users, and what a call is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from access.model.sign_in import SignIn
from access.who_can.model import Alternative, Calls, InPerson, Principal, Route, Step, WhoCan
from foundation.words import few, listed, noun, plural

MOST = 4
"""Resources, accounts and users that are named one by one."""


def heading(found: WhoCan) -> str:
    """Return the question."""
    if found.where:
        return f"{found.action} on {found.resource}, in {found.where}"
    return f"{found.action} on anything in {found.resource or 'any account'}"


def verdict(found: WhoCan) -> str:
    """Return the answer in a sentence."""
    can = sum(one.can for one in found.principals)
    open_ = sum(not one.can for one in found.principals)
    parts = [f"{plural(can, 'principal')} can" if can else "No principal can"]
    parts += [f"{plural(open_, 'principal')} {noun(open_, 'is', 'are')} not decided"] if open_ else []
    if found.not_read:
        parts.append(f"not decided is what {plural(len(found.not_read), 'part')} of the stacks may allow")
    return f"{', '.join(parts)}."


def conditions(alternatives: Sequence[Alternative], *, more: bool = False) -> str:
    """Return alternatives in a line; `always` without any condition."""
    said = "; or ".join(one.words or "always" for one in alternatives)
    return f"{said}; or under further conditions, which are not shown" if more else said


def signed_in(ways: Sequence[SignIn]) -> str:
    """Return ways of signing in: `with MFA`."""
    if len(ways) == len(SignIn):
        return "with or without MFA"
    return listed([way.alone for way in reversed(SignIn) if way in ways], word="or")


def calls(found: Sequence[Calls], whole: WhoCan) -> Iterator[str]:
    """Yield a line for the calls that are allowed under the same conditions, and for each that is not decided."""
    alike: dict[tuple[str, str], list[Calls]] = {}
    for one in found:
        said = conditions(one.alternatives, more=one.more) if one.alternatives else ""
        for text in [said, *(f"? {reason}" for reason in one.undecided)]:
            if text:
                alike.setdefault((_kind(one), text), []).append(one)
    for (_, text), some in alike.items():
        on = _about(some, whole)
        yield f"{on}: {text}" if on else text


def in_person(one: InPerson, whole: WhoCan) -> Iterator[str]:
    """Yield the calls of a principal itself; of a user with the ways of signing in."""
    how = f"itself, {signed_in(one.ways)}" if one.ways else ""
    for line in calls(one.calls, whole):
        yield f"{how}: {line}" if how else line


def route_of_role(users: Sequence[str], route: Route) -> str:
    """Return the way of users to a role: `reached by ann and ben with MFA`."""
    before = f", through {_chain(route.steps[:-1])}" if len(route.steps) > 1 else ""
    return f"reached by {listed(users, MOST)} {signed_in(route.ways)}{before}{_when(route.steps)}"


def route_of_user(last: str, route: Route) -> str:
    """Return the way of a user through roles: `through role infra of infra, with MFA`."""
    before = [one.label for one in route.steps[:-1]]
    return f"through {', then '.join([*before, last])}, {signed_in(route.ways)}{_when(route.steps)}" + (
        "" if route.leads_on else " (not decided)"
    )


def accounts(keys: Sequence[str]) -> str:
    """Return accounts: `98 accounts (a0001, a0002 and 96 more)`."""
    return f"{plural(len(keys), 'account')} ({few(keys, MOST)})"


def doubts(one: Principal) -> Sequence[str]:
    """Return what is not decided about the ways to a principal."""
    return [reason for route in one.routes for reason in route.undecided]


def _chain(steps: Sequence[Step]) -> str:
    return ", then ".join(one.label for one in steps)


def _when(steps: Sequence[Step]) -> str:
    """Return the conditions of assuming roles on a way; empty where there are none."""
    parts = []
    for one in steps:
        said = conditions(one.alternatives, more=one.more)
        if not one.alternatives:
            parts.append(f"not decided: {'; '.join(one.undecided)}")
        elif said != "always":
            parts.append(f"{one.label} {said}" if len(steps) > 1 else said)
    return f", if assumed {', and '.join(parts)}" if parts else ""


def _kind(one: Calls) -> str:
    return "thing" if one.on not in ("", "*") else one.on


def _about(some: Sequence[Calls], whole: WhoCan) -> str:
    """Return what calls are about; empty where the question says it."""
    if whole.where or some[0].on == "*":
        return ""
    if not some[0].on:
        return "on anything without a policy of its own" if whole.with_policy else ""
    return f"on {listed([one.on for one in some], MOST)}"

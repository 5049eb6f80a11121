"""Refusals of changes that close a way: to deploy, to administer, to respond."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from access.decision import Reason, Request
from access.decision.symbolic.catalog import CATALOG
from access.difference.meaning.meaning import Meaning
from access.difference.meaning.ways import Lost, Ways
from access.difference.model import Refusal
from access.difference.snapshot import Snapshot
from access.proof.reasons import Sources, deciding_reasons
from foundation.words import listed, plural

_EXPLAINED = 5
"""Actions of one way whose denials are explained."""


def closed_ways(new: Snapshot, meaning: Meaning) -> Iterator[Refusal]:
    """Yield a refusal for each way that principals had, and lose."""
    for who, lost, purpose in _ways(meaning):
        if meaning.ways and lost.closed:
            yield _refusal(who, lost.closed, purpose, new, meaning.ways)


def doubtful_ways(meaning: Meaning) -> tuple[str, ...]:
    """Return, in words, the ways of which it is not decided whether principals lose them."""
    return tuple(
        f"whether {who} keeps its way: {problem}" for who, lost, _ in _ways(meaning) for problem in lost.doubts
    )


def _ways(meaning: Meaning) -> Iterator[tuple[str, Lost, str]]:
    """Yield each way by whose it is, with why it must stay open."""
    if ways := meaning.ways:
        yield "the deployment role", ways.deploying, "without it no stack can be deployed or repaired"
        yield "an administrator", ways.operating, "nobody else may do it by hand"
        yield "the responder", ways.responding, "nobody else gets into an account in quarantine"


def broken_before(meaning: Meaning) -> tuple[str, ...]:
    """Return what the ways lack on both sides, in words."""
    found = (lost.before for _, lost, _ in _ways(meaning) if lost.before)
    return tuple(f"{_calls(one)}; nor could it before this change: orgctl prove tells why" for one in found)


def _refusal(who: str, lost: Sequence[Request], purpose: str, new: Snapshot, ways: Ways) -> Refusal:
    sources = Sources(new.lines, new.organization)
    first = {one.action: one for one in reversed(_told_first(lost))}
    asked = [*reversed(first.values())][:_EXPLAINED]
    reasons = [
        (reason, one) for one in asked for reason in deciding_reasons(ways.sides.after.evaluator.explain(one).reasons)
    ]
    said = dict.fromkeys(_said(sources, *one) for one in reasons)
    origin = next((one.policy.origin for one, _ in reasons if one.policy and one.policy.origin.address), None)
    why = f"{listed(said, 3)}; {purpose}" if said else purpose
    what = f"{who} would lose its way: {_calls(lost)}"
    return Refusal(what, why, origin.stack if origin else "", origin.address if origin else "")


def _said(sources: Sources, reason: Reason, request: Request) -> str:
    decision = sources.of_reason(reason, request)
    if not decision.statement:
        return f"the {decision.layer} does not allow it"
    where = f" ({decision.configuration})" if decision.configuration else ""
    return f"{decision.statement} of {decision.policy}{where} denies it"


def _calls(requests: Sequence[Request]) -> str:
    """Return the request that tells most, and the number of all others."""
    one = _told_first(requests)[0]
    where = f" in {one.account.key}" if one.account else ""
    more = len({(each.action, each.account and each.account.key) for each in requests}) - 1
    others = f", and {plural(more, 'more call')}" if more else ""
    return f"{one.caller.label} cannot call {one.action}{where}{others}"


def _told_first(requests: Sequence[Request]) -> list[Request]:
    """Return the requests that change something first."""
    return sorted(requests, key=lambda one: not CATALOG.matching(one.action) & CATALOG.changing)

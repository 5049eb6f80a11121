"""Refusals of changes that close a way: to deploy, to administer, to respond."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from access.decision import Reason, Request
from access.difference.meaning.meaning import Meaning
from access.difference.meaning.ways import Ways
from access.difference.model import Refusal
from access.difference.snapshot import Snapshot
from access.proof.reasons import Sources, deciding_reasons
from foundation.words import listed, plural

_EXPLAINED = 5
"""Actions of one way whose denials are explained."""


def closed_ways(new: Snapshot, meaning: Meaning) -> Iterator[Refusal]:
    """Yield a refusal for each way that principals had, and lose."""
    if ways := meaning.ways:
        for who, lost, purpose in (
            ("the deployment role", ways.deploying.closed, "without it no stack can be deployed or repaired"),
            ("an administrator", ways.operating.closed, "nobody else may do it by hand"),
            ("the responder", ways.responding.closed, "nobody else gets into an account in quarantine"),
        ):
            if lost:
                yield _refusal(who, lost, purpose, new, ways)


def broken_before(meaning: Meaning) -> tuple[str, ...]:
    """Return what the ways lack on both sides, in words."""
    if not (ways := meaning.ways):
        return ()
    found = (ways.deploying.before, ways.operating.before, ways.responding.before)
    return tuple(
        f"{_call(one[0])} was denied before and is now{_others(one)}: orgctl prove tells why" for one in found if one
    )


def _refusal(who: str, lost: Sequence[Request], purpose: str, new: Snapshot, ways: Ways) -> Refusal:
    sources = Sources(new.lines, new.organization)
    by_action = {one.action: one for one in reversed(lost)}
    reasons = list[tuple[Reason, Request]]()
    for one in list(dict.fromkeys(lost[index].action for index in range(len(lost))))[:_EXPLAINED]:
        request = by_action[one]
        found = ways.sides.after.evaluator.explain(request).reasons
        reasons += [(reason, request) for reason in deciding_reasons(found)]
    said = dict.fromkeys(str(_said(sources, *one)) for one in reasons)
    origin = next((one.policy.origin for one, _ in reasons if one.policy and one.policy.origin.address), None)
    why = f"{listed(said, 3)}; {purpose}" if said else purpose
    return Refusal(
        f"{who} could no longer act as before: {_call(lost[0])}{_others(lost)}",
        why,
        origin.stack if origin else "",
        origin.address if origin else "",
    )


def _said(sources: Sources, reason: Reason, request: Request) -> str:
    decision = sources.of_reason(reason, request)
    if not decision.statement:
        return f"{decision.layer} does not allow it"
    where = f" ({decision.configuration})" if decision.configuration else ""
    return f"{decision.statement} of {decision.policy}{where} denies it"


def _call(request: Request) -> str:
    where = f" in {request.account.key}" if request.account else ""
    return f"{request.caller.label} calls {request.action}{where}"


def _others(requests: Sequence[Request]) -> str:
    more = len({(one.action, one.account and one.account.key) for one in requests}) - 1
    return f" and {plural(more, 'more call')}" if more else ""

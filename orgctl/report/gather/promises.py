"""The results of the promises, in the report's form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from access.answers import Reason as Found
from access.answers import Request
from access.promises import CounterExample as Example
from access.promises import Outcome
from access.promises import Promise as Evaluated
from orgctl.report.data import CounterExample, Origin, Promise, Reason
from orgctl.report.gather.policies import Origins, Policies

Result = tuple[Evaluated, Outcome]
"""A promise, and its outcome."""


def promises(results: Sequence[Result], policies: Policies, origins: Origins) -> Iterator[Promise]:
    """Yield all promises, in order."""
    for promise, outcome in results:
        yield Promise(
            name=promise.name,
            text=promise.says,
            result=outcome.status,
            checked=outcome.skipped or f"{outcome.asked:,} requests",
            counter_examples=tuple(_example(one, policies, origins) for one in outcome.counter_examples),
            undecided=outcome.undecided,
            notes=outcome.notes,
        )


def _example(example: Example, policies: Policies, origins: Origins) -> CounterExample:
    address = f"{example.origin.stack}: {example.origin.address}" if example.origin else ""
    return CounterExample(
        text=example.text,
        request=f"{example.request.action} on {example.request.resource}" if example.request else "",
        context=tuple(_context(example.request)) if example.request else (),
        reasons=tuple(_reason(one, policies, origins) for one in example.reasons),
        origin=Origin(address=address) if address else None,
    )


def _context(request: Request) -> Iterator[str]:
    for key, value in {**request.caller.context, **request.context}.items():
        yield f"{key} = {value if isinstance(value, str) else ', '.join(value)}"


def _reason(reason: Found, policies: Policies, origins: Origins) -> Reason:
    if reason.policy is None:
        return Reason(reason.layer, reason.effect)
    origin = origins.of(reason.policy, reason.statement)
    return Reason(reason.layer, reason.effect, policies.id(reason.policy), reason.sid, origin)

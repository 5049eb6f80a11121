"""The results of the promises, in the report's form."""

from __future__ import annotations

from collections.abc import Iterator

from access.explain.configuration import FILE
from access.proof import Accepted as Part
from access.proof import CounterExample as Case
from access.proof import Decision, Proof, Request
from access.proof import Promise as Checked
from foundation.words import listed
from orgctl.report.data import Accepted, CounterExample, ExampleKind, Origin, Promise, Reason
from orgctl.report.gather.policies import Policies


def promises(proof: Proof, policies: Policies) -> Iterator[Promise]:
    """Yield all promises, in order."""
    for one in proof.promises:
        yield Promise(
            name=one.name,
            text=one.says,
            result=one.status,
            checked=one.not_asked_because or f"{one.requests:,} requests",
            kinds=tuple(_kinds(one, policies)),
            undecided=one.undecided,
            assumptions=tuple((fact.text, fact.source) for fact in one.assumptions),
            notes=one.notes,
            accepted=tuple(
                Accepted(part.reason, part.until, part.where, part.scope, tuple(_kinds(part, policies)), part.undecided)
                for part in one.accepted
            ),
        )


def _kinds(one: Checked | Part, policies: Policies) -> Iterator[ExampleKind]:
    for index, kind in enumerate(one.kinds):
        first, *others = [example for example in one.counter_examples if example.kind == index]
        yield ExampleKind(_example(first, policies), kind.count, tuple(example.text for example in others))


def _example(example: Case, policies: Policies) -> CounterExample:
    request = example.request
    made = [reason for reason in example.reasons if reason.effect]
    place = next((reason for reason in example.reasons if not reason.effect), None)
    return CounterExample(
        text=example.text,
        request=f"{request.action} on {request.resource}" if request else "",
        context=tuple(_context(request)) if request else (),
        reasons=tuple(_reason(one, policies) for one in made),
        origin=_origin(place) if place else None,
    )


def _context(request: Request) -> Iterator[str]:
    for key, value in request.context.items():
        yield f"{key} = {value if isinstance(value, str) else ', '.join(value)}"


def _reason(reason: Decision, policies: Policies) -> Reason:
    origin = _origin(reason) if reason.statement else None
    return Reason(reason.layer, reason.effect, policies.id_of(reason), reason.statement, origin)


def _origin(found: Decision) -> Origin:
    if found.places:
        return Origin(
            FILE, found.places[0].line, listed([place.field for place in found.places], word="or"), found.terraform
        )
    return Origin(address=found.terraform) if found.terraform else Origin(found.configuration)

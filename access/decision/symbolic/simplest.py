"""What makes a request simple: it has few condition keys, and those that most requests have with their usual values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from access.decision.symbolic.circuit import Literal
from access.decision.symbolic.patterns import exact
from access.decision.symbolic.predicates import Predicate, Truth
from access.decision.symbolic.scope import Scope
from access.decision.symbolic.statements import Encoder

_REGION = "aws:requestedregion"
USUAL: Mapping[str, str] = {"aws:securetransport": "true", "aws:viaawsservice": "false", "aws:sourceip": "198.51.100.7"}
"""Keys that most requests have, with the values that questions elsewhere take for granted."""
_TRUTHS: Mapping[str, Predicate] = {"true": Truth(True), "false": Truth(False)}


def preferences(encoder: Encoder, scope: Scope, formulas: Sequence[Literal], region: str) -> Iterator[Literal]:
    """Yield what a simple request makes true, the most telling first: `region` is the usual one."""
    used = {*encoder.circuit.variables_of(formulas)}
    asked = [
        (key, dimension)
        for key, dimension in sorted(encoder.conditions.keys.items())
        if key not in scope.known and key not in scope.shapes and not used.isdisjoint(dimension.questions)
    ]
    usual = {**USUAL, _REGION: region}
    for key, dimension in asked:
        if key in usual:
            yield dimension.meets(_TRUTHS.get(usual[key]) or exact(usual[key]))
        elif not scope.is_always_there(key):
            yield -dimension.present

"""The requests that became possible and impossible, confirmed by the evaluator on both sides, as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from access.decision import Caller, Request
from access.decision.comparing import Contrast, Example
from access.decision.symbolic.catalog import CATALOG, Actions
from access.decision.symbolic.simplest import USUAL
from access.difference.meaning.principals import Pair
from access.difference.meaning.sides import Sides
from access.difference.model.effects import EffectChange, PrincipalKind
from foundation.words import listed
from policies.global_services import region_of

_Change = Literal["possible", "impossible"]
_UNSAID = frozenset(
    {"aws:multifactorauthage", "aws:tokenissuetime", "sts:rolesessionname", "aws:currenttime", "aws:userid"}
)
_ANY_NAME = "example"
"""The name that the solver gives a principal of which any name will do."""


@dataclass
class Telling:
    """Collects what changes; what is the same for several principals of a kind is told once."""

    sides: Sides
    _found: dict[Hashable, EffectChange] = field(default_factory=dict[Hashable, EffectChange])
    _causes: set[Hashable] = field(default_factory=set[Hashable])
    _doubts: dict[str, dict[str, None]] = field(default_factory=dict[str, "dict[str, None]"])

    def tell(
        self, pairs: Sequence[Pair], contrasts: Iterable[Contrast], on: str, told: frozenset[Hashable] = frozenset()
    ) -> None:
        """Add what some principals, who are alike, gain and lose, but for what a cause in `told` decides."""
        for one in contrasts:
            for problem in one.undecided:
                self._doubt(pairs, problem)
            for example in one.gained:
                self._add("possible", pairs, example, on, told)
            for example in one.lost:
                self._add("impossible", pairs, example, on, told)

    @property
    def causes(self) -> frozenset[Hashable]:
        """What decided what was told so far: the changed statements, and for each of them that it was something."""
        return frozenset(self._causes)

    def _doubt(self, pairs: Sequence[Pair], problem: str) -> None:
        self._doubts.setdefault(problem, {}).update(dict.fromkeys(one.name for one in pairs))

    def not_asked(self, name: str) -> None:
        """Add a thing about which not all principals are asked."""
        self._doubts[f"there are too many to ask about {name}"] = {"other principals": None}

    def not_read(self, name: str, principals: Iterable[str]) -> None:
        """Add principals of kinds that are not read, of which the policy of a thing says something else."""
        for one in principals:
            self._doubts.setdefault(f"the policy of {name} names principals that are not read", {})[one] = None

    def changes(self) -> tuple[EffectChange, ...]:
        """Return what was told, what became possible first."""
        order: list[str] = list(get_args(PrincipalKind))
        found = sorted(self._found.values(), key=lambda one: (one.change != "possible", order.index(one.kind)))
        return tuple(found)

    @property
    def doubts(self) -> tuple[str, ...]:
        """What is not decided."""
        return tuple(f"whether {listed(who)} may do the same as before: {why}" for why, who in self._doubts.items())

    def _add(
        self, change: _Change, pairs: Sequence[Pair], example: Example, on: str, told: frozenset[Hashable]
    ) -> None:
        cause = (change, _cause(example))
        if cause in told:
            return
        if problem := self._unconfirmed(example, change):
            self._doubt(pairs, problem)
            return
        self._causes.update((cause, (change, None)))
        new = self._told(change, pairs, example, on)
        key = repr(replace(new, who=()))
        before = self._found[key].who if key in self._found else ()
        self._found[key] = replace(new, who=tuple(dict.fromkeys((*before, *new.who))))

    def _unconfirmed(self, example: Example, change: _Change) -> str:
        """Return why the evaluator does not confirm an example; empty if it does, on both sides."""
        for world, request, expected in (
            (self.sides.before, example.before, change == "impossible"),
            (self.sides.after, example.after, change == "possible"),
        ):
            verdict = world.evaluator.decide(request)
            if verdict.problem or verdict.allowed is not expected:
                why = verdict.problem or verdict.result
                return f"the evaluator does not confirm {request.action} on {request.resource}: {why}"
        return ""

    def _told(self, change: _Change, pairs: Sequence[Pair], example: Example, on: str) -> EffectChange:
        request = example.after if change == "possible" else example.before
        policy, place = example.statement or (None, 0)
        is_new = policy is not None and (
            (str(policy.statements[place - 1]["Effect"]) == "Allow") == (change == "possible")
        )
        number = request.caller.account.number if request.caller.account else ""
        names = self.sides.new.names
        layer = self._layer(example, change) if policy is None else ""
        return EffectChange(
            change=change,
            kind=pairs[0].kind,
            who=tuple(one.name for one in pairs),
            action=request.action,
            resource="" if example.anything else names.text(request.resource, number),
            on=on,
            keys={key: names.value(value, number) for key, value in _keys(request, pairs[0].after, self._region)},
            more=_by_service(example.actions & ~CATALOG.matching(request.action)),
            complete=example.complete,
            effect="" if policy is None else "Allow" if policy.statements[place - 1]["Effect"] == "Allow" else "Deny",
            statement=policy.statement_name(place) if policy else "",
            policy=policy.name if policy else layer,
            where=self.sides.new.lines.of(policy, place) if policy and is_new else "",
        )

    def _layer(self, example: Example, change: _Change) -> str:
        """Return the layer of policies of the denying side in which nothing allows the request."""
        world, request = self.sides.before, example.before
        if change == "impossible":
            world, request = self.sides.after, example.after
        found = [one.layer for one in world.evaluator.explain(request).reasons if one.effect == "no Allow"]
        return found[0] if found else ""

    @property
    def _region(self) -> str:
        return self.sides.new.organization.home_region


def _cause(example: Example) -> Hashable:
    return (example.statement[0].digest, example.statement[1]) if example.statement else None


def _keys(request: Request, caller: Caller, region: str) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Yield the condition keys of a request that are not as usual, and those in which its caller is a special one."""
    usual = {**USUAL, "aws:requestedregion": region_of(request.action) or region}
    for key, value in request.context.items():
        lower = key.lower()
        if lower not in _UNSAID and usual.get(lower) != value and not lower.startswith("aws:resource"):
            yield key, value
    for key, value in request.caller.context.items():
        is_any = str(value).rpartition("/")[2] == _ANY_NAME
        if key.lower() not in _UNSAID and caller.context.get(key) != value and not is_any:
            yield key, value


def _by_service(actions: Actions) -> Mapping[str, int]:
    return dict(Counter(name.partition(":")[0] for name in CATALOG.each(actions)).most_common())

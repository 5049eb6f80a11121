"""
The requests that one of two organizations allows and the other one does not.

Both are read into the same formulas, so that whatever a policy of one side tells apart is told apart on both. Requests
are told by the changed statement that decides them: each with the simplest request, and with all actions for which
there is one.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from access.decision.request import Request
from access.decision.solver import Solver, Sought
from access.decision.symbolic.authorization import Policies
from access.decision.symbolic.catalog import CATALOG, Actions
from access.decision.symbolic.circuit import FALSE, TRUE, Literal
from access.decision.symbolic.scope import Scope
from access.decision.symbolic.search import ANYTHING, Found, GivenUp, Search, Solution
from access.decision.symbolic.simplest import preferences
from access.decision.symbolic.statements import Encoder, Read
from access.model.policies import Policy, PolicyKind
from policies.reading import texts

MOST_STEPS = 200
"""Kinds of actions that are counted for one statement; the rest is told as not counted."""
_MOST_DOUBTS = 20
_MOST_TELLING = 8


@dataclass(frozen=True)
class Side:
    """One of the two organizations: its solver, and the requests that are asked about there."""

    solver: Solver
    sought: Sought


@dataclass(frozen=True)
class Example:
    """Requests that one side alone allows, and that the same statement decides."""

    before: Request
    after: Request
    """The simplest of them, with the caller and the policies of each side."""
    actions: Actions
    """All actions for which there is such a request."""
    complete: bool
    """False if there may be more actions."""
    anything: bool
    """True if the resource does not matter."""
    statement: tuple[Policy, int] | None
    """The changed statement that decides, and its place; None where none does so by itself."""


@dataclass(frozen=True)
class Contrast:
    """What became possible and impossible, and what is not decided about it."""

    gained: tuple[Example, ...] = ()
    lost: tuple[Example, ...] = ()
    undecided: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        """True if it is decided that both allow the same."""
        return not (self.gained or self.lost or self.undecided)


@dataclass(frozen=True)
class Relation:
    """Whether some requests became possible, and impossible, and what is not decided about that."""

    gained: bool = False
    lost: bool = False
    undecided: tuple[str, ...] = ()


class Comparison:
    """Compares what two organizations allow, whose solvers share this encoder; `region` is the usual one."""

    def __init__(self, encoder: Encoder, region: str) -> None:
        self._encoder = encoder
        self._search = Search(encoder)
        self._region = region
        self._known: dict[Hashable, tuple[bool, tuple[str, ...]]] = {}

    def contrast(self, before: Side, after: Side) -> Contrast:
        """Return the requests of the sought kind that are allowed before or afterwards alone."""
        old, new = _Reading.of(before), _Reading.of(after)
        if old.goal[0] == new.goal[0]:
            return Contrast(undecided=self._unlisted(old, new, Relation()))
        gained = _Direction(self._encoder, self._search, self._region, new, old)
        lost = _Direction(self._encoder, self._search, self._region, old, new)
        found = Contrast(
            tuple(one.example(old, new) for one in gained.found()),
            tuple(one.example(old, new) for one in lost.found()),
        )
        unlisted = self._unlisted(old, new, Relation(bool(found.gained), bool(found.lost)))
        return replace(found, undecided=tuple(dict.fromkeys((*gained.doubts, *lost.doubts, *unlisted))))

    def tells_accounts(self, before: Side, after: Side) -> bool:
        """Return whether the answer may differ between accounts, for callers that are alike."""
        return self._encoder.tells_accounts([*_Reading.of(before).goal, *_Reading.of(after).goal])

    def relation(self, before: Side, after: Side) -> Relation:
        """Return whether any of the requests became possible, and impossible."""
        old, new = _Reading.of(before), _Reading.of(after)
        if old.goal[0] == new.goal[0]:
            return Relation(undecided=self._unlisted(old, new, Relation()))
        (gained, doubts), (lost, others) = self._alone(new, old), self._alone(old, new)
        return Relation(gained, lost, (*doubts, *others, *self._unlisted(old, new, Relation(gained, lost))))

    def _alone(self, allowing: _Reading, denying: _Reading) -> tuple[bool, tuple[str, ...]]:
        """Return whether one side alone allows some request, and what is not decided about it."""
        goal = [allowing.goal[0], -denying.goal[0], *allowing.goal[1:]]
        scope = allowing.scope
        shapes = tuple(sorted(scope.shapes.items(), key=str))
        key = (tuple(goal), scope.action, scope.unlisted, scope.resource, scope.resource_account, scope.free, shapes)
        if key not in self._known:
            whole = [*goal, *self._search.always(scope, goal)]
            found, doubts = solution(self._encoder, self._search, whole, scope)
            self._known[key] = (found is not None, () if found else doubts)
        return self._known[key]

    def _unlisted(self, old: _Reading, new: _Reading, known: Relation) -> tuple[str, ...]:
        """
        Return why it is not decided for actions that AWS's list does not have.

        Where something became possible, or impossible, anyhow, such an action is no more than that.
        """
        found: list[str] = []
        for action in sorted({*_unlisted(old.policies.all()), *_unlisted(new.policies.all())}):
            before, after = _Reading.of(old.side, action), _Reading.of(new.side, action)
            if before.goal[0] == after.goal[0]:
                continue
            gained = not known.gained and any(self._alone(after, before))
            if gained or (not known.lost and any(self._alone(before, after))):
                found.append(f"AWS's list has no action {action}")
        return tuple(found)


@dataclass(frozen=True)
class _Reading:
    """The formulas of one side."""

    side: Side
    scope: Scope
    policies: Policies
    goal: Sequence[Literal]
    """First that a request is allowed."""

    @classmethod
    def of(cls, side: Side, unlisted: str = "") -> _Reading:
        return cls(side, *side.solver.formulas(side.sought, unlisted))

    def request(self, found: Found) -> Request:
        return self.side.solver.request(self.side.sought, found)


@dataclass(frozen=True)
class _Group:
    """What is found of the requests that one statement decides."""

    solution: Solution
    actions: Actions
    complete: bool
    anything: bool
    statement: tuple[Policy, int] | None

    def example(self, old: _Reading, new: _Reading) -> Example:
        before, after = old.request(self.solution.found), new.request(self.solution.found)
        return Example(before, after, self.actions, self.complete, self.anything, self.statement)


@dataclass
class _Direction:
    """The requests that one side allows and the other one denies."""

    encoder: Encoder
    search: Search
    region: str
    allowing: _Reading
    denying: _Reading
    doubts: dict[str, None] = field(default_factory=dict[str, None])

    def found(self) -> Iterator[_Group]:
        """Yield what is found for each changed statement, and at last for what none decides by itself."""
        base = [self.allowing.goal[0], -self.denying.goal[0], *self.allowing.goal[1:]]
        if FALSE in base or self._solve(base) is None:
            return
        denials = _changed(self._reads(self.denying), self._reads(self.allowing), allows=False)
        grants = _changed(self._reads(self.allowing), self._reads(self.denying), allows=True)
        others = list[Literal]()
        for read in (*denials, *grants):
            if group := self._group([*base, *others, read.applies], (read.policy, read.place)):
                yield group
            others.append(-read.applies)
        if group := self._group([*base, *others], None):
            yield group

    def _reads(self, reading: _Reading) -> list[Read]:
        resource = reading.policies.resource
        found = [one for policy in reading.policies.but_resource for one in self._read(reading, policy)]
        return [*found, *(self._read(reading, resource, of_resource=True) if resource else ())]

    def _read(self, reading: _Reading, policy: Policy, *, of_resource: bool = False) -> Sequence[Read]:
        return self.encoder.statements(policy, reading.scope, of_resource=of_resource)

    def _group(self, goal: Sequence[Literal], statement: tuple[Policy, int] | None) -> _Group | None:
        """Return the simplest request for which some formulas are true, with all actions of such ones."""
        if FALSE in goal:
            return None
        actions, complete = self._actions(goal)
        if not actions:
            return None
        simple = self._simplest(goal)
        found = self._most_telling(simple, actions)
        if found is None:
            return None
        return _Group(found, actions, complete, self._is_about_anything(simple, found), statement)

    def _actions(self, goal: Sequence[Literal]) -> tuple[Actions, bool]:
        """Return the actions of all requests for which formulas are true, and whether they are all."""
        sets = [
            self.encoder.action.questions[one]
            for one in self.encoder.circuit.variables_of(goal)
            if one in self.encoder.action.questions
        ]
        found: Actions = 0
        for _ in range(MOST_STEPS):
            rest = [*goal, -self.encoder.action.atom(found)] if found else [*goal]
            solution = self._solve(rest)
            if solution is None:
                return found, True
            found |= self._like(goal, solution, sets)
        return found, False

    def _like(self, goal: Sequence[Literal], solution: Solution, sets: Sequence[Actions]) -> Actions:
        """Return the actions for which the same request is one of the found kind as well."""
        bit = CATALOG.matching(solution.found.action)
        found = self.allowing.scope.action or CATALOG.everything
        for one in sets:
            found &= one if one & bit else ~one
        keys = self.encoder.conditions.keys
        for key in solution.found.keys:
            found &= CATALOG.taking(key) if key in keys and keys[key].needs != TRUE else found
        if not self._is_about_anything(goal, solution):
            arn = solution.found.resource
            found &= CATALOG.without_resource if arn == ANYTHING else CATALOG.acting_on(arn)
        return found | bit

    def _simplest(self, goal: Sequence[Literal]) -> list[Literal]:
        """Return formulas with as many preferences as there is a request for."""
        found = [*goal]
        for one in preferences(self.encoder, self.allowing.scope, goal, self.region):
            if self._solve([*found, one]):
                found.append(one)
        return found

    def _most_telling(self, goal: Sequence[Literal], actions: Actions) -> Solution | None:
        """Return a request for an action that a reader knows, if there is one."""
        first = self._solve(goal)
        if first is None:
            return None
        known = list(CATALOG.more_telling(actions, first.found.action))[:_MOST_TELLING]
        for action in known:
            if solution := self._solve([*goal, self.encoder.in_actions(action, self.allowing.scope)]):
                return solution
        return first

    def _is_about_anything(self, goal: Sequence[Literal], solution: Solution) -> bool:
        """Return whether the resource of a request does not matter."""
        if self.allowing.scope.resource:
            return False
        if not self.encoder.resource.own(solution.atoms):
            return True
        others = [
            one if met else -one for one, met in solution.atoms.items() if one not in self.encoder.resource.questions
        ]
        wrong = -self.encoder.circuit.both(goal)
        return wrong == FALSE or (wrong != TRUE and self._solve([*others, wrong], quietly=True) is None)

    def _solve(self, goal: Sequence[Literal], *, quietly: bool = False) -> Solution | None:
        """Return a request for which formulas are true and all is read; what is not decided is kept as a doubt."""
        scope = self.allowing.scope
        whole = [*goal, *self.search.always(scope, goal)]
        found, doubts = solution(self.encoder, self.search, whole, scope)
        if not found and not quietly:
            self.doubts.update(dict.fromkeys(doubts))
        return found


def solution(
    encoder: Encoder, search: Search, goal: Sequence[Literal], scope: Scope
) -> tuple[Solution | None, tuple[str, ...]]:
    """Return a request for which formulas are true that depends on nothing unread; without one, why there may be."""
    refused, doubts = list[Literal](), list[str]()
    if FALSE in goal:
        return None, ()
    while len(refused) < _MOST_DOUBTS:
        try:
            found = search.solution(goal, scope, also=refused)
        except GivenUp as error:
            return None, (*doubts, str(error))
        if found is None or not found.found.unread:
            return found, tuple(doubts)
        doubts += found.found.unread
        guard = encoder.circuit.variable()  # for this search only
        encoder.circuit.demand([-guard, *(-one if met else one for one, met in found.atoms.items())])
        refused.append(guard)
    return None, tuple(doubts)


def _changed(here: Sequence[Read], there: Sequence[Read], *, allows: bool) -> list[Read]:
    """Return the statements of one effect that the other side has not, each once."""
    known = {_part(one) for one in there if one.allows == allows}
    found = {_part(one): one for one in here if one.allows == allows and _part(one) not in known}
    return [one for one in found.values() if one.applies != FALSE]


def _part(one: Read) -> Hashable:
    """Return a key that is equal for statements with the same part in a decision: a denial counts wherever it is."""
    kind = PolicyKind.IDENTITY if one.policy.kind is PolicyKind.INLINE else one.policy.kind
    return (kind if one.allows else "denial"), one.applies, one.named


def _unlisted(policies: Iterable[Policy]) -> Iterator[str]:
    """Yield actions that AWS's list does not have and policies name: of a pattern, one that it matches."""
    for policy in policies:
        for said in policy.statements:
            for one in (*texts(said.get("Action")), *texts(said.get("NotAction"))):
                if not CATALOG.matching(one):
                    yield one.replace("*", "Example").replace("?", "X")

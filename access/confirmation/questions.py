"""Cases as questions to the simulator, with the decisions of this proof."""

from __future__ import annotations

from dataclasses import dataclass

from access.confirmation.case import Case, NotAsked, NotComparable, Question
from access.confirmation.parameters import parameters
from access.confirmation.simulated import part_of
from access.decision import Request
from access.questions.world import World
from foundation.words import listed


@dataclass(frozen=True)
class Questioner:
    """Makes questions of cases."""

    world: World
    without_rcps: World
    """The same without resource control policies, which the simulator does not take."""

    def question(self, case: Case) -> Question | NotAsked:
        """Return the question about a case, or the reason why there is none."""
        try:
            return self._question(case)
        except NotComparable as error:
            return NotAsked(case, str(error))

    def _question(self, case: Case) -> Question:
        if case.request is None:
            raise NotComparable("a policy itself is wrong: there is no request")
        part = part_of(self.world.organization, case.request)
        allowed = _is_allowed(self.world, case.request)
        if part.left_out and _is_allowed(self.without_rcps, part.request) is not allowed:
            raise NotComparable(f"it depends on {listed(part.left_out)}, which the simulator does not take")
        return Question(case, allowed, parameters(self.without_rcps.organization, part), part.left_out)


def _is_allowed(world: World, request: Request) -> bool:
    """Return the decision that solver and evaluator share. Raise NotComparable when they share none."""
    ours, confirmed = world.solver.decide_all([request])[0], world.evaluator.decide(request)
    if ours.problem or confirmed.problem or ours.allowed is not confirmed.allowed:
        raise NotComparable("this proof has not decided it")
    return ours.allowed

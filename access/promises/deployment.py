"""The promise that the deployment roles can make every AWS call that the stacks need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from access.deployer import Source, calls_of
from access.promises.asking import together
from access.promises.deploying.causes import cause
from access.promises.deploying.denials import Denied, denials
from access.promises.deploying.needs import Need, needs
from access.promises.deploying.trails import trails
from access.promises.deploying.way import way
from access.promises.deploying.who import DEPLOYMENT_ROLE, Deployers
from access.promises.promise import CounterExample, Outcome, Promise
from access.questions.accepting import Undecided, about_request, in_common, undecided_request
from access.questions.world import World

_AT_ONCE = 5_000
"""Number of calls that are held in memory together."""


def look(world: World) -> Outcome:
    """
    Check every call of every resource type in every account and region, and CloudTrail's calls to write a trail.

    A denial of a call that only destroying needs is intended when the guardrail exempts no principal: it becomes a
    note. So does a call that only CloudFormation's schema names, of a type whose calls were recorded: other changes
    than the recorded ones may need it. Every other denial breaks the promise.
    """
    deployers = Deployers(world)
    return together(
        way(world, deployers), _calls(world, deployers), trails(world), Outcome(notes=tuple(_not_covered(world)))
    )


def _calls(world: World, deployers: Deployers) -> Outcome:
    asked, undecided, wrong = 0, dict[Undecided, None](), list[Need]()
    waiting = needs(world, deployers)
    while some := list(islice(waiting, _AT_ONCE)):  # an organization of 500 accounts has 130,000
        asked += len(some)
        for need, verdict in zip(some, world.solver.decide_all(one.request for one in some), strict=True):
            if verdict.problem:
                undecided[undecided_request(need.request, verdict.problem)] = None
            elif not verdict.allowed:
                wrong.append(need)
    denied = list(denials(world, wrong))
    return Outcome(
        counter_examples=tuple(_example(one) for one in denied if not one.is_intended and one.is_recorded),
        undecided=tuple(undecided),
        notes=tuple(_note(one) for one in denied if one.is_intended or not one.is_recorded),
        asked=asked,
    )


def _example(denied: Denied) -> CounterExample:
    purpose = f"destroying {denied.types} needs" if denied.destroys else f"{denied.types} needs"
    text = f"{DEPLOYMENT_ROLE} cannot call {denied.action} in {denied.where}, which {purpose}{_source(denied)}"
    why = cause(denied.reasons)
    about = in_common((about_request(need.request) for need in denied.needs), DEPLOYMENT_ROLE)
    return CounterExample(
        f"{text}: {why}" if why else text, denied.reasons, request=denied.needs[0].request, about=about
    )


def _note(denied: Denied) -> str:
    if not denied.is_intended:
        why = f"{cause(denied.reasons)} denies it" if denied.reasons else "it is denied"
        return (
            f"a change of {denied.types} in {denied.where} may need {denied.action}, by {Source.DOCUMENTED}: {why}, "
            "and the AWS provider was not recorded making the call"
        )
    return f"Terraform cannot destroy {denied.types} in {denied.where}: {cause(denied.reasons)} denies {denied.action}"


def _source(denied: Denied) -> str:
    """Return the source that documents the call, when it was not recorded from the provider itself."""
    calls = [calls_of(need.type) for need in denied.needs]
    if any(one and Source.OBSERVED in one.sources_of(denied.action) for one in calls):
        return ""
    return f" (according to {Source.DOCUMENTED}; the AWS provider was not recorded making the call)"


def _not_covered(world: World) -> Iterator[str]:
    stacks: dict[str, list[str]] = defaultdict(list)
    for stack in world.organization.stacks:
        for type_ in stack.types:
            if type_.startswith("aws_") and calls_of(type_) is None:
                stacks[type_].append(stack.name)
    for type_, names in sorted(stacks.items()):
        yield f"not covered, because no source lists its calls: {type_} (in {', '.join(names)})"


PROMISE = Promise(
    "deployment",
    "The deployment role can make every AWS call that the stacks are known to need, "
    "in every account and under every guardrail.",
    look,
)

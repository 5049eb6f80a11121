"""The promise that deployments can reach the states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from access.decision import Reason
from access.promises.asking import LIMIT
from access.promises.deploying.backends import Backend, Call, backends, calls, table_of
from access.promises.deploying.causes import cause
from access.promises.deploying.who import Deployers
from access.promises.promise import CounterExample, Outcome, Promise
from access.questions.accepting import Undecided, about_request, in_common, undecided_request
from access.questions.world import World
from terraform_json.origin import Origin


def look(world: World) -> Outcome:
    """
    Check that Terraform can read, write and lock the state of every stack, and read the states that the stack refers
    to.

    Terraform does so with the credentials that it is given, not with the role that it assumes for the resources, unless
    the backend names a role of its own.
    """
    if not any(stack.backend for stack in world.organization.stacks):
        return Outcome(skipped="no state is in S3: the states are local files")
    deployers = Deployers(world)
    found = list(backends(world, deployers))
    asked = [call for backend in found for call in calls(world, backend)]
    verdicts = world.solver.decide_all(call.request for call in asked)
    pairs = list(zip(asked, verdicts, strict=True))
    open_ = [undecided_request(call.request, verdict.problem) for call, verdict in pairs if verdict.problem]
    wrong = [call for call, verdict in pairs if not verdict.problem and not verdict.allowed]
    return Outcome(
        counter_examples=(*_without_role(found), *_examples(world, wrong)),
        undecided=(*_unknown_access(deployers), *dict.fromkeys(open_)),
        notes=tuple(dict.fromkeys(_notes(world, found))),
        asked=len(asked),
    )


def _unknown_access(deployers: Deployers) -> tuple[Undecided, ...]:
    text = "unknown access to the states: the management account has no deployment role"
    return () if deployers.given else (Undecided(text),)


def _without_role(found: Sequence[Backend]) -> Iterator[CounterExample]:
    for backend in found:
        if backend.role_arn and not backend.caller:
            text = f"{_state(backend)} is reached with {backend.role_arn}, a role that neither AWS nor any stack makes"
            yield CounterExample(text, origin=Origin(backend.stack, "terraform.backend.s3"))


def _examples(world: World, wrong: Iterable[Call]) -> Iterator[CounterExample]:
    """Yield counterexamples grouped by call, bucket and cause; the first ones are explained."""
    groups: dict[tuple[str, str, str, str], list[tuple[Call, tuple[Reason, ...]]]] = defaultdict(list)
    for index, call in enumerate(wrong):
        reasons = world.evaluator.explain(call.request).reasons if index < LIMIT else ()
        groups[call.request.action, call.on, call.purpose, cause(reasons)].append((call, reasons))
    for (action, on, purpose, why), found in groups.items():
        first, reasons = found[0]
        stacks = ", ".join(dict.fromkeys(call.backend.stack for call, _ in found))
        text = f"{first.request.caller.label} cannot call {action}{_on(on)} {purpose}, when {stacks} is deployed"
        about = in_common(about_request(call.request) for call, _ in found)
        yield CounterExample(f"{text}: {why}" if why else text, reasons, request=first.request, about=about)


def _on(what: str) -> str:
    return f" on {what}" if what else ""


def _notes(world: World, found: Sequence[Backend]) -> Iterator[str]:
    local = [stack.name for stack in world.organization.stacks if not stack.backend]
    if local:
        yield f"the states of {', '.join(local)} are not in S3 and were not checked"
    foreign: dict[str, list[str]] = defaultdict(list)
    for backend in found:
        if backend.bucket is None:
            foreign[backend.settings["bucket"]].append(backend.stack)
        elif backend.is_own and backend.settings["dynamodb_table"] and table_of(world, backend) is None:
            yield f"the table of locks {backend.settings['dynamodb_table']} is created by no stack"
    for bucket, stacks in foreign.items():
        names = ", ".join(dict.fromkeys(stacks))
        yield f"not checked: the states of {names} in the bucket {bucket}, which no stack makes"


def _state(backend: Backend) -> str:
    return f"the state in {backend.settings['bucket']} that {backend.stack} {'has' if backend.is_own else 'reads'}"


PROMISE = Promise(
    "state",
    "The deployment role can read, write and lock the state of every stack.",
    look,
)

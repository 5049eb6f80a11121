"""The promise that guardrails bind a new account from its first minute, as far as AWS allows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from access.decision import Request
from access.model.accounts import Target
from access.promises.deploying.causes import cause
from access.promises.newborn import Newborn, Place, denials_of
from access.promises.promise import CounterExample, Outcome, Promise
from access.questions.accepting import Undecided
from access.questions.world import World
from foundation.policy_types import PolicyType

_SET_IN_ACCOUNTS = {
    "aws_s3_account_public_access_block": "the block of public buckets",
    "aws_ebs_encryption_by_default": "the encryption of volumes",
    "aws_ebs_snapshot_block_public_access": "the block of public snapshots",
    "aws_ec2_instance_metadata_defaults": "the defaults of instance metadata",
    "aws_iam_account_password_policy": "the password policy",
    "aws_config_configuration_recorder": "the recorder of Config",
}


def look(world: World) -> Outcome:
    """
    Check the guardrails of a new account: AWS creates it in the root, and Terraform moves it to its unit seconds later.

    So guardrails of the root apply from the first minute, those of units only after the move; notes say which. The
    promise is broken where AWS would allow better: units have guardrails and the root has none; or units keep accounts
    from leaving, or bind root users that have credentials, and the root does not.
    Source: https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccount.html (2026-11-22), and
    internal/service/organizations/account.go of Terraform's AWS provider 5.100.0.
    """
    root, *below = [Place.of(world, target) for target in _targets(world)]
    broken = [*_switched_off(world), *_nothing_at_the_root(root, below)] or [*_ways_out(world, root, below)]
    notes = (*_what_holds_when(root, below), *_who_acts(world, root), *_later(world))
    problems = dict.fromkeys(problem for place in (root, *below) for problem in place.problems)
    asked = sum(place.asked for place in (root, *below))
    return Outcome(tuple(broken), tuple(map(Undecided, problems)), notes, asked=asked)


def _targets(world: World) -> list[Target]:
    """Return the root and the targets below, without the quarantine, where no account is created."""
    shut = set(world.intent.quarantine_units if world.intent else ())
    organization = world.organization
    return [
        target
        for target in organization.targets.values()
        if not any(above.kind == "ou" and above.name in shut for above in organization.above(target.id))
    ]


def _switched_off(world: World) -> Iterator[CounterExample]:
    organization = world.organization
    attached = [policy for target in organization.targets.values() for policy in target.policies]
    scps, rcps = PolicyType.SERVICE_CONTROL, PolicyType.RESOURCE_CONTROL
    for type_, is_on in ((scps, organization.has_scps), (rcps, organization.has_rcps)):
        own = dict.fromkeys(policy.name for policy in attached if policy.type == type_ and any(denials_of(policy)))
        if own and not is_on:
            text = f"none of {', '.join(own)} applies: the organization has no policies of the type {type_}"
            yield CounterExample(text, origin=organization.management.path[0].origin)


def _nothing_at_the_root(root: Place, below: Sequence[Place]) -> Iterator[CounterExample]:
    late = [place.target for place in below if place.target.kind == "ou" and place.denials]
    if late and not root.denials:
        names = ", ".join(target.name for target in late)
        text = f"a new account is under no guardrail until it is in its unit: {names} have some, the root has none"
        yield CounterExample(text, origin=root.target.origin)


def _ways_out(world: World, root: Place, below: Sequence[Place]) -> Iterator[CounterExample]:
    if root.may_leave:
        shut = [place for place in below if not place.may_leave]
        yield from _late(world, shut, lambda one: one.leaves, "can leave the organization", "deny that")
    if not root.root_is_bound and not world.organization.manages_root_credentials:
        bound = [place for place in below if place.root_is_bound]
        yield from _late(world, bound, lambda one: one.root_looks, "has a root user that nothing binds", "bind it")


def _late(
    world: World, places: Sequence[Place], request: Callable[[Newborn], Request], what: str, does: str
) -> Iterator[CounterExample]:
    """Yield a counterexample: a new account can do something until it is moved to one of these places."""
    if not places:
        return
    ids = {place.target.id for place in places}
    names = ", ".join(place.target.name for place in places if place.target.parent not in ids)
    asked = request(places[0].newborn)
    reasons = world.evaluator.explain(asked).reasons
    text = f"a new account {what} until it is moved: the guardrails of {names} {does}, those of the root do not"
    yield CounterExample(f"{text} ({cause(reasons)})", reasons, request=asked)


def _what_holds_when(root: Place, below: Sequence[Place]) -> Iterator[str]:
    if root.denials:
        yield f"from an account's first minute: {', '.join(root.denials)}"
    elif not any(place.denials for place in below):
        yield "there are no guardrails, for new accounts as for others"
    late: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for place in below:
        if place.denials:
            late[place.denials].append(place.target.name)
    for names, targets in late.items():
        yield f"some seconds later, when AWS has moved it to {', '.join(targets)}: {', '.join(names)}"


def _who_acts(world: World, root: Place) -> Iterator[str]:
    """Yield notes about the principals that can act in a new account."""
    if world.organization.manages_root_credentials:
        yield "a new account's root user has no credentials: centralized root access is on"
    elif root.root_is_bound:
        yield "a reader of a new account's e-mail can set a password for its root user, which guardrails bind at once"
    else:
        yield "a reader of a new account's e-mail can set a password for its root user, which no guardrail binds"
    organization = world.organization
    role = next((one for one in organization.roles if one.is_access_role), None)
    if role:
        home = organization.management.number
        sessions = [world.callers.session(one) for one in organization.roles if one.account == home and one.policies]
        people = [world.callers.with_mfa(user) for user in organization.users if user.account == home]
        requests = [root.newborn.assumed_by(caller, role) for caller in (*sessions, *people)]
        pairs = zip(requests, world.solver.decide_all(requests), strict=True)
        who = ", ".join(request.caller.label for request, verdict in pairs if verdict.allowed)
        yield f"its role {role.name} exists at once and may do everything; assumable by: {who or 'no principal'}"


def _later(world: World) -> Iterator[str]:
    made = {type_ for stack in world.organization.stacks for type_ in stack.types}
    if found := [words for type_, words in _SET_IN_ACCOUNTS.items() if type_ in made]:
        yield f"only when its stacks are deployed: {', '.join(found)}"


PROMISE = Promise(
    "birth",
    "Guardrails bind a new account from its first minute, as far as AWS allows; notes name what begins later.",
    look,
)

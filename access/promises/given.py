"""The promise that users reach the roles that the configuration gives them, and no others."""

from __future__ import annotations

from collections.abc import Mapping

from access.intent import Grant, Intent
from access.promises import signing_in
from access.promises.asking import together
from access.promises.promise import CounterExample, Outcome, Promise
from access.questions.accepting import About, Undecided, about_request
from access.questions.assuming import assuming
from access.questions.direct import from_any_network
from access.questions.matrix import Cell
from access.questions.world import World

Reached = tuple[str, str, str, str]
"""A user, the user's account, a role's account and the role."""


def look(world: World) -> Outcome:
    """Compare the roles that users may assume directly with those given; and ask whether they can sign in at all."""
    if world.intent is None:
        return Outcome(skipped="there is no organization.yaml that says who should reach what")
    return together(_roles(world, world.intent), signing_in.look(world))


def _roles(world: World, intent: Intent) -> Outcome:
    given = {_of(grant): grant for grant in intent.grants}
    reached = {_reached(cell): cell for cell in world.matrix if not cell.through}
    too_much = [_too_much(world, reached[key]) for key in sorted(reached.keys() - given.keys())]
    missing, open_ = _not_directly(world, {key: reached[key] for key in sorted(given.keys() & reached.keys())})
    too_little = [_too_little(world, given[key]) for key in sorted(missing | (given.keys() - reached.keys()))]
    expected = [example for grant, example in too_little if not _is_shut(intent, grant)]
    undecided = dict.fromkeys((*(one for one in world.reach.undecided if not one.text.startswith("role ")), *open_))
    return Outcome(
        counter_examples=(*too_much, *(one for one in expected if not _is_open(world, one))),
        undecided=tuple(undecided),
        asked=len(reached) + len(given),
    )


def _not_directly(world: World, cells: Mapping[Reached, Cell]) -> tuple[set[Reached], list[Undecided]]:
    """Return the roles that the user with MFA reaches through a service of AWS only, and what is not decided."""
    callers = [(world.callers.with_mfa(cell.user), cell.role) for cell in cells.values()]
    asked = [(world.assume(caller, role), assuming(world.organization, caller, role)) for caller, role in callers]
    requests = from_any_network(world.solver, asked)
    verdicts = world.solver.decide_all(requests)
    missing = {key for key, one in zip(cells, verdicts, strict=True) if not one.allowed and not one.problem}
    pairs = zip(requests, verdicts, strict=True)
    return missing, [
        Undecided(f"{one.caller.label}, {one.resource}: {verdict.problem}", about_request(one))
        for one, verdict in pairs
        if verdict.problem
    ]


def _of(grant: Grant) -> Reached:
    return (grant.user, grant.home, grant.account, grant.role)


def _reached(cell: Cell) -> Reached:
    return (cell.user.name, cell.home.key, cell.account.key, cell.role.name)


def _is_shut(intent: Intent, grant: Grant) -> bool:
    """Return whether the account is in quarantine: it has no stack, so its roles are not synthesized."""
    return grant.account in intent.quarantined


def _is_open(world: World, example: CounterExample) -> bool:
    """Return whether the case is not decided, and so no counterexample: the reach lists it."""
    return example.request is not None and bool(world.solver.decide_all([example.request])[0].problem)


def _too_much(world: World, cell: Cell) -> CounterExample:
    request = world.reach.requests[cell.user.arn, cell.ways[0]][cell.role.arn]
    text = f"{cell.user.name} can assume {cell.role.name} in {cell.account.key}, which organization.yaml does not give"
    about = About((cell.user.name, cell.user.arn), request.action, cell.role.arn)
    return CounterExample(text, world.evaluator.explain(request).reasons, cell.role.origin, request, about=about)


def _too_little(world: World, grant: Grant) -> tuple[Grant, CounterExample]:
    organization = world.organization
    account = organization.account_by_key.get(grant.account)
    role = next(
        (one for one in organization.roles if account and (one.account, one.name) == (account.number, grant.role)), None
    )
    home = organization.account_by_key.get(grant.home)
    user = next(
        (one for one in organization.users if home and (one.account, one.name) == (home.number, grant.user)), None
    )
    text = (
        f"{grant.user} cannot assume {grant.role} in {grant.account}, which organization.yaml gives ({grant.because})"
    )
    if role is None or user is None:
        missing = "role" if role is None else "user"
        about = About((grant.user, *([user.arn] if user else [])), resource=role.arn if role else "")
        return grant, CounterExample(f"{text}: no stack makes the {missing}", about=about)
    request = world.assume(world.callers.with_mfa(user), role)
    about = About((user.name, user.arn), request.action, role.arn)
    return grant, CounterExample(text, world.evaluator.explain(request).reasons, role.origin, request, about=about)


PROMISE = Promise(
    "given-access",
    "Users with MFA can assume the roles that organization.yaml gives them, and no others.",
    look,
)

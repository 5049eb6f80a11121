"""Decisions that are as they should be: allowed calls of deployments, and the same calls denied to other principals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, zip_longest

from access.confirmation.case import Case, Question
from access.confirmation.questions import Questioner
from access.decision import Caller, Request
from access.promises.deploying.needs import Need, needs
from access.promises.deploying.who import Deployers
from access.questions.deployers import is_deployer
from access.questions.world import World

MOST_TRIED = 20
"""Requests that are looked at for each question wanted."""


def kept(questioner: Questioner, number: int, *, but: Collection[Case] = ()) -> list[Question]:
    """Return this many questions, half of them about denials; fewer or another share if there are no more."""
    broken = {str(case.request) for case in but}
    found: dict[bool, list[Question]] = {True: [], False: []}
    for expected, request in islice(_requests(questioner.world), number * MOST_TRIED):
        if all(len(questions) >= (number + 1) // 2 for questions in found.values()):
            break
        if len(found[expected]) < number and str(request) not in broken:
            question = questioner.question(Case("", str(request), request))
            if isinstance(question, Question) and question.allowed is expected:
                found[expected].append(question)
    few, many = sorted(found.values(), key=len)
    few = few[: number // 2]
    return [*few, *many[: number - len(few)]]


def _requests(world: World) -> Iterator[tuple[bool, Request]]:
    """Yield requests, each with the decision that is as it should be."""
    others = _others(world)
    for place, need in enumerate(_in_turn(needs(world, Deployers(world)))):
        yield True, need.request
        if here := others.get(need.account):
            yield False, replace(need.request, caller=here[place % len(here)])


def _in_turn(found: Iterable[Need]) -> Iterator[Need]:
    """Yield needs so that those of different accounts and services alternate."""
    groups: dict[tuple[str, str], list[Need]] = defaultdict(list)
    for need in found:
        groups[need.account, need.action.partition(":")[0]].append(need)
    for row in zip_longest(*groups.values()):
        yield from (need for need in row if need)


def _others(world: World) -> Mapping[str, Sequence[Caller]]:
    """Return the callers that do not deploy, by the account's number: users, roles, root users of member accounts."""
    found: dict[str, list[Caller]] = defaultdict(list)
    for user in world.organization.users:
        found[user.account] += world.callers.ways(user).values()
    for role in world.organization.assumable_roles:
        if not is_deployer(world, role):
            found[role.account].append(world.callers.session(role))
    for account in world.organization.accounts.values():
        if not account.is_management:
            found[account.number].append(world.callers.root_user(account))
    return found

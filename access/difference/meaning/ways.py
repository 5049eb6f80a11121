"""
Ways that a change closes: to deploy, to administer by hand, and to respond in quarantine.

The requests are those of the promises `deployment`, `state`, `operations` and `quarantine`. One that was denied before
is not lost: the proof tells it, and the difference names it.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from access.decision import Caller, Request, Verdict
from access.decision.solver import kind_of
from access.difference.meaning.sides import Sides
from access.model.policies import Policy
from access.model.sign_in import SignIn
from access.promises.asking import confirmed
from access.promises.deploying.backends import backends, calls
from access.promises.deploying.denials import denials
from access.promises.deploying.needs import needs
from access.promises.deploying.who import Deployers
from access.promises.operations import asked as operations
from access.promises.quarantine import responding
from access.questions.world import World

_Doubtful = tuple[Request, str]
"""A request, and why it is not decided."""


@dataclass(frozen=True)
class Lost:
    """The requests of one way that are denied now: those that were allowed, and those that were denied before."""

    closed: tuple[Request, ...] = ()
    before: tuple[Request, ...] = ()
    doubts: tuple[str, ...] = ()
    """Why it is not decided whether others, which were allowed, are denied now."""


@dataclass(frozen=True)
class Ways:
    """The ways of both sides; what is asked is asked of the new side first."""

    sides: Sides

    @cached_property
    def deploying(self) -> Lost:
        """The calls of deployments, to what they deploy and to their states."""
        world = self.sides.after
        deployers = Deployers(world)
        needed = list(needs(world, deployers))
        verdicts = world.solver.decide_all(one.request for one in needed)
        wrong = [one for one, verdict in zip(needed, verdicts, strict=True) if not (verdict.allowed or verdict.problem)]
        doubtful = _doubtful([one.request for one in needed], verdicts)
        breaking = [one for one in denials(world, wrong) if not one.is_intended and one.is_recorded]
        requests = [
            *(world.assume(deployers.given, role) for role in deployers.assumed.values() if deployers.given),
            *(call.request for one in backends(world, deployers) for call in calls(world, one)),
        ]
        denied, others = self._denied(requests)
        found = self._lost([*denied, *(need.request for one in breaking for need in one.needs)], [*doubtful, *others])
        destroying = {id(need.request) for one in breaking if one.destroys for need in one.needs}
        return replace(found, before=tuple(one for one in found.before if id(one) not in destroying))

    @cached_property
    def operating(self) -> Lost:
        """What administrators do by hand; what users do for themselves is not theirs."""
        asked = [one for one in operations(self.sides.after) if kind_of(one.caller) == "session"]
        return self._lost(*self._denied(asked))

    @cached_property
    def responding(self) -> Lost:
        """What a responder does in quarantine; nothing is lost of a responder who is no longer configured."""
        intent = self.sides.new.world.intent
        if intent is None or intent.responder_role is None:
            return Lost()
        before = responding(self.sides.before)
        allowed = {_key(one) for one in self._allowed(self.sides.before, before)}
        after = responding(self.sides.after)
        denied, doubtful = self._denied(after)
        return Lost(
            (*(one for one in denied if _key(one) in allowed), *self._without_role(before, intent.responders)),
            tuple(one for one in denied if one.action == "sts:AssumeRole" and _key(one) not in allowed),
            tuple(dict.fromkeys(problem for one, problem in doubtful if _key(one) in allowed)),
        )

    def _without_role(self, before: Sequence[Request], responders: Collection[str]) -> Iterator[Request]:
        """Yield requests of responders, allowed before, for roles that are gone from accounts that stay."""
        new = self.sides.new.organization
        gone = {role.arn for role in self.sides.organization.roles if role.account in new.accounts}
        gone -= new.role_by_arn.keys()
        asked = [one for one in before if one.resource in gone and one.caller.context.get("aws:username") in responders]
        for one in self._allowed(self.sides.before, asked):
            yield replace(one, policy=None)

    def _denied(self, requests: Sequence[Request]) -> tuple[list[Request], list[_Doubtful]]:
        """Return the requests that are denied now, as the evaluator says too, and those that are not decided."""
        world = self.sides.after
        verdicts = world.solver.decide_all(requests)
        wrong = [
            one for one, verdict in zip(requests, verdicts, strict=True) if not (verdict.allowed or verdict.problem)
        ]
        return confirmed(world, wrong)[0], _doubtful(requests, verdicts)

    def _lost(self, denied: Sequence[Request], doubtful: Sequence[_Doubtful]) -> Lost:
        there = [(one, before) for one in denied if (before := self._before(one))]
        unclear = [(problem, before) for one, problem in doubtful if (before := self._before(one))]
        asked = [before for _, before in (*there, *unclear)]
        allowed = {id(one) for one in self._allowed(self.sides.before, asked)}
        closed = [one for one, before in there if id(before) in allowed]
        return Lost(
            tuple(confirmed(self.sides.after, closed)[0]),
            tuple(one for one, before in there if id(before) not in allowed),
            tuple(dict.fromkeys(problem for problem, before in unclear if id(before) in allowed)),
        )

    @staticmethod
    def _allowed(world: World, requests: Sequence[Request]) -> list[Request]:
        verdicts = world.solver.decide_all(requests)
        open_ = [one for one, verdict in zip(requests, verdicts, strict=True) if verdict.allowed]
        return confirmed(world, open_)[0]

    def _before(self, request: Request) -> Request | None:
        """Return the same request before, of the same principal and for the same thing; None if one is new."""
        caller = self._caller(request.caller)
        account = self.sides.organization.accounts.get(request.account.number) if request.account else None
        if caller is None or (request.account is not None and account is None):
            return None
        policy = self._policies.get(_whole(request.resource)) if request.policy else None
        return replace(request, caller=caller, account=account, policy=policy)

    def _caller(self, caller: Caller) -> Caller | None:
        organization, callers = self.sides.organization, self.sides.before.callers
        arn = str(caller.context.get("aws:PrincipalArn", ""))
        if role := organization.role_by_arn.get(arn):
            return callers.session(role, caller.principal.rpartition("/")[2])
        user = organization.user_by_arn.get(arn)
        way = next((way for way in SignIn if caller.label.endswith(way.words)), SignIn.MFA)
        return callers.signed_in(user, way) if user else None

    @cached_property
    def _policies(self) -> dict[str, Policy]:
        organization = self.sides.organization
        found = {one.arn: one.policy for one in organization.resources if one.policy}
        return found | {role.arn: role.trust for role in organization.roles}


def _doubtful(requests: Sequence[Request], verdicts: Sequence[Verdict]) -> list[_Doubtful]:
    return [(one, verdict.problem) for one, verdict in zip(requests, verdicts, strict=True) if verdict.problem]


def _whole(arn: str) -> str:
    """Return the ARN of the thing with a policy that an ARN is about: the bucket of an object."""
    return arn.partition("/")[0] if arn.startswith("arn:aws:s3:") else arn


def _key(request: Request) -> Hashable:
    account = request.account.key if request.account else ""
    units = request.account.path[-2].name if request.account and len(request.account.path) > 1 else ""
    return request.caller.label, request.action, account, units

"""An account that does not exist yet, in the root or already in its unit, and the principals in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from access.decision import Caller, Request
from access.decision.callers import EVERYTHING
from access.model.accounts import Account, Target
from access.model.policies import AWS, FULL_AWS_ACCESS, Policy
from access.model.principals import Role
from access.questions.world import World

_NUMBER = "000000000000"
_PART = re.compile(r"Part\d+$")
"""The end of the names of a guardrail's further statements: `RequireImdsv2Part2`."""


@dataclass(frozen=True)
class Newborn:
    """A new account below a target: at first the root, later a unit or the place of an existing account."""

    world: World
    target: Target

    @cached_property
    def account(self) -> Account:
        """The account. AWS attaches FullAWSAccess to it."""
        above = self.world.organization.above(self.target.id)
        own = Target(_NUMBER, "account", "a new account", self.target.id, (FULL_AWS_ACCESS,), AWS)
        path = above if self.target.kind == "account" else (*above, own)
        return Account("a new account", _NUMBER, "a new account", "", False, path, AWS)

    @cached_property
    def unrestricted(self) -> Caller:
        """A session in the account to which its own policies allow everything."""
        root = self.world.callers.root_user(self.account)
        arn = f"arn:aws:iam::{_NUMBER}:role/unrestricted"
        context = {**root.context, "aws:PrincipalArn": arn, "aws:PrincipalType": "AssumedRole"}
        session_context = {
            key: value for key, value in context.items() if "MultiFactor" not in key and key != "aws:userid"
        }
        principal = f"arn:aws:sts::{_NUMBER}:assumed-role/unrestricted/session"
        return Caller(principal, "a role in a new account", self.account, (EVERYTHING,), None, session_context)

    @cached_property
    def leaves(self) -> Request:
        """The request of a session in the account to leave the organization."""
        return Request(self.unrestricted, "organizations:LeaveOrganization", "*", self.account)

    @cached_property
    def looks(self) -> Request:
        """The request of a session in the account for something that guardrails leave open."""
        return Request(self.unrestricted, "s3:ListAllMyBuckets", "*", self.account)

    @cached_property
    def root_looks(self) -> Request:
        """The same request of the account's root user."""
        return replace(self.looks, caller=self.world.callers.root_user(self.account))

    def assumed_by(self, caller: Caller, role: Role) -> Request:
        """Return the request to assume the account's access role, which is like that of another account."""
        arn = role.arn.replace(role.account, _NUMBER)
        context = {"sts:RoleSessionName": caller.context.get("aws:username", "session")}
        return Request(caller, "sts:AssumeRole", arn, self.account, role.trust, context)


@dataclass(frozen=True)
class Place:
    """A place of a new account, with the decisions about the account there."""

    target: Target
    newborn: Newborn
    may_leave: bool
    root_is_bound: bool
    """True when the account's root user may not do what other principals may; not asked where it has no credentials."""
    problems: tuple[str, ...] = ()
    """Undecided requests, with the reason."""
    asked: int = 0
    """Number of requests."""

    @classmethod
    def of(cls, world: World, target: Target) -> Place:
        newborn = Newborn(world, target)
        has_root = not world.organization.manages_root_credentials
        asked = (newborn.leaves, *((newborn.looks, newborn.root_looks) if has_root else ()))
        verdicts = world.solver.decide_all(asked)
        leaves, looks, root_looks = (*(verdict.allowed for verdict in verdicts), False, False)[:3]
        pairs = zip(asked, verdicts, strict=True)
        problems = tuple(f"{request}: {verdict.problem}" for request, verdict in pairs if verdict.problem)
        return cls(target, newborn, leaves, looks and not root_looks, problems, len(asked))

    @property
    def denials(self) -> tuple[str, ...]:
        """The names of the target's own statements that deny something."""
        policies = [*self.target.scps, *self.target.rcps]
        found = dict.fromkeys(name for policy in policies for name in denials_of(policy))
        return tuple(name for name in found if _PART.sub("", name) == name or _PART.sub("", name) not in found)


def denials_of(policy: Policy) -> Iterator[str]:
    """Yield the names of a policy's statements that deny something."""
    for number, statement in enumerate(policy.statements, start=1):
        if statement.get("Effect") == "Deny":
            yield str(statement.get("Sid") or f"statement {number} of {policy.name}")

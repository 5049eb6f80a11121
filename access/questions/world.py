"""An organization with its callers, the access that is intended, and the solver and evaluator that decide."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property

from access.decision import Caller, Callers, Evaluator, Request
from access.decision.process import Process
from access.decision.solver import Solver
from access.decision.symbolic.statements import Encoder
from access.intent import Intent
from access.model.accounts import Account
from access.model.organization import Organization
from access.model.principals import Role
from access.model.resources import Resource
from access.questions import assuming
from access.questions.accepting import Accepting
from access.questions.assuming import Context
from access.questions.matrix import Cell, access_matrix
from access.questions.reach import Reach


@dataclass(frozen=True)
class World:
    """An organization together with the evaluator that decides its requests."""

    organization: Organization
    evaluator: Evaluator
    intent: Intent | None
    """The access that the configuration intends; None when only Terraform JSON exists."""
    tells_statements: bool = False
    """True if the solver tells which statements keep a promise."""
    accepted: tuple[Accepting, ...] = ()
    """Parts of the promise in question that are asked for themselves."""
    encoder: Encoder | None = None
    """The formulas that the solver shares with that of another world; None for its own."""

    def accepting(self, accepted: tuple[Accepting, ...]) -> World:
        """Return this world for a promise of which parts are accepted, with everything that was found so far."""
        known = {name: getattr(self, name) for name in ("callers", "solver", "reach")}
        found = replace(self, accepted=accepted)
        found.__dict__.update(known)  # cached properties, which a frozen instance keeps there
        return found

    @cached_property
    def callers(self) -> Callers:
        """The possible callers."""
        return Callers(self.organization)

    @cached_property
    def solver(self) -> Solver:
        """The solver of questions about all requests."""
        return Solver(self.organization, self.evaluator, tells_statements=self.tells_statements, encoder=self.encoder)

    @cached_property
    def reach(self) -> Reach:
        """The roles that users and roles reach."""
        return Reach(self.organization, self.callers, self.solver)

    @cached_property
    def matrix(self) -> tuple[Cell, ...]:
        """The roles that users reach, by user and account."""
        return access_matrix(self.organization, self.reach)

    def assume(self, caller: Caller, role: Role, context: Context | None = None) -> Request:
        """Return the request to assume a role."""
        return assuming.assume(self.organization, caller, role, context)

    def on(
        self, caller: Caller, action: str, resource: Resource, arn: str = "", context: Context | None = None
    ) -> Request:
        """Return a request for a resource of a stack; `arn` names a part of it, such as an object of a bucket."""
        account = self.organization.accounts.get(resource.account)
        return Request(caller, action, arn or resource.arn, account, resource.policy, context or {})

    def within(
        self, caller: Caller, action: str, arn: str, account: Account, context: Context | None = None
    ) -> Request:
        """Return a request for `*`, or for something in an account that has no policy of its own."""
        return Request(caller, action, arn, account, None, context or {})


@contextmanager
def open_worlds(
    *organizations: tuple[Organization, Intent | None], tells_statements: bool = False
) -> Iterator[tuple[World, ...]]:
    """Yield the worlds of organizations, which share one evaluator process until the block ends."""
    with Process() as process:
        yield tuple(
            World(one, Evaluator(one, process=process), intent, tells_statements) for one, intent in organizations
        )

"""Principals that stand for many: any user or role of an account, and whom the policy of a resource may let in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from access.decision import Caller
from access.decision.callers import EVERYTHING
from access.decision.solver import Sought
from access.decision.symbolic.catalog import CATALOG, Actions
from access.decision.symbolic.patterns import Pattern, wildcards
from access.decision.symbolic.predicates import Predicate
from access.model.accounts import Account
from access.model.policies import AWS, Policy, PolicyKind
from access.model.principals import Role, User
from access.model.sign_in import SignIn
from access.questions.foreign import SOURCES, Foreigners, services_of
from access.questions.resources import OPEN
from access.questions.world import World
from access.read.policy_types import policy_arguments
from policies.checks import aws_names
from policies.reading import Principal, Statement, principals

_NUMBER = re.compile(r"(?<!\d)\d{12}(?!\d)")
_IN_IAM = re.compile(r"arn:aws:iam::(\d{12}):(role|user)/(?:.*/)?([^/]+)", re.ASCII)
_SESSION = re.compile(r"arn:aws:sts::(\d{12}):assumed-role/([^/]+)/([^/]+)", re.ASCII)
_READ = re.compile(r"\*|\d{12}|arn:aws:iam::\d{12}:(?:root|(?:role|user)/.+)|arn:aws:sts::\d{12}:assumed-role/[^/]+/.+")
"""The principals of AWS that a caller stands for: not those that federate, nor those that AWS knows by an id."""
ANY_SERVICE = "service.amazonaws.com"
"""Stands for every service that no policy names."""
NOTHING = Policy("nothing", PolicyKind.BOUNDARY, {"Version": "2012-10-17", "Statement": []}, AWS)


@dataclass(frozen=True)
class Class:
    """A principal, or one that stands for many, with what its members choose."""

    caller: Caller
    shapes: Mapping[str, Predicate] = field(default_factory=dict[str, Predicate])
    never: Mapping[str, tuple[Pattern, ...]] = field(default_factory=dict[str, "tuple[Pattern, ...]"])
    free: frozenset[str] = frozenset()

    def unbound(self) -> Class:
        """Return the same without what limits it in its own account."""
        caller = self.caller
        account = replace(caller.account, path=()) if caller.account else None
        own = () if caller.principal == "*" or not caller.principal.startswith("arn:") else (EVERYTHING,)
        return replace(self, caller=replace(caller, account=account, identity=own, boundary=None))

    def asking(self, account: Account | None, policy: Policy | None, resource: str = "") -> Sought:
        """Return all its requests for a resource, or for any one, of an account."""
        shapes = {**self.shapes}
        return Sought(
            self.caller,
            account,
            CATALOG.everything,
            resource,
            policy=policy,
            shapes=shapes,
            never=self.never,
            free=self.free,
            confirm=False,
        )


def with_policies(sought: Sought) -> Sought:
    """Return the requests of a question for things of services whose things can have policies."""
    return replace(sought, actions=sought.actions & _policed())


@cache
def _policed() -> Actions:
    """Return the actions of services whose resources can have policies, and of those under resource control."""
    arns = [one.rest for several in policy_arguments().values() for one in several if one.rest.startswith("arn:")]
    services = aws_names.services_with_policies().union(arn.split(":")[2] for arn in arns)
    return CATALOG.under_resource_control | CATALOG.any_of([f"{one}:*" for one in sorted(services)])


def anyone_in(world: World, account: Account) -> Iterator[Class]:
    """Yield any role and any user of an account, and its root user, with policies that allow everything."""
    prefix = f"arn:aws:iam::{account.number}"
    origin = account.origin
    trust = replace(OPEN, kind=PolicyKind.TRUST)
    role = Role(account.number, "any", f"{prefix}:role/any", (EVERYTHING,), None, trust, origin)
    callers = world.callers
    yield Class(_of(callers.session(role), account), {"aws:principalarn": wildcards(f"{prefix}:role/??*")})
    user = User(account.number, "any", f"{prefix}:user/any", (EVERYTHING,), None, (), origin)
    names = {"aws:principalarn": wildcards(f"{prefix}:user/??*"), "aws:username": wildcards("??*")}
    for way in SignIn:
        yield Class(_of(callers.signed_in(user, way), account), names)
    yield Class(_of(callers.root_user(account), account))


def _of(caller: Caller, account: Account) -> Caller:
    """Return a caller as it would be in an account at another place."""
    paths = caller.context.get("aws:PrincipalOrgPaths")
    if caller.account is account or paths is None:
        return caller
    organization = str(caller.context["aws:PrincipalOrgID"])
    context = {**caller.context, "aws:PrincipalOrgPaths": (f"{organization}/{account.org_path}",)}
    return replace(caller, account=account, context=context)


def outside(world: World, policies: Iterable[Policy]) -> Iterator[Class]:
    """Yield the classes of principals outside, and of services, that policies may tell apart."""
    said = [*policies]
    foreigners, known = Foreigners(world, also=said), set[str]()
    admitted = (found for one in (OPEN, *said) for found in foreigners.admitted(one, signed=False))
    named = [principal for one in said for principal in _named(one)]
    for found in (*admitted, *(found for one in named if (found := foreigners.named(one)))):
        if (sign := f"{found.caller.principal} {found.caller.label} {sorted(found.shapes)}") not in known:
            known.add(sign)
            yield Class(found.caller, found.shapes, found.never, found.free)
    services = {one.value for one in named if one.kind == "Service"}.union(*map(services_of, said))
    for service in sorted({ANY_SERVICE, *services}):
        yield Class(world.callers.service(service), free=frozenset(SOURCES))


def not_read(before: Policy | None, after: Policy | None) -> list[str]:
    """Return the principals that no class stands for, and of which two policies say something else."""
    old, new = _not_read(before), _not_read(after)
    return [f"{one.kind} {one.value}" for one in {**old, **new} if old.get(one) != new.get(one)]


def _not_read(policy: Policy | None) -> dict[Principal, frozenset[str]]:
    """Return the principals of a policy that no class stands for, each with the statements about it."""
    found: dict[Principal, set[str]] = {}
    for statement in policy.statements if policy else ():
        text = json.dumps({**statement, "Sid": "", "Principal": "", "NotPrincipal": ""}, sort_keys=True)
        for one in _of_statement(statement):
            if one.kind not in ("AWS", "Service") or (one.kind == "AWS" and not _READ.fullmatch(one.value)):
                found.setdefault(one, set()).add(f"{'NotPrincipal' in statement} {text}")
    return {one: frozenset(texts) for one, texts in found.items()}


def told_apart(world: World, resource: Account, policies: Iterable[Policy]) -> Iterator[Class]:
    """Yield the principals of the organization that the policies of a resource may tell apart."""
    said = [*policies]
    numbers = {number for one in said for number in _NUMBER.findall(one.text)}
    places = dict[str, Account]()
    for account in world.organization.accounts.values():
        is_named = account.number in numbers or account.number == resource.number
        if is_named or all(one.org_path != account.org_path for one in places.values()):
            places[account.number] = account
    for account in places.values():
        yield from anyone_in(world, account)
    for arn in sorted({one.value for policy in said for one in _named(policy) if one.kind == "AWS"}):
        yield from _session(world, arn) if _SESSION.fullmatch(arn) else _principal(world, arn)


def _principal(world: World, arn: str) -> Iterator[Class]:
    """Yield the role or user of the organization that an ARN names, even if no stack makes it."""
    found = _IN_IAM.fullmatch(arn)
    account = world.organization.accounts.get(found[1]) if found else None
    if not found or not account:
        return
    trust, origin, name = replace(OPEN, kind=PolicyKind.TRUST), account.origin, found[3]
    if found[2] == "role":
        role = world.organization.role_by_arn.get(arn)
        yield Class(world.callers.session(role or Role(account.number, name, arn, (), None, trust, origin)))
    else:
        user = world.organization.user_by_arn.get(arn) or User(account.number, name, arn, (), None, (), origin)
        yield from (Class(one) for one in world.callers.ways(user).values())


def _session(world: World, arn: str) -> Iterator[Class]:
    """Yield the session of a role of the organization that an ARN names, even if no stack makes the role."""
    number, name, session = _SESSION.findall(arn)[0]
    organization = world.organization
    if account := organization.accounts.get(number):
        trust, usual = replace(OPEN, kind=PolicyKind.TRUST), f"arn:aws:iam::{number}:role/{name}"
        made = (one for one in organization.roles if one.account == number and one.arn.rpartition("/")[2] == name)
        role = next(made, Role(number, name, usual, (), None, trust, account.origin))
        yield Class(world.callers.session(role, session))


def _named(policy: Policy) -> Iterator[Principal]:
    for statement in policy.statements:
        yield from _of_statement(statement)


def _of_statement(statement: Statement) -> list[Principal]:
    """Return the principals that a statement names, or excepts."""
    excepted = {"Principal": statement["NotPrincipal"]} if "NotPrincipal" in statement else {}
    return [*principals(statement), *principals(excepted)]

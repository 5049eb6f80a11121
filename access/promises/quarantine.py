"""The promise that in a suspended account only the responder can act."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from access.decision import Caller, Callers, Request
from access.decision.callers import EVERYTHING
from access.decision.solver import Sought
from access.decision.symbolic.catalog import CATALOG
from access.model.accounts import Account, Target
from access.model.organization import Organization
from access.model.policies import Policy
from access.model.principals import Role, User
from access.promises.asking import all_allowed, together
from access.promises.exemptions import exempt_roles
from access.promises.found import Says, how, none_found
from access.promises.promise import Outcome, Promise
from access.questions.assuming import assuming
from access.questions.candidates import may_assume
from access.questions.direct import from_any_network
from access.questions.resources import OPEN
from access.questions.world import World
from foundation.names import ID
from policies.reading import texts

INSIDE = (
    "account:CloseAccount",
    "cloudtrail:LookupEvents",
    "dynamodb:ListTables",
    "ec2:DescribeInstances",
    "ec2:RunInstances",
    "ecr:GetAuthorizationToken",
    "iam:CreateUser",
    "iam:ListRoles",
    "kms:CreateKey",
    "lambda:ListFunctions",
    "logs:DescribeLogGroups",
    "organizations:LeaveOrganization",
    "rds:DescribeDBInstances",
    "route53:ListHostedZones",
    "s3:ListAllMyBuckets",
    "secretsmanager:ListSecrets",
    "sns:ListTopics",
    "sqs:ListQueues",
    "ssm:DescribeParameters",
    "sts:GetFederationToken",
)
"""A sample of actions inside an account: reading and writing, in services of every kind, regional and global."""

_NAMED = {
    "iam:CreateUser": "user/example",
    "sts:GetFederationToken": "federated-user/example",
}
_IDENTITY = "sts:GetCallerIdentity"
"""The one action that no policy can deny."""
_DATA = (
    *("dynamodb:GetItem", "ecr:BatchGetImage", "kms:Decrypt", "secretsmanager:GetSecretValue", "s3:*", "sqs:*"),
    *("dynamodb:Query", "dynamodb:Scan", "ecr:GetDownloadUrlForLayer", "kms:CreateGrant", "kms:Encrypt"),
)
"""Actions on data of services whose resources have policies that may admit other accounts."""


@dataclass(frozen=True)
class _Case:
    """An account as it would be in a unit of the quarantine."""

    world: World
    organization: Organization
    account: Account
    unit: Target
    roles: tuple[Role, ...]
    """The account's roles; an account already in quarantine gets the responder's role of another one."""

    @property
    def callers(self) -> Callers:
        return Callers(self.organization)

    @property
    def responder(self) -> Role | None:
        """The responder's role in the account."""
        name = self.world.intent.responder_role if self.world.intent else None
        return next((role for role in self.roles if role.name == name), None)


def look(world: World) -> Outcome:
    """Check every request with each account moved to each unit of the quarantine."""
    cases = list(_cases(world))
    if not cases:
        return Outcome(skipped="no unit of the organization is a quarantine")
    return together(
        none_found(world, _inside(cases)),
        none_found(world, _getting_in(cases)),
        none_found(world, _data(cases)),
        all_allowed(world, _responding(cases), lambda request: f"{request.caller.label} cannot {_what(request)}"),
        Outcome(notes=tuple(_notes(world))),
    )


def responding(world: World) -> list[Request]:
    """Return the responders' requests in quarantine: to assume the role with MFA, and every sample action there."""
    found: list[Request] = []
    for case in _cases(world):
        if role := case.responder:
            found += _entering(case, role)
            session = case.callers.session(role)
            found += (_request(case, session, action) for action in INSIDE)
    return found


def _can(request: Request) -> str:
    return f"{request.caller.label} can {_what(request)}"


def _what(request: Request) -> str:
    where = f"in {request.account.key}, in quarantine" if request.account else ""
    return f"{request.action} on {request.resource} {where}{how(request)}".strip()


def _cases(world: World) -> Iterator[_Case]:
    """Yield a case for every member account without users and every quarantine unit."""
    organization = world.organization
    homes = {user.account for user in organization.users}
    for unit in _units(world):
        for account in organization.accounts.values():
            if not account.is_management and account.number not in homes:
                moved = organization.with_account_in(account, unit.id)
                yield _Case(world, moved, moved.accounts[account.number], unit, _roles(world, account))


def _units(world: World) -> list[Target]:
    """Return the configuration's quarantine units; without it, the units with a policy that denies everything."""
    units = [target for target in world.organization.targets.values() if target.kind == "ou"]
    if world.intent is not None:
        return [unit for unit in units if unit.name in world.intent.quarantine_units]
    return [unit for unit in units if any(_denies_everything(policy) for policy in unit.scps)]


def _denies_everything(policy: Policy) -> bool:
    return any(one.get("Effect") == "Deny" and "*" in texts(one.get("Action")) for one in policy.statements)


def _roles(world: World, account: Account) -> tuple[Role, ...]:
    own = tuple(role for role in world.organization.assumable_roles if role.account == account.number)
    name = world.intent.responder_role if world.intent else None
    if name and all(role.name != name for role in own):
        like = next((role for role in world.organization.roles if role.name == name), None)
        own = (*own, _in(account, like)) if like else own
    return own


def _in(account: Account, role: Role) -> Role:
    """Return the role as it would be in another account."""
    return replace(role, account=account.number, arn=role.arn.replace(role.account, account.number))


def _inside(cases: Sequence[_Case]) -> Iterator[tuple[Sought, Says]]:
    """Yield the questions whether the account's roles and root user, with a policy that allows everything, can act."""
    for case in cases:
        for caller in _insiders(case):
            yield Sought(caller, case.account, CATALOG.everything & ~CATALOG.matching(_IDENTITY)), _can


def _insiders(case: _Case) -> Iterator[Caller]:
    yield case.callers.root_user(case.account)
    for role in case.roles:
        if role is not case.responder:
            yield replace(case.callers.session(role), identity=(EVERYTHING,), boundary=None)
    yield from _namesakes(case)


def _namesakes(case: _Case) -> Iterator[Caller]:
    """Yield sessions of roles that do not exist yet, and that the quarantine would exempt by name."""
    unit = replace(case.account, path=(case.unit,))
    known = {role.arn for role in case.roles}
    for arn in exempt_roles(unit):
        if arn not in known and case.roles:
            like = replace(case.roles[0], name=arn.partition(":role/")[2], arn=arn, is_access_role=False)
            yield replace(case.callers.session(like), identity=(EVERYTHING,), boundary=None)


def _request(case: _Case, caller: Caller, action: str) -> Request:
    name = _NAMED.get(action)
    service = action.partition(":")[0]
    arn = f"arn:aws:{service}::{case.account.number}:{name}" if name else "*"
    return Request(caller, action, arn, case.account, None)


def _getting_in(cases: Sequence[_Case]) -> Iterator[tuple[Sought, Says]]:
    """Yield the questions whether callers that must not enter can assume the account's roles."""
    for case in cases:
        for role in case.roles:
            for caller in _comers(case, role):
                if may_assume(caller, role):
                    yield assuming(case.organization, caller, role), _can


def _comers(case: _Case, role: Role) -> Iterator[Caller]:
    """Yield the callers that must not assume a role: all but responders with MFA for the responder's role."""
    callers, intent = case.callers, case.world.intent
    for user in case.organization.users:
        responds = intent is not None and role is case.responder and _is_responder(case, user)
        yield from (callers.with_key(user), callers.without_mfa(user))
        if not responds:
            yield callers.with_mfa(user)
    for other in case.organization.assumable_roles:
        if other.account != case.account.number and other.policies:
            yield callers.session(other)


def _is_responder(case: _Case, user: User) -> bool:
    """Return whether the configuration names the user a responder; a namesake in another account is not one."""
    home, intent = case.organization.account_by_key.get(ID), case.world.intent
    return home is not None and intent is not None and user.account == home.number and user.name in intent.responders


def _assume(case: _Case, caller: Caller, role: Role) -> Request:
    context = {"sts:RoleSessionName": caller.context.get("aws:username", "session")}
    return Request(caller, "sts:AssumeRole", role.arn, case.account, role.trust, context)


def _data(cases: Sequence[_Case]) -> Iterator[tuple[Sought, Says]]:
    """Yield the questions about data that a resource's policy opens to every principal: inside and outside."""
    actions = CATALOG.any_of(_DATA)
    for case in cases:
        management = case.organization.management.number
        deployers = [role for role in case.organization.roles if role.account == management and role.policies]
        for caller in (*map(case.callers.session, deployers), case.callers.outsider()):
            yield Sought(caller, case.account, actions, policy=OPEN), _can


def _responding(cases: Sequence[_Case]) -> Iterator[Request]:
    """Yield the responders' requests: assume the role with MFA, then do there what the role may do elsewhere."""
    for case in cases:
        if role := case.responder:
            yield from _entering(case, role)
            yield from _investigating(case, role)


def _entering(case: _Case, role: Role) -> Iterator[Request]:
    """Yield the responders' requests to assume the role with MFA, from some network."""
    for user in case.organization.users:
        if _is_responder(case, user):
            caller = case.callers.with_mfa(user)
            asked = (_assume(case, caller, role), assuming(case.organization, caller, role))
            yield from from_any_network(case.world.solver, [asked])


def _investigating(case: _Case, role: Role) -> Iterator[Request]:
    """Yield the sample actions that the responder's role may do in an account without quarantine."""
    session = case.callers.session(role)
    unbound = replace(case.account, is_management=True)
    asked = [replace(_request(case, replace(session, account=unbound), one), account=unbound) for one in INSIDE]
    for request, verdict in zip(asked, case.world.solver.decide_all(asked), strict=True):
        if verdict.allowed or verdict.problem:
            yield _request(case, session, request.action)


def _notes(world: World) -> Iterator[str]:
    if world.intent and world.intent.responder_role is None:
        yield "organization.yaml names no responder, so no principal can get into quarantine"
    yield (
        "service-linked roles go on working, and what runs goes on running; Lambda, SNS, and snapshots and images that "
        "are shared are beyond the reach of resource control policies"
    )


PROMISE = Promise(
    "quarantine",
    "In a suspended account no principal can act, and none can get in, except the responder with MFA.",
    look,
)

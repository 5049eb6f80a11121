"""Roles, users and groups that only deployment roles may change, and the actions that change them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from access.decision import Caller
from access.decision.symbolic.catalog import CATALOG, Actions
from access.model.accounts import Account
from access.model.policies import Policy
from access.model.trust import allowing
from access.promises.exemptions import exempt_roles, exempt_users
from access.questions.deployers import is_deployer
from access.questions.world import World
from policies.reading import resources

_HARMLESS = ("iam:PassRole", "iam:*ServiceLinkedRole", "iam:*Tag*", "iam:Create*", "iam:UpdateRoleDescription")
"""Actions of IAM on a role, group or policy that change no principal's rights, or need that it does not exist yet."""
_ON_A_USER = ("iam:*Tag*", "iam:CreateUser")
_SELF_SERVICE = (
    *("iam:ChangePassword", "iam:*AccessKey", "iam:*LoginProfile", "iam:*MFADevice", "iam:*SSHPublicKey"),
    *("iam:*ServiceSpecificCredential", "iam:*SigningCertificate"),
)
"""Actions with which users manage their own credentials."""
_PROPERTIES = "iam:PutAccountProperties"
"""
The action that changes settings of IAM for a whole account.

Source: https://docs.aws.amazon.com/cli/latest/reference/iam/put-account-properties.html (2026-12-01).
"""


@dataclass(frozen=True)
class Protected:
    """A thing that only deployment roles may change."""

    what: str
    arn: str
    account: Account
    actions: Actions
    policy: Policy | None = None
    but: str = ""
    """The ARN of the principal that may change it: users manage their own credentials."""


def identities(world: World) -> Iterator[Protected]:
    """Yield the roles that deploy, respond or are exempt, and the users with their groups."""
    yield from _roles(world)
    yield from _exempt(world)
    yield from _people(world)


def _roles(world: World) -> Iterator[Protected]:
    """Yield the roles that deploy or respond. Each account manages its other roles itself."""
    responder = world.intent.responder_role if world.intent else None
    for role in world.organization.assumable_roles:
        if is_deployer(world, role) or role.name == responder:
            account = world.organization.accounts[role.account]
            yield Protected(f"the role {role.name} of {account.key}", role.arn, account, changing(role.arn, _HARMLESS))


def _people(world: World) -> Iterator[Protected]:
    """Yield users and groups: a principal that may change them gains any role they may assume."""
    organization = world.organization
    for group in organization.groups:
        account = organization.accounts[group.account]
        arn = f"arn:aws:iam::{group.account}:group/{group.name}"
        yield Protected(f"the group {group.name}", arn, account, changing(arn, _HARMLESS))
        for policy in group.policies:
            managed = f"arn:aws:iam::{group.account}:policy/{policy.name}"
            yield Protected(
                f"the policy {policy.name}", managed, account, changing(managed, ("iam:*Tag*", "iam:CreatePolicy"))
            )
    for number in sorted({user.account for user in organization.users}):
        other = f"arn:aws:iam::{number}:user/another"
        account = organization.accounts[number]
        yield Protected("another user", other, account, changing(other, _ON_A_USER))
        yield Protected(f"the properties of IAM in {account.key}", "*", account, CATALOG.matching(_PROPERTIES))
    for user in organization.users:
        account, all_ = organization.accounts[user.account], changing(user.arn, _ON_A_USER)
        own = all_ & ~CATALOG.any_of(_SELF_SERVICE)
        yield Protected(f"the user {user.name}", user.arn, account, own)
        yield Protected(f"the user {user.name}", user.arn, account, all_ & ~own, but=user.arn)


def named_users(world: World, callers: Mapping[str, Sequence[Caller]]) -> Iterator[Protected]:
    """Yield users that policies of other principals name: such a user may assume roles that trust its account."""
    organization = world.organization
    for number in sorted({user.account for user in organization.users}):
        found = {arn for caller in callers[number] for arn in _users_in(caller) if arn != caller.principal}
        for arn in sorted(found):
            here = arn.replace("::*:", f"::{number}:").replace("*", "example")
            if here.startswith(f"arn:aws:iam::{number}:"):
                what = f"a user that a policy names, {here.partition('user/')[2]}"
                yield Protected(what, here, organization.accounts[number], changing(here, _ON_A_USER))


def _users_in(caller: Caller) -> Iterator[str]:
    for policy in caller.identity:
        for statement in allowing(policy):
            yield from (one for one in resources(statement) if ":user/" in one and "${" not in one)


def _exempt(world: World) -> Iterator[Protected]:
    """
    Yield roles and users that a guardrail exempts by name.

    Creating one gives the exemption, as does changing the trust policy of such a role, or making keys of such a user.
    """
    organization = world.organization
    known = {user.arn for user in organization.users}
    for account in organization.accounts.values():
        if not account.is_management:
            for arn in exempt_roles(account):
                role = organization.role_by_arn.get(arn)
                if role is None or not is_deployer(world, role):
                    what = f"the role {arn.partition(':role/')[2]} of {account.key}, which guardrails exempt"
                    creating = "iam:UpdateAssumeRolePolicy" if role else "iam:CreateRole"
                    yield Protected(what, arn, account, CATALOG.matching(creating))
            for arn in exempt_users(account):
                what = f"the user {arn.partition(':user/')[2]} of {account.key}, which guardrails exempt"
                taking = ("iam:CreateAccessKey", "iam:CreateLoginProfile") if arn in known else ("iam:CreateUser",)
                yield Protected(what, arn, account, CATALOG.any_of(taking))


def changing(arn: str, but: Sequence[str]) -> Actions:
    """Return the actions of its own service that change what has an ARN, without those of some patterns."""
    own = CATALOG.matching(f"{arn.split(':')[2]}:*")
    return own & CATALOG.acting_on(arn) & CATALOG.changing & ~CATALOG.any_of(but)

"""
The possible callers, and the condition keys that AWS derives from them.

Condition keys: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (2026-11-22).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from access.decision.caller import Caller
from access.decision.symbolic.predicates import date_text
from access.model.accounts import Account
from access.model.organization import Organization
from access.model.policies import FULL_AWS_ACCESS, PolicyKind
from access.model.principals import Principal, Role, User
from access.model.sign_in import SignIn

MFA_PRESENT, MFA_AGE = "aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge"
MFA_SECONDS = "60"
ISSUED = "aws:TokenIssueTime"
"""The time of temporary credentials, which all callers have but users with an access key alone."""
_CONTEXTS: Mapping[SignIn, Mapping[str, str]] = {
    SignIn.KEY: {},
    SignIn.NO_MFA: {MFA_PRESENT: "false"},
    SignIn.MFA: {MFA_PRESENT: "true", MFA_AGE: MFA_SECONDS},
}
OUTSIDE_ACCOUNT, OUTSIDE_ORGANIZATION = "999999999999", "o-outside0000"
EVERYTHING = replace(FULL_AWS_ACCESS, name="everything", kind=PolicyKind.IDENTITY, type="")
"""The largest possible grant; a root user has it without any policy."""

ROOT_USER = replace(EVERYTHING, name="rights of a root user")

Values = dict[str, "str | tuple[str, ...]"]


@dataclass(frozen=True)
class Callers:
    """The callers of an organization, one object for each: the solver knows a caller that it was asked about again."""

    organization: Organization
    _known: dict[tuple[int, str], tuple[Principal, Caller]] = field(
        default_factory=dict["tuple[int, str]", "tuple[Principal, Caller]"], compare=False, repr=False
    )

    @property
    def _now(self) -> str:
        return date_text(self.organization.since)

    def with_key(self, user: User) -> Caller:
        """Return a user with an access key alone: the MFA condition keys are absent."""
        return self.signed_in(user, SignIn.KEY)

    def without_mfa(self, user: User) -> Caller:
        """Return a user with a password or a session without MFA."""
        return self.signed_in(user, SignIn.NO_MFA)

    def with_mfa(self, user: User) -> Caller:
        """Return a user with a password or a session with MFA."""
        return self.signed_in(user, SignIn.MFA)

    def signed_in(self, user: User, way: SignIn) -> Caller:
        """Return a user who is signed in in one of the ways."""
        key = (id(user), way.value)  # the user is kept, so that no other one has the same id
        if key not in self._known:
            self._known[key] = (user, self._user(user, way.words, _CONTEXTS[way]))
        return self._known[key][1]

    def ways(self, user: User) -> Mapping[SignIn, Caller]:
        """Return a user signed in in each of the ways."""
        return {way: self.signed_in(user, way) for way in SignIn}

    def session(self, role: Role, name: str = "session") -> Caller:
        """
        Return a session of a role. It carries no MFA condition keys, however the role was assumed.

        Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
        (2026-11-22).
        """
        key = (id(role), name)
        if key not in self._known:
            self._known[key] = (role, self._session(role, name))
        return self._known[key][1]

    def _session(self, role: Role, name: str) -> Caller:
        account = self.organization.accounts[role.account]
        plain = role.arn.rpartition("/")[2]
        context = self._of_account(account) | {
            "aws:PrincipalArn": role.arn,
            "aws:PrincipalType": "AssumedRole",
            "aws:userid": f"{_unique('AROA', role.arn)}:{name}",
            ISSUED: self._now,
        }
        return Caller(
            principal=f"arn:aws:sts::{role.account}:assumed-role/{plain}/{name}",
            label=f"role {role.name} of {account.key}",
            account=account,
            identity=role.policies,
            boundary=role.boundary,
            context=context,
            is_service_linked=role.is_service_linked,
        )

    def root_user(self, account: Account) -> Caller:
        """Return the root user of an account, signed in with MFA."""
        arn = f"arn:aws:iam::{account.number}:root"
        context = self._of_account(account) | {
            "aws:PrincipalArn": arn,
            "aws:PrincipalType": "Account",
            "aws:userid": account.number,
            ISSUED: self._now,
            MFA_PRESENT: "true",
            MFA_AGE: MFA_SECONDS,
        }
        return Caller(arn, f"root user of {account.key}", account, (ROOT_USER,), None, context)

    def service(self, name: str, source: Mapping[str, str] | None = None) -> Caller:
        """Return an AWS service; `source` holds the account or resource it acts for: `aws:SourceAccount`, …"""
        context: Values = {
            "aws:PrincipalIsAWSService": "true",
            "aws:PrincipalServiceName": name,
            "aws:PrincipalServiceNamesList": (name,),
            **self._source_of_organization(source or {}),
            **(source or {}),
        }
        return Caller(name, name, None, context=context)

    def outsider(self, account: str = OUTSIDE_ACCOUNT) -> Caller:
        """Return a role outside of the organization to which its own account allows everything."""
        arn = f"arn:aws:iam::{account}:role/outsider"
        context: Values = {
            "aws:PrincipalArn": arn,
            "aws:PrincipalAccount": account,
            "aws:PrincipalOrgID": OUTSIDE_ORGANIZATION,
            "aws:PrincipalOrgPaths": (f"{OUTSIDE_ORGANIZATION}/r-0000/",),
            "aws:PrincipalType": "AssumedRole",
            "aws:PrincipalIsAWSService": "false",
            ISSUED: self._now,
        }
        principal = f"arn:aws:sts::{account}:assumed-role/outsider/session"
        return Caller(principal, f"a principal of account {account}", None, (EVERYTHING,), None, context)

    def anonymous(self) -> Caller:
        """Return the caller of an unsigned request."""
        return Caller("*", "an anonymous caller", None, context={"aws:PrincipalType": "Anonymous"})

    def _source_of_organization(self, source: Mapping[str, str]) -> Values:
        """Return the keys that AWS adds when the account for which a service acts is in the organization."""
        account = self.organization.accounts.get(source.get("aws:SourceAccount", ""))
        if account is None:
            return {}
        identifier = self.organization.id
        return {"aws:SourceOrgID": identifier, "aws:SourceOrgPaths": (f"{identifier}/{account.org_path}",)}

    def _user(self, user: User, way: str, context: Mapping[str, str]) -> Caller:
        account = self.organization.accounts[user.account]
        derived = self._of_account(account) | {
            "aws:PrincipalArn": user.arn,
            "aws:PrincipalType": "User",
            "aws:username": user.name,
            "aws:userid": _unique("AIDA", user.arn),
        }
        if context:
            derived[ISSUED] = self._now
        label = f"{user.name} {way}"
        return Caller(user.arn, label, account, user.policies, user.boundary, derived | dict(context))

    def _of_account(self, account: Account) -> Values:
        identifier = self.organization.id
        return {
            "aws:PrincipalAccount": account.number,
            "aws:PrincipalOrgID": identifier,
            "aws:PrincipalOrgPaths": (f"{identifier}/{account.org_path}",),
            "aws:PrincipalIsAWSService": "false",
        }


def _unique(prefix: str, arn: str) -> str:
    """Return a stand-in for the unique id that AWS gives a user or a role."""
    return prefix + hashlib.sha256(arn.encode()).hexdigest()[:17].upper()

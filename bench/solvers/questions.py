"""The questions: fifteen callers of the example, and seven things that each might do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from access.decision import Caller, Callers
from access.decision.callers import EVERYTHING
from access.decision.solver import Sought
from access.decision.symbolic.catalog import CATALOG
from access.decision.symbolic.patterns import wildcards
from access.model.accounts import Account
from access.model.organization import Organization
from access.model.policies import Document, Policy
from access.questions.assuming import ASSUME_ROLE, assuming

_REGION = "us-west-2"
_CONDITION = {"StringEquals": {"ec2:InstanceType": "m1.small", "aws:RequestedRegion": "eu-west-1"}}
_EASY: Document = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": "*", "Resource": "*"},
        {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": _CONDITION},
    ],
}


@dataclass(frozen=True)
class Question:
    """Whether a caller has any allowed request for some actions on some resources."""

    caller: Caller
    arn: str
    """The ARN of the caller's user or role."""
    actions: str
    resources: str
    account: Account
    """The account of the resources."""
    policy: Policy | None = None
    needs_policy: bool = False
    """True when rights of the caller alone never suffice: for a key and for a role."""

    def sought(self, organization: Organization) -> Sought:
        """Return the question as the solver takes it."""
        if role := organization.role_by_arn.get(self.resources):
            return assuming(organization, self.caller, role)
        exact = "*" not in self.resources
        actions = CATALOG.matching(self.actions)
        return Sought(
            self.caller,
            self.account,
            actions & CATALOG.acting_on(self.resources) if exact else actions,
            self.resources if exact else "",
            within=() if exact else (wildcards(self.resources),),
            policy=self.policy,
        )

    @property
    def documents(self) -> Iterator[Document]:
        """The documents that bear on the question."""
        targets = (*(self.caller.account.path if self.caller.account else ()), *self.account.path)
        policies = (*self.caller.identity, self.caller.boundary, self.policy)
        yield from (policy.document for policy in policies if policy)
        yield from (policy.document for target in targets for policy in (*target.scps, *target.rcps))

    @property
    def known(self) -> Mapping[str, str]:
        """The keys of one value that AWS itself decides and that a policy asks for."""
        text = str(list(self.documents)).lower()
        keys = {**self.caller.context, "aws:ResourceAccount": self.account.number}
        found = {key: value for key, value in keys.items() if key.lower() in text}
        return {key: value for key, value in found.items() if isinstance(value, str) and key != "aws:TokenIssueTime"}

    @property
    def lacking(self) -> list[str]:
        """The keys that the caller's requests do not have although others do: those of MFA."""
        return [
            key for key in ("aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge") if key not in self.caller.context
        ]


def questions(organization: Organization) -> list[Question]:
    """Return all questions about the example."""
    return [question for caller, arn in _callers(organization) for question in _of(organization, caller, arn)]


def _callers(organization: Organization) -> list[tuple[Caller, str]]:
    """Return the users with MFA, one of them with an access key alone, and a session of each role."""
    callers = Callers(organization)
    users = [(callers.with_mfa(user), user.arn) for user in organization.users]
    first = organization.users[0]
    roles = [(callers.session(role), role.arn) for role in organization.assumable_roles]
    return [*users, (callers.with_key(first), first.arn), *roles]


def _of(organization: Organization, caller: Caller, arn: str) -> Iterator[Question]:
    """Yield the questions about one caller: in its own account, and about the trail, a state and a role of others."""
    own = caller.account or organization.management
    logs, infra = organization.account_by_key["logs"], organization.account_by_key["infra"]
    trail, state, key = (_resource(organization, end) for end in ("logs-cloudtrail-", "infra-tf-state-us", ":key/"))
    of_key = organization.accounts[key[0].split(":")[4]]
    role = next(one for one in organization.assumable_roles if one.account == infra.number and one.name == "infra")
    yield Question(caller, arn, "iam:Create*", f"arn:aws:iam::{own.number}:*", own)
    yield Question(caller, arn, "ec2:RunInstances", f"arn:aws:ec2:{_REGION}:{own.number}:instance/*", own)
    yield Question(caller, arn, "s3:GetObject", f"{trail[0]}/*", logs, trail[1])
    yield Question(caller, arn, "s3:Delete*", f"{trail[0]}/*", logs, trail[1])
    yield Question(caller, arn, "s3:Put*", state[0], infra, state[1])
    yield Question(caller, arn, "kms:*", key[0], of_key, key[1], needs_policy=True)
    yield Question(caller, arn, ASSUME_ROLE, role.arn, infra, role.trust, needs_policy=True)


def easy(organization: Organization) -> list[Question]:
    """
    Return a question of each kind that needs no thought, about a role that may do everything but one thing.

    They need what a program knows of AWS's actions, resources and condition keys, and no policy of the example.
    """
    account = organization.management
    arn = f"arn:aws:iam::{account.number}:role/easy"
    root = Callers(organization).root_user(account)
    keys = {"aws:PrincipalArn": arn, "aws:PrincipalAccount": account.number}
    session = f"arn:aws:sts::{account.number}:assumed-role/easy/session"
    caller = replace(root, principal=session, identity=(replace(EVERYTHING, document=_EASY),), context=keys)
    kinds = {
        "iam:Create*": f"arn:aws:iam::{account.number}:*",
        "ec2:RunInstances": f"arn:aws:ec2:{_REGION}:{account.number}:instance/*",
        "s3:GetObject": "arn:aws:s3:::easy/*",
        "s3:Delete*": "arn:aws:s3:::easy/*",
        "s3:Put*": "arn:aws:s3:::easy",
        "kms:*": f"arn:aws:kms:{_REGION}:{account.number}:key/easy",
        ASSUME_ROLE: f"arn:aws:iam::{account.number}:role/other",
    }
    return [Question(caller, arn, actions, resources, account) for actions, resources in kinds.items()]


def _resource(organization: Organization, part: str) -> tuple[str, Policy | None]:
    found = next(one for one in organization.resources if part in one.arn)
    return found.arn, found.policy

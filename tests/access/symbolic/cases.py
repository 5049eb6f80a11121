"""Random cases for the solver: a caller and the policies that bear on it, equal for equal subjects and seeds."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any

from access.decision.symbolic.authorization import Policies
from access.decision.symbolic.patterns import Pattern, Token, exact, joined
from access.decision.symbolic.scope import Kind, Known, Scope
from access.model.policies import AWS, FULL_AWS_ACCESS, Policy, PolicyKind

OWN, OTHER = "111111111111", "222222222222"
SINCE = datetime(2026, 12, 1, tzinfo=UTC).timestamp()
ROLE, USER = f"arn:aws:iam::{OWN}:role/team/r1", f"arn:aws:iam::{OWN}:user/ann"
ROLE_ID = "AROAEXAMPLE"
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_=,.@-"
_LETTER, _MORE = Token(only=_LETTERS), Token(only=_LETTERS, many=True)
USER_ID = joined([exact(f"{ROLE_ID}:"), Pattern((_LETTER, _LETTER, _MORE))])

_ACTIONS = (
    "s3:GetObject", "s3:PutObject", "S3:getobject", "s3:ListBucket", "s3:Get*", "s3:*", "*", "iam:CreateUser", "iam:*",
    "iam:AttachUserPolicy", "iam:?reateUser", "sts:AssumeRole", "sts:*", "kms:Decrypt", "kms:*", "s3:ListAllMyBuckets",
    "dynamodb:GetItem", "dynamodb:*", "ec2:DescribeInstances", "ec2:*",
)  # fmt: skip
RESOURCES = (
    "arn:aws:s3:::b", "arn:aws:s3:::b/*", "arn:aws:s3:::b/x?z", "arn:aws:s3:::b*", "arn:aws:s3:::*/x", "arn:aws:s3:::*",
    "arn:aws:iam::*:user/*", USER, f"arn:aws:iam::{OWN}:user/a*", f"arn:aws:iam::{OWN}:role/*", "arn:aws:iam::*:*",
    f"arn:aws:kms:*:{OWN}:key/*", "arn:aws:kms:*", f"arn:aws:dynamodb:us-east-1:{OWN}:table/t",
    "arn:aws:dynamodb:*:*:*",
    f"arn:aws:dynamodb:*:{OWN}:table/*", f"arn:aws:iam::{OTHER}:*",
)  # fmt: skip
_RESOURCES_WITH_VARIABLES = (
    "arn:aws:s3:::b/${aws:username}/*", "arn:aws:s3:::b/${aws:PrincipalTag/team, 'x'}*", "arn:aws:s3:::b/${*}/?",
    f"arn:aws:iam::{OWN}:user/${{aws:username}}", "arn:aws:s3:::${aws:PrincipalAccount}/${$}${?}",
)  # fmt: skip
_TEXTS = ("x", "y*", "xy", "*z", "X", "?", "x*z", "")
_TEXTS_WITH_VARIABLES = ("${aws:username}", "${aws:PrincipalTag/team, 'x'}*", "${*}", "x${?}", "${$}*", "${aws:userid}")
_TEXT_KEYS = ("aws:UserAgent", "aws:RequestTag/team", "aws:referer", "s3:prefix", "aws:PrincipalTag/team")
_LISTS = {
    "aws:TagKeys": ("x", "y*", "xy", "*z", "X"),
    "aws:CalledVia": ("athena.amazonaws.com", "*.amazonaws.com", "x"),
    "aws:PrincipalOrgPaths": ("o-1/r-1/*", "o-1/r-1/ou-1/", "o-1/r-2/*"),
    "dynamodb:LeadingKeys": ("x", "y*", "xy", "${aws:username}"),
}
_KNOWN = {
    "aws:PrincipalAccount": (OWN, OTHER, "1*"),
    "aws:ResourceAccount": (OWN, OTHER, "${aws:PrincipalAccount}"),
    "aws:RequestedRegion": ("us-east-1", "eu-west-1", "eu-*", "us-west-2"),
    "aws:userid": (f"{ROLE_ID}:x*", "*:admin", "AIDA*", "*"),
    "aws:PrincipalType": ("User", "Assumed*", "Account", "user"),
}
_ARNS = {
    "aws:PrincipalArn": (ROLE, "arn:aws:iam::*:role/*", USER, "arn:aws:iam::*:user/a*", "arn:*:iam::*:root"),
    "iam:PolicyARN": ("arn:aws:iam::aws:policy/x*", f"arn:aws:iam::{OWN}:policy/*", "arn:aws:iam::*:policy/y?"),
    "aws:ChatbotSourceArn": ("arn:aws:chatbot::*:x/*", f"arn:aws:chatbot:*:{OWN}:*", "arn:aws:chatbot::1:x/y"),
}
_NUMBERS = {
    "aws:MultiFactorAuthAge": ("60", "61", "3600", "10"),
    "s3:max-keys": ("1", "10", "11", "2.5"),
}
_DATES = {
    "aws:CurrentTime": (
        "2026-01-01T00:00:00Z", "2027", "2027-06", "2027-06-01", "2027-06-01T00:00Z", "2027-06-01T02:00:00+02:00",
        "2099-01-01T00:00:00.5Z", "1830297600",
    ),
    "aws:EpochTime": ("1796083200", "1830297600", "2027-06-01T00:00:00Z", "1796083201"),
    "aws:TokenIssueTime": ("2026-11-30T00:00:00Z", "2026-11-29T11:59:59Z", "2027-06-01T00:00:00Z", "2025"),
    "s3:object-lock-retain-until-date": ("2027-06-01T00:00:00Z", "2028", "1830297600"),
}  # fmt: skip
_TRUTHS = (
    "aws:SecureTransport", "aws:ViaAWSService", "aws:MultiFactorAuthPresent", "aws:PrincipalIsAWSService",
    "kms:BypassPolicyLockoutSafetyCheck",
)  # fmt: skip
_NETWORKS = (
    "203.0.113.0/24", "10.0.0.0/8", "2001:db8::/32", "0.0.0.0/1", "0.0.0.0/0", "::/0", "203.0.113.5", "2001:db8::5",
    "203.0.113.4/31",
)  # fmt: skip
_ADDRESSES = ("aws:SourceIp", "aws:VpcSourceIp")

TEXT_OPERATORS = (
    "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike",
    "StringNotLike", "BinaryEquals",
)  # fmt: skip
ARN_OPERATORS = ("ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike")
_COMPARISONS = ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
NUMBER_OPERATORS = tuple(f"Numeric{one}" for one in _COMPARISONS)
DATE_OPERATORS = tuple(f"Date{one}" for one in _COMPARISONS)
ALL_OPERATORS = (
    *TEXT_OPERATORS, *ARN_OPERATORS, *NUMBER_OPERATORS, *DATE_OPERATORS, "Bool", "IpAddress", "NotIpAddress",
)  # fmt: skip

PARTS = (
    "ForAnyValue", "ForAllValues", "IfExists", "Null", "NotAction", "NotResource", "Principal", "NotPrincipal",
    "variables", "boundary", "SCP", "RCP", "resource policy", "cross account", "everything",
)  # fmt: skip
SUBJECTS = (*ALL_OPERATORS, *PARTS)
"""
What a case is about: an operator, or a part of policies. Each occurs in the other cases as well, but less often.

Two cases of three are plain: little besides their subject decides, so that an error in it shows. The others mix all.
"""
_KINDS: tuple[Kind, ...] = ("user", "session", "root", "anonymous", "service")
_EVERYTHING = Policy(
    "everything",
    PolicyKind.IDENTITY,
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]},
    AWS,
)
_ABOUT_CONDITIONS = (*ALL_OPERATORS, "ForAnyValue", "ForAllValues", "IfExists", "Null")
_ABOUT_PRINCIPALS = ("Principal", "NotPrincipal", "resource policy", "cross account")


@dataclass(frozen=True)
class Case:
    """A caller and the policies that bear on its requests for resources of one account."""

    subject: str
    seed: int
    scope: Scope
    policies: Policies

    @property
    def name(self) -> str:
        """The call that gives this case again."""
        return f"generated({self.subject!r}, {self.seed})"

    def shown(self) -> str:
        """Return the case as JSON, for the message of a failed test."""
        layers = {
            "identity": [one.document for one in self.policies.identity],
            "boundary": self.policies.boundary and self.policies.boundary.document,
            "scps": [[one.document for one in level] for level in self.policies.scps],
            "rcps": [[one.document for one in level] for level in self.policies.rcps],
            "resource": self.policies.resource and self.policies.resource.document,
        }
        caller = f"{self.scope.kind} {self.scope.principal}, resource's account {self.policies.resource_account}"
        return "\n".join([self.name, caller, *(f"{key}: {json.dumps(one)}" for key, one in layers.items() if one)])


def generated(subject: str, seed: int) -> Case:
    """Return the case of a subject and a seed."""
    return _Generator(subject, seed).case()


@dataclass
class _Generator:
    """Makes one case."""

    subject: str
    seed: int
    random: Random = field(init=False)
    kind: Kind = field(default="user", init=False)

    @property
    def is_plain(self) -> bool:
        """True for a case in which little besides the subject decides."""
        return self.seed % 3 != 0 and self.subject != "everything"

    def __post_init__(self) -> None:
        self.random = Random(f"{self.subject} {self.seed}")

    def case(self) -> Case:
        kind: Kind = self.random.choices(("user", "session", "root", "anonymous", "service"), (4, 6, 1, 2, 2))[0]
        if self.subject == "cross account":
            kind = self.random.choice(("user", "session", "root"))
        elif self.subject == "boundary" or (self.is_plain and self.subject not in _ABOUT_PRINCIPALS):
            kind = self.random.choice(("user", "session"))
        elif self.subject == "SCP":
            kind = self.random.choice(("user", "session", "root"))
        elif self.is_plain:
            kind = _KINDS[(self.seed - self.seed // 3 - 1) % len(_KINDS)]
        self.kind = kind
        is_other = self._is("cross account", 0.25) and not (self.is_plain and self.subject == "boundary")
        account = OTHER if is_other else OWN
        return Case(self.subject, self.seed, self._scope(kind, account), self._policies(kind, account))

    def _is(self, part: str, otherwise: float) -> bool:
        """Return whether a part occurs: often in the cases about it, else with a probability."""
        if self.subject == part:
            return self.random.random() < 0.8
        return self.random.random() < (otherwise / 5 if self.is_plain else otherwise)

    def _scope(self, kind: Kind, account: str) -> Scope:
        known: dict[str, str | tuple[str, ...]] = {
            "aws:resourceaccount": account,
            "aws:resourceorgid": "o-1",
            "aws:resourceorgpaths": ("o-1/r-1/ou-1/",),
        }
        if kind == "anonymous":
            known["aws:principaltype"] = "Anonymous"
            return Scope("anonymous", "*", "", known, frozenset({"aws:tokenissuetime"}))
        if kind == "service":
            known |= {"aws:principalisawsservice": "true", "aws:principalservicename": "ec2.amazonaws.com"}
            return Scope("service", "ec2.amazonaws.com", "", known, frozenset({"aws:tokenissuetime"}))
        known |= {
            "aws:principalaccount": OWN,
            "aws:principalorgid": "o-1",
            "aws:principalorgpaths": ("o-1/r-1/ou-1/",),
            "aws:principalisawsservice": "false",
        }
        if self.random.random() < 0.5:
            known["aws:principaltag/team"] = self.random.choice(("x", "xy", "Xz"))
        if kind == "root":
            principal = f"arn:aws:iam::{OWN}:root"
            known |= {"aws:principalarn": principal, "aws:userid": OWN, "aws:principaltype": "Account"}
            return Scope("root", principal, OWN, known, frozenset({"aws:tokenissuetime"}))
        if kind == "session":
            known |= {"aws:principalarn": ROLE, "aws:principaltype": "AssumedRole"}
            return Scope("session", ROLE, OWN, known, shapes={"aws:userid": USER_ID})
        return self._user(known)

    def _user(self, known: Known) -> Scope:
        """Return a user with long-term keys, or with temporary ones without or with MFA."""
        own = {"aws:principalarn": USER, "aws:username": "ann", "aws:userid": "AIDAANN", "aws:principaltype": "User"}
        mfa = self.random.choice(("", "false", "true"))
        if mfa:
            own["aws:multifactorauthpresent"] = mfa
        return Scope(
            "user",
            USER,
            OWN,
            {**known, **own},
            frozenset() if mfa else frozenset({"aws:tokenissuetime"}),
            free=frozenset({"aws:multifactorauthage"}) if mfa == "true" else frozenset(),
        )

    def _policies(self, kind: Kind, account: str) -> Policies:
        if self.is_plain:
            return self._plain_policies(kind, account)
        is_own = kind in ("user", "session", "root")
        may_be_bound = kind in ("user", "session")
        about_resource = self.subject in _ABOUT_PRINCIPALS
        has_resource = not is_own or self.random.random() < (0.9 if about_resource or account == OTHER else 0.35)
        return Policies(
            identity=[self._policy(PolicyKind.IDENTITY) for _ in range(self.random.randint(1, 2))] if is_own else [],
            boundary=self._policy(PolicyKind.BOUNDARY) if may_be_bound and self._is("boundary", 0.15) else None,
            scps=self._levels(PolicyKind.SERVICE_CONTROL) if is_own and self._is("SCP", 0.2) else [],
            rcps=self._levels(PolicyKind.RESOURCE_CONTROL) if self._is("RCP", 0.15) else [],
            resource=self._policy(PolicyKind.RESOURCE) if has_resource else None,
            resource_account=account,
        )

    def _plain_policies(self, kind: Kind, account: str) -> Policies:
        """Return the policies of a plain case: the subject's, and what allows everything else."""
        is_own = kind in ("user", "session", "root")
        identity = [_EVERYTHING] if is_own else []
        match self.subject:
            case "boundary":
                bucket = self._policy(PolicyKind.RESOURCE)
                own = identity if self.seed % 2 == 0 or self.random.random() < 0.6 else []
                boundary = self._policy(PolicyKind.BOUNDARY)
                return Policies(own, boundary, resource=bucket, resource_account=OWN)
            case "SCP":
                scps = self._levels(PolicyKind.SERVICE_CONTROL)
                return Policies(identity, scps=scps, resource_account=account)
            case "RCP":
                rcps = self._levels(PolicyKind.RESOURCE_CONTROL)
                return Policies(identity, rcps=rcps, resource_account=account)
            case subject if subject in _ABOUT_PRINCIPALS:
                own = identity if self.random.random() < (0.3 if "Principal" in subject else 0.6) else []
                resource = self._policy(PolicyKind.RESOURCE) if not is_own or self.random.random() < 0.9 else None
                return Policies(own, resource=resource, resource_account=account)
            case _:
                return Policies([self._policy(PolicyKind.IDENTITY)], resource_account=OWN)

    def _levels(self, kind: PolicyKind) -> list[list[Policy]]:
        levels: list[list[Policy]] = []
        for _ in range(self.random.randint(1, 3)):
            full = kind is PolicyKind.SERVICE_CONTROL and self.random.random() < 0.6
            levels.append([*([FULL_AWS_ACCESS] if full else []), self._policy(kind)])
        return levels

    def _policy(self, kind: PolicyKind) -> Policy:
        is_short = self.is_plain and (self._has_condition or self._is_named(kind))
        number = self.random.choice((1, 1, 1, 2) if is_short else (1, 1, 2, 3))
        statements = [self._statement(kind, place) for place in range(number)]
        return Policy(kind.value, kind, {"Version": "2012-10-17", "Statement": statements}, AWS)

    def _statement(self, kind: PolicyKind, place: int) -> dict[str, Any]:
        often = kind in (PolicyKind.BOUNDARY, PolicyKind.SERVICE_CONTROL, PolicyKind.RESOURCE)
        likely = 0.8 if often else 0.65
        if self.is_plain:
            likely = self.seed % 2 if self._is_named(kind) else 0.5 if place else 0.95
        allows = kind is not PolicyKind.RESOURCE_CONTROL and self.random.random() < likely
        said: dict[str, Any] = {"Effect": "Allow" if allows else "Deny"}
        may_leave_out = kind is not PolicyKind.RESOURCE_CONTROL
        name = "NotAction" if may_leave_out and self._is("NotAction", 0.1) else "Action"
        actions = [self.random.choice(_ACTIONS) for _ in range(self.random.randint(1, 2))]
        is_narrow = self.subject in ("NotAction", "boundary", "SCP")
        if self.is_plain and self._is_named(kind):
            actions = ["*"]
        elif self.is_plain and self.random.random() < (0.2 if is_narrow else 0.7):
            actions = self.random.choice((["*"], ["s3:*", "iam:*"], ["s3:*", "dynamodb:*"], ["*"]))
        if kind is PolicyKind.RESOURCE_CONTROL:  # AWS takes `*` in its own alone
            pool = ("s3:*", "kms:*", "sts:*", "dynamodb:*", "s3:GetObject", "iam:*", "ec2:*", "kms:Decrypt")
            actions = [self.random.choice(pool) for _ in range(self.random.randint(1, 2))]
        said[name] = actions
        leaves_out = self._is("NotResource", 0.08)
        said["NotResource" if leaves_out else "Resource"] = self._resources(everything=0 if leaves_out else self._width)
        if condition := self._conditions():
            said["Condition"] = condition
        if kind is PolicyKind.RESOURCE:
            said |= self._principal(allows=allows)
        elif kind is PolicyKind.RESOURCE_CONTROL:
            said["Principal"] = "*"
        return said

    @property
    def _width(self) -> float:
        """The probability that a statement is about all resources."""
        if self.subject == "variables" and not (self.is_plain and self._has_condition):
            return 0.1
        return 0.85 if self.is_plain else 0.45

    @property
    def _has_condition(self) -> bool:
        """True for a plain case whose subject is in conditions; variables are also in resources."""
        return self.subject in _ABOUT_CONDITIONS or (self.subject == "variables" and self.seed % 2 == 0)

    def _is_named(self, kind: PolicyKind) -> bool:
        """Return whether a policy is a resource's in a case about boundaries: it names the bounded principal."""
        return kind is PolicyKind.RESOURCE and self.subject == "boundary"

    def _resources(self, *, everything: float) -> list[str]:
        if self.random.random() < everything:
            return ["*"]
        pool = _RESOURCES_WITH_VARIABLES if self._is("variables", 0.12) else RESOURCES
        return [self.random.choice(pool) for _ in range(self.random.randint(1, 2))]

    def _principal(self, *, allows: bool) -> dict[str, Any]:
        session = f"arn:aws:sts::{OWN}:assumed-role/r1/"
        some: list[Any] = [
            {"AWS": OWN}, {"AWS": ROLE}, {"AWS": USER}, {"AWS": f"{session}x1"}, {"AWS": [OTHER, f"{session}admin"]},
            {"AWS": f"arn:aws:iam::{OWN}:root"}, {"Service": "ec2.amazonaws.com"},
            {"AWS": f"arn:aws:iam::{OWN}:user/bo"},
            {"AWS": OTHER}, {"AWS": ROLE, "Service": ["s3.amazonaws.com"]},
        ]  # fmt: skip
        if self.subject == "boundary" and not allows:
            return {"NotPrincipal": {"AWS": USER if self.kind == "user" else ROLE}}
        if self.is_plain and self.random.random() < (0.9 if self.subject == "boundary" else 0.6):
            fitting: dict[Kind, list[Any]] = {
                "user": [{"AWS": USER}, {"AWS": OWN}],
                "session": [{"AWS": ROLE}, {"AWS": f"{session}x1"}, {"AWS": OWN}],
                "root": [{"AWS": OWN}],
                "service": [{"Service": "ec2.amazonaws.com"}],
                "anonymous": ["*", {"AWS": "*"}],
            }
            some = fitting[self.kind]
            if self.subject == "boundary" and self.random.random() < 0.8:  # to name itself makes a difference
                some = [{"AWS": USER if self.kind == "user" else f"{session}x1"}]
            return {"Principal": self.random.choice(some)} if self.subject != "NotPrincipal" else self._left_out(some)
        if self._is("NotPrincipal", 0.06) and not (allows and self.subject != "NotPrincipal"):
            return {"NotPrincipal": self.random.choice(some)}
        return {"Principal": self.random.choice([*some, "*", {"AWS": "*"}])}

    def _left_out(self, some: list[Any]) -> dict[str, Any]:
        """Return a NotPrincipal with one of some principals, which may not be everyone."""
        found = self.random.choice(some)
        return {"NotPrincipal": {"AWS": OTHER} if found in ("*", {"AWS": "*"}) else found}

    def _conditions(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        is_about = self._has_condition
        counts = ((1, 1, 2) if is_about else (0, 0, 0, 0, 1)) if self.is_plain else (1, 2) if is_about else (0, 0, 1, 2)
        for _ in range(self.random.choice(counts)):
            operator, key, values = self._condition()
            found.setdefault(operator, {})[key] = (
                values[0] if len(values) == 1 and self.random.random() < 0.5 else values
            )
        return found

    def _condition(self) -> tuple[str, str, list[str]]:
        base = self.random.choice(ALL_OPERATORS)
        if self.subject in ALL_OPERATORS and (self.is_plain or self.random.random() < 0.8):
            base = self.subject
        elif self.subject == "variables":
            base = self.random.choice(("StringLike", "StringNotLike", "StringEquals"))
        elif self.subject in ("ForAnyValue", "ForAllValues") and self.is_plain:
            base = self.random.choice(TEXT_OPERATORS[:-1])
        prefix = next((one for one in ("ForAnyValue", "ForAllValues") if self._is(one, 0.12)), "")
        key, pool = self._key(base, of_lists=bool(prefix) and base in TEXT_OPERATORS)
        if self._is("Null", 0.07):
            return "Null", key, [self.random.choice(("true", "false"))]
        number = self.random.choice((1, 2) if self.is_plain else (1, 1, 2))
        values = list(dict.fromkeys(self.random.choice(pool) for _ in range(number)))
        # AWS and the evaluator read ForAnyValue with IfExists differently: test_known_differences.py
        suffix = "IfExists" if prefix != "ForAnyValue" and self._is("IfExists", 0.12) else ""
        return f"{prefix}:{base}{suffix}" if prefix else f"{base}{suffix}", key, values

    def _key(self, base: str, *, of_lists: bool) -> tuple[str, tuple[str, ...]]:
        """Return a key that suits an operator, and values to compare it with."""
        pick = self.random.choice
        key: str
        pool: tuple[str, ...]
        if base in ARN_OPERATORS:
            free = [("aws:ChatbotSourceArn", _ARNS["aws:ChatbotSourceArn"])]
            key, pool = pick([*_ARNS.items(), *(free * 7 if self.is_plain else ())])
            return key, pool
        if base in NUMBER_OPERATORS:
            return pick(list(_NUMBERS.items()))
        if base in DATE_OPERATORS:
            return pick(list(_DATES.items()))
        if base == "Bool":
            return pick(_TRUTHS), ("true", "false", "True")
        if "IpAddress" in base:
            return pick(_ADDRESSES), _NETWORKS
        rare = 0 if self.subject == "variables" else 0.04 if self.is_plain else 0.1
        if of_lists or self.random.random() < rare:
            return pick(list(_LISTS.items()))
        if self.random.random() < 2 * rare:
            return pick(list(_KNOWN.items()))
        may_have_variables = base != "BinaryEquals"
        pool = _TEXTS_WITH_VARIABLES if may_have_variables and self._is("variables", 0.1) else _TEXTS
        if self.is_plain and pool is _TEXTS:
            pool = ("x*", "*z", "x*z", "y?", "X*") if "Like" in base else ("x", "X", "xy", "y*", "*z")
        return pick(_TEXT_KEYS[:3] if self.is_plain else _TEXT_KEYS), pool

"""AWS STS according to the synthesized Terraform JSON: its roles, and the principals that may assume them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from terraform_json.outputs import Numbers
from tests.synthesis import policy, resources

ACCESS_ROLE = "OrganizationAccountAccessRole"
SESSION_NAME = re.compile(r"[\w+=,.@-]{2,64}", re.ASCII)
HOUR = 3_600

Stacks = dict[str, dict[str, Any]]


class Refused(Exception):
    """AWS would refuse."""


@dataclass(frozen=True)
class Role:
    """A role: its longest session, and its trust policy's only statement."""

    seconds: int
    trust: dict[str, Any]


@dataclass
class Sts:
    """The service. Callable as botocore's factory of clients; a user's access key is its ARN."""

    stacks: Stacks
    numbers: Numbers
    quarantined: set[str]
    calls: list[dict[str, Any]] = field(default_factory=list)
    caller: str = ""

    def __call__(self, service: str, *, aws_access_key_id: str, **_: object) -> Sts:
        assert service == "sts"
        return Sts(self.stacks, self.numbers, self.quarantined, self.calls, aws_access_key_id)

    def assume_role(self, **call: Any) -> dict[str, Any]:
        """Return credentials, if the role exists, trusts the caller, and the caller's policies allow it."""
        self.calls.append({"caller": self.caller, **call})
        arn, chained = call["RoleArn"], ":role/" in self.caller
        if arn not in self.roles():
            raise Refused(f"{arn} does not exist")
        role = self.roles()[arn]
        mfa = not chained and call.get("SerialNumber") == self.caller.replace(":user/", ":mfa/")
        mfa = mfa and call.get("TokenCode") == "123456"
        if "aws:MultiFactorAuthPresent" in json.dumps(role.trust) and not mfa:
            raise Refused(f"{arn} wants MFA")
        if role.trust["Principal"]["AWS"] != f"arn:aws:iam::{self.caller.split(':')[4]}:root":
            raise Refused(f"{arn} does not trust {self.caller}")
        if arn not in self.allowed(self.caller):
            raise Refused(f"{self.caller} may not assume {arn}")
        if call["DurationSeconds"] > (min(role.seconds, HOUR) if chained else role.seconds):
            raise Refused(f"{arn} for {call['DurationSeconds']} seconds is too long")
        assert SESSION_NAME.fullmatch(call["RoleSessionName"])
        end = (datetime.now(UTC) + timedelta(seconds=call["DurationSeconds"])).isoformat()
        keys = {"AccessKeyId": arn, "SecretAccessKey": "secret", "SessionToken": "token", "Expiration": end}
        return {"Credentials": keys, "AssumedRoleUser": {"AssumedRoleId": "id:name", "Arn": arn}}

    def roles(self) -> dict[str, Role]:
        """Return every role by its ARN: those of the stacks, and the one that AWS creates in each account."""
        found = {}
        for key, number in {"org-root": self.numbers.management, **self.numbers.accounts}.items():
            for role in resources(self.stacks.get(key, {}), "aws_iam_role"):
                (trust,) = policy(self.resolved(key, role["assume_role_policy"]))
                found[f"arn:aws:iam::{number}:role/{role['name']}"] = Role(
                    role.get("max_session_duration", HOUR), trust
                )
            if key != "org-root" and key not in self.quarantined:
                principal = {"AWS": f"arn:aws:iam::{self.numbers.management}:root"}
                found[f"arn:aws:iam::{number}:role/{ACCESS_ROLE}"] = Role(HOUR, {"Principal": principal})
        return found | self._before_quarantine(found)

    def _before_quarantine(self, found: dict[str, Role]) -> dict[str, Role]:
        """Return the responder's role in an account in quarantine, deployed before: the same as in id."""
        prefix = f"arn:aws:iam::{self.numbers.accounts['id']}:role/incident-responder"
        here = {arn: role for arn, role in found.items() if arn == prefix}
        return {
            arn.replace(self.numbers.accounts["id"], self.numbers.accounts[key], 1): role
            for key in self.quarantined
            for arn, role in here.items()
        }

    def allowed(self, caller: str) -> set[str]:
        """Return the ARNs of the roles that a user's groups may assume. The role admin may assume any."""
        if caller == f"arn:aws:iam::{self.numbers.management}:role/admin":
            return set(self.roles())
        key = next(key for key in ("org-root", "id") if f":{self.numbers.of(key)}:user/" in caller)
        name = caller.rpartition("/")[2]
        groups = {
            one["group"]
            for one in resources(self.stacks[key], "aws_iam_group_membership")
            if name in [self.resolved(key, user) for user in one["users"]]
        }
        attached = [
            self.resolved(key, one["policy_arn"])
            for one in resources(self.stacks[key], "aws_iam_group_policy_attachment")
            if one["group"] in groups
        ]
        granted = (statement for text in attached for statement in policy(self.resolved(key, text)))
        return {
            arn
            for statement in granted
            if statement["Effect"] == "Allow" and statement.get("Action") == "sts:AssumeRole"
            for arn in statement["Resource"]
        }

    def resolved(self, key: str, text: str) -> str:
        """Return a text of a stack with Terraform's values; the ARN of a policy becomes its document."""
        return re.sub(r"(?<!\$)\$\{([^}]+)\}", lambda match: self._value(key, match[1]), text)

    def _value(self, key: str, reference: str) -> str:
        parts = reference.split(".")
        if parts[:2] == ["data", "terraform_remote_state"]:
            return self.resolved("org-root", self.stacks["org-root"]["output"][parts[-1]]["value"])
        if parts[0] == "data":
            return self.numbers.management
        if parts[0] == "aws_organizations_account":
            return self.numbers.accounts[parts[1].removeprefix("account_")]
        found = self.stacks[key]["resource"][parts[0]][parts[1]]
        return str(found["policy"] if parts[2] == "arn" else found.get(parts[2], reference))

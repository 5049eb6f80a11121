"""Model and evaluator reach the decisions of `decisions.md`, derived by hand, for the same reasons."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pytest

from access.decision import Caller, Evaluator, Reason, Request
from access.decision.process import Process
from access.model import Organization, Resource
from access.model.accounts import Account
from access.model.policies import AWS
from access.world import World
from tests.access.conftest import Broken, Stacks

_TABLE = (Path(__file__).parent / "decisions.md").read_text(encoding="utf-8")


class Row(NamedTuple):
    """A row of the table."""

    section: str
    who: str
    signed_in: str
    action: str
    resource: str
    under: str
    decision: str
    decided_by: str
    why: str


def _rows() -> list[Row]:
    found: list[Row] = []
    for section in _TABLE.split("\n## ")[1:]:
        title, _, text = section.partition("\n")
        lines = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith("| ---")]
        found += [Row(title, *(cell.strip() for cell in line.strip("|").split("|"))) for line in lines[1:]]
    return found


ROWS = _rows()


@dataclass(frozen=True)
class Asked:
    """A world, with the table's placeholders for its accounts."""

    world: World

    @property
    def organization(self) -> Organization:
        return self.world.organization

    def text(self, value: str) -> str:
        numbers = {key: account.number for key, account in self.organization.account_by_key.items()}
        return re.sub(r"\{([\w-]+)\}", lambda match: {**numbers, "org": self.organization.id}[match[1]], value)

    def caller(self, row: Row) -> Caller:
        callers = self.world.callers
        if match := re.fullmatch(r"role (\S+) of (\S+)", row.who):
            account = self.organization.account_by_key[match[2]]
            return callers.session(
                next(
                    role for role in self.organization.roles if (role.name, role.account) == (match[1], account.number)
                )
            )
        if row.who.startswith("root user of "):
            return callers.root_user(self.organization.account_by_key[row.who.rpartition(" ")[2]])
        if row.who.endswith(".amazonaws.com"):
            return callers.service(row.who, self.context(row))
        if row.who in ("outside principal", "anonymous caller"):
            return callers.outsider() if row.who == "outside principal" else callers.anonymous()
        ways = {"access key": callers.with_key, "no MFA": callers.without_mfa, "MFA": callers.with_mfa}
        return ways[row.signed_in](next(user for user in self.organization.users if user.name == row.who))

    def context(self, row: Row) -> dict[str, str]:
        pairs = [self.text(pair).partition("=") for pair in row.under.split("; ") if pair]
        return {key: value for key, _, value in pairs}

    def request(self, row: Row) -> Request:
        name, _, key = row.resource.partition(" in ")
        arn, caller, context = self.text(name), self.caller(row), self.context(row)
        if row.action == "sts:AssumeRole" and (role := self.organization.role_by_arn.get(arn)):
            return self.world.assume(caller, role, context)
        if resource := self.resource(name, arn):
            return self.world.on(caller, row.action, resource, resource.arn if name.startswith("key") else arn, context)
        return self.world.within(caller, row.action, arn, self.account(key, arn, caller), context)

    def resource(self, name: str, arn: str) -> Resource | None:
        if name.startswith("key of "):
            number = self.organization.account_by_key[name.removeprefix("key of ")].number
            keys = [one for one in self.organization.resources if (one.type, one.account) == ("aws_kms_key", number)]
            return keys[0]
        bucket = arn.partition("/")[0] if arn.startswith("arn:aws:s3") else arn
        return self.organization.resource_by_arn.get(bucket)

    def account(self, key: str, arn: str, caller: Caller) -> Account:
        found = self.organization.account_by_key.get(key) or self.organization.accounts.get(
            (arn + ":::::").split(":")[4]
        )
        account = found or caller.account
        assert account is not None
        return account


def _quarantined(world: World, process: Process) -> World:
    organization = world.organization
    (suspended,) = (target for target in organization.targets.values() if target.name == "suspended")
    moved = organization.with_account_in(organization.account_by_key["infra"], suspended.id)
    return World(moved, Evaluator(moved, process=process), world.intent)


def _bounded(stacks: Stacks) -> None:
    boundary = {
        "Version": "2012-10-17",
        "Statement": [
            {"Sid": "NoIam", "Effect": "Allow", "NotAction": "iam:*", "Resource": "*"},
            {"Sid": "NoOrganization", "Effect": "Deny", "Action": "organizations:*", "Resource": "*"},
        ],
    }
    resources = stacks["infra"]["resource"]
    resources["aws_iam_policy"] = {"boundary": {"name": "boundary", "policy": json.dumps(boundary)}}
    (role,) = (role for role in resources["aws_iam_role"].values() if role["name"] == "infra")
    role["permissions_boundary"] = "${aws_iam_policy.boundary.arn}"


@pytest.fixture(scope="module")
def asked(world: World, broken: Broken, process: Process) -> Callable[[str], Asked]:
    """Return the world for each section of the table."""
    special = {
        "With infra in quarantine": Asked(_quarantined(world, process)),
        "With a permissions boundary": Asked(broken(_bounded)),
    }
    plain = Asked(world)
    return lambda section: special.get(section, plain)


def _said(reason: Reason) -> str:
    if reason.policy is None:
        return f"{reason.layer}: {reason.effect}"
    own = reason.policy.origin != AWS and reason.said.get("Sid")
    return f"{reason.layer}: {own or reason.policy.name}"


def _by_aws(reason: Reason) -> bool:
    """Return whether AWS attaches the policy everywhere: the table leaves such policies out."""
    return reason.layer[:3] in ("SCP", "RCP") and (reason.policy is None or reason.policy.name == "FullAWSAccess")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.who} {row.signed_in}: {row.action} {row.resource[-40:]}")
def test_decision_and_reasons_are_those_found_by_hand(row: Row, asked: Callable[[str], Asked]) -> None:
    here = asked(row.section)
    request = here.request(row)
    verdict = here.world.evaluator.explain(request)
    wanted = set(row.decided_by.split("; "))
    allowed = row.decision == "allowed"
    decided = [one for one in verdict.reasons if (one.effect == "Allow") is allowed and not (allowed and _by_aws(one))]
    assert (verdict.result, verdict.problem) == (row.decision, "")
    assert {_said(one) for one in decided} == wanted
    assert here.world.evaluator.decide(request).result == row.decision, "the narrowed question has another result"


def test_the_table_covers_every_layer_and_way_of_signing_in() -> None:
    assert len(ROWS) >= 60
    layers = {one.partition(":")[0] for row in ROWS for one in row.decided_by.split("; ")}
    assert layers == {
        "identity policy",
        "trust policy",
        "permissions boundary",
        "policy of the resource",
        "SCP of root",
        "SCP of spacecats",
        "SCP of infra",
        "SCP of suspended",
        "RCP of root",
        "RCP of suspended",
    }
    assert {row.signed_in for row in ROWS} == {"", "access key", "no MFA", "MFA"}


def test_every_service_control_policy_statement_is_either_in_the_table_or_named_here(world: World) -> None:
    decided = {one.partition(": ")[2] for row in ROWS for one in row.decided_by.split("; ")}
    statements = {
        str(statement["Sid"])
        for policy in world.organization.policies
        if policy.kind in ("scp", "rcp") and policy.origin != AWS
        for statement in policy.statements
    }
    assert statements - decided == {
        "DenyRegionChanges",
        "DenyS3PublicAccess",
        "DenyS3PublicAccessPart2",
        "ProtectAccessAnalyzer",
        "ProtectBuckets",
        "ProtectConfig",
        "ProtectRoles",
        "RequireEbsEncryption",
        "RequireImdsv2Part2",
        "RequireImdsv2Part3",
    }

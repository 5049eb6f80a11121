"""Model and evaluator reach the decisions of `decisions.md`, derived by hand, for the same reasons."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from access.decision import Caller, Evaluator, Reason, Request
from access.decision.process import Process
from access.explain.explanation import deciding
from access.model import Organization, Resource
from access.model.accounts import Account
from access.model.policies import AWS
from access.model.principals import Role
from access.questions.world import World
from tests.access.conftest import Broken, Edit, Stacks

_SEVERAL_VALUES = frozenset({"aws:TagKeys"})
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

    def role(self, key: str, found: Callable[[Role], bool]) -> Role:
        number = self.organization.account_by_key[key].number
        return next(role for role in self.organization.roles if role.account == number and found(role))

    def service_linked(self, text: str) -> Role | None:
        if not (match := re.fullmatch(r"service-linked role of (\S+) in (\S+)", text)):
            return None
        return self.role(match[2], lambda role: f":role/aws-service-role/{match[1]}/" in role.arn)

    def caller(self, row: Row) -> Caller:
        callers = self.world.callers
        if match := re.fullmatch(r"role (\S+) of (\S+?)(?: named (\S+))?", row.who):
            return callers.session(self.role(match[2], lambda role: role.name == match[1]), match[3] or "session")
        if role := self.service_linked(row.who):
            return callers.session(role)
        if row.who.startswith("root user of "):
            return callers.root_user(self.organization.account_by_key[row.who.rpartition(" ")[2]])
        if row.who.endswith(".amazonaws.com"):
            source = {key: value for key, value in self.context(row).items() if isinstance(value, str)}
            return callers.service(row.who, source)
        if row.who.startswith("outside principal"):
            return callers.outsider(*re.findall(r"\d+", row.who))
        if row.who == "anonymous caller":
            return callers.anonymous()
        ways = {"access key": callers.with_key, "no MFA": callers.without_mfa, "MFA": callers.with_mfa}
        return ways[row.signed_in](next(user for user in self.organization.users if user.name == row.who))

    def context(self, row: Row) -> dict[str, str | tuple[str, ...]]:
        pairs = [self.text(pair).partition("=") for pair in row.under.split("; ") if "=" in pair]
        lists = {key for key, _, _ in pairs} & _SEVERAL_VALUES
        return {key: tuple(value.split(" and ")) if key in lists else value for key, _, value in pairs}

    def without(self, row: Row) -> frozenset[str]:
        return frozenset(pair.removeprefix("no ").lower() for pair in row.under.split("; ") if pair.startswith("no "))

    def request(self, row: Row) -> Request:
        return replace(self.complete(row), without=self.without(row))

    def complete(self, row: Row) -> Request:
        linked = self.service_linked(row.resource)
        name, _, key = (linked.arn if linked else row.resource).partition(" in ")
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


def _further(text: Callable[[str], str]) -> Edit:
    """Return an edit that adds the resources of the table's JSON, with the placeholders replaced by a function."""
    (written,) = re.findall(r"^```json\n(.*?)^```", _TABLE, re.DOTALL | re.MULTILINE)
    further: Stacks = json.loads(text(written))

    def edit(stacks: Stacks) -> None:
        for stack, types in further.items():
            for type_, resources in types.items():
                added = {name: _with_documents(body) for name, body in resources.items()}
                stacks[stack]["resource"].setdefault(type_, {}).update(added)

    return edit


def _with_documents(body: dict[str, Any]) -> dict[str, Any]:
    """Return a resource whose lists of statements are policies as Terraform has them: text, `${` escaped."""

    def document(statements: list[Any]) -> str:
        return json.dumps({"Version": "2012-10-17", "Statement": statements}).replace("${", "$${")

    return {name: document(value) if isinstance(value, list) else value for name, value in body.items()}


@pytest.fixture(scope="module")
def asked(world: World, broken: Broken, process: Process) -> Callable[[str], Asked]:
    """Return the world for each section of the table."""
    plain = Asked(world)
    special = {
        "With infra in quarantine": Asked(_quarantined(world, process)),
        "With a permissions boundary": Asked(broken(_bounded)),
        "With further policies": Asked(broken(_further(plain.text))),
    }
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
    verdict, layers = here.world.evaluator.layers(request)
    wanted = set(row.decided_by.split("; "))
    allowed = row.decision == "allowed"
    decided = [one for one in verdict.reasons if (one.effect == "Allow") is allowed and not (allowed and _by_aws(one))]
    assert (verdict.result, verdict.problem) == (row.decision, "")
    missing = {f"{one.name}: no Allow" for one in deciding(verdict, layers) if one.why}
    assert {_said(one) for one in decided} | missing == wanted
    assert here.world.evaluator.decide(request).result == row.decision, "the narrowed question has another result"


def test_the_table_covers_every_layer_and_way_of_signing_in() -> None:
    assert len(ROWS) >= 200
    layers = {one.partition(":")[0] for row in ROWS for one in row.decided_by.split("; ")}
    assert layers == {
        "identity policy",
        "trust policy",
        "permissions boundary",
        "policy of the resource",
        "SCP of root",
        "SCP of spacecats",
        "SCP of infra",
        "SCP of logs",
        "SCP of suspended",
        "RCP of root",
        "RCP of suspended",
    }
    assert {row.signed_in for row in ROWS} == {"", "access key", "no MFA", "MFA"}


def test_every_statement_of_a_control_policy_decides_a_row(world: World) -> None:
    decided = {one.partition(": ")[2] for row in ROWS for one in row.decided_by.split("; ")}
    statements = {
        str(statement["Sid"])
        for policy in world.organization.policies
        if policy.kind in ("scp", "rcp") and policy.origin != AWS
        for statement in policy.statements
    }
    assert statements <= decided

"""Every policy, role, user and resource of the example comes from a line of its configuration."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from access.explain import ConfigurationLines
from access.model.policies import AWS, Policy
from access.world import World
from terraform_json.origin import Origin
from tests.terraform_json import ROOT

CONTENT = (ROOT / "organization.yaml").read_bytes()
LINES = ConfigurationLines(CONTENT, ROOT)


def line_of(text: str) -> int:
    """The line of the example's configuration that begins with a text."""
    (found,) = (number for number, line in enumerate(CONTENT.decode().splitlines(), 1) if line.strip().startswith(text))
    return found


def test_every_statement_of_every_policy_has_a_line(world: World) -> None:
    without = [
        f"{policy.name}, statement {index}"
        for policy in world.organization.policies
        for index in range(1, len(policy.statements) + 1)
        if policy.origin != AWS and " line " not in LINES.of(policy, index)
    ]

    assert without == []


def test_every_policy_of_another_kind_has_a_line(world: World) -> None:
    others = {policy.name: LINES.of(policy) for policy in world.organization.policies if policy.kind == "other"}

    assert others == {
        "root/ai-opt-out": f"organization.yaml line {line_of('ai-opt-out:')} (guardrails.ai-opt-out)",
        "root/ec2-defaults": f"organization.yaml line {line_of('ec2-defaults:')} (guardrails.ec2-defaults)",
        "spacecats/tags": f"organization.yaml line {line_of('file: guardrails/tags.json') - 2} (guardrails.tags)",
    }


def test_everything_that_is_made_has_a_line(world: World) -> None:
    organization = world.organization
    people = [*(user.origin for user in organization.users), *(group.origin for group in organization.groups)]
    made = [*(role.origin for role in organization.roles), *(one.origin for one in organization.resources)]
    origins = [*people, *made, *(target.origin for target in organization.targets.values())]

    assert [str(origin) for origin in origins if " line " not in LINES.of_origin(origin)] == []


def test_each_statement_of_a_packed_policy_has_its_own_guardrail(world: World) -> None:
    (policy,) = (one for one in world.organization.policies if one.name == "spacecats/guardrails-2")

    found = {statement["Sid"]: LINES.of(policy, index) for index, statement in enumerate(policy.statements, 1)}

    assert found == {
        sid: f"organization.yaml line {line_of(f'{key}:')} (guardrails.{key})"
        for sid, key in {
            "ProtectBuckets": "protect-buckets",
            "ProtectRoles": "protect-roles",
            "DenyHostedZoneDeletion": "deny-hosted-zone-deletion",
            "DenyLogDeletion": "deny-log-deletion",
        }.items()
    }


def test_what_aws_makes_is_said_to_be_of_aws(world: World) -> None:
    found = {policy.name: LINES.of(policy, 1) for policy in world.organization.policies if policy.origin == AWS}

    assert found["AdministratorAccess"] == "AWS's own policy"
    assert found["trust policy of OrganizationAccountAccessRole"] == "made by AWS"


def test_a_guardrail_of_a_file_is_known_by_its_statement(tmp_path: Path) -> None:
    for name, sid in (("one", "A"), ("two", "B")):
        (tmp_path / f"{name}.json").write_text(json.dumps({"Statement": {"Sid": sid, "Effect": "Deny"}}))
    content = "guardrails:\n  x: {targets: root, file: one.json}\n  y: {targets: root, file: two.json}\n"
    said = [{"Sid": "B", "Effect": "Deny"}, {"Sid": "A", "Effect": "Deny"}]
    policy = _packed(said)

    assert ConfigurationLines(content.encode(), tmp_path).of(policy, 1) == "organization.yaml line 3 (guardrails.y)"
    assert ConfigurationLines(content.encode()).of(policy, 1) == (
        "organization.yaml line 2 (guardrails.x) or organization.yaml line 3 (guardrails.y)"
    )


@pytest.mark.parametrize(
    ("rail", "key"),
    [("limit-regions: root", "limit-regions"), ("here: {targets: root, catalogue: limit-regions}", "here")],
)
def test_a_guardrail_is_known_by_what_it_is_in_the_catalogue(rail: str, key: str) -> None:
    lines = ConfigurationLines(f"guardrails:\n  deny-root-user: root\n  {rail}\n".encode())

    assert lines.of(_packed([{"Sid": "LimitRegionsPart2"}]), 1) == f"organization.yaml line 3 (guardrails.{key})"


def test_a_default_is_said_to_be_one() -> None:
    lines = ConfigurationLines(b"name: x\n")

    assert lines.of_origin(Origin("logs", "", "logs/logs/trail/bucket/policy")) == (
        "organization.yaml (cloudtrail, by default)"
    )


def test_units_within_units_have_their_line() -> None:
    content = b"organizational_units:\n  a:\n    organizational_units:\n      b:\n        quarantine: true\n"
    origin = Origin("org-root", "", "org-root/organization/organizational-units/a--b/deny-all")

    assert ConfigurationLines(content).of_origin(origin) == (
        "organization.yaml line 5 (organizational_units.a.organizational_units.b.quarantine)"
    )


@pytest.mark.parametrize("content", [None, b"", b"- x", b"[", b"guardrails: 5\ngroups: x\norganizational_units: [y]"])
def test_without_a_readable_configuration_no_line_is_guessed(content: bytes | None, world: World) -> None:
    lines = ConfigurationLines(content)
    scps = [policy for policy in world.organization.policies if policy.kind == "scp"]

    assert {lines.of(policy, 1) for policy in scps} == {""}


def _packed(statements: list[dict[str, str]]) -> Policy:
    origin = Origin("org-root", "aws_organizations_policy.x", "org-root/policies/root/guardrails-1/policy")
    return Policy("root/guardrails-1", "scp", {"Statement": statements}, origin)

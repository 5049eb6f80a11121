"""Every policy, role, user and resource of the example comes from a line of its configuration."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from access.explain import ConfigurationLines
from access.model.policies import AWS, Policy, PolicyKind
from access.questions.world import World
from access.read.organization import from_stacks
from organization.load import examine_text
from terraform_json.origin import Origin, StatementOrigin
from terraform_json.stacks import Stack
from tests.stacks.variations import EXAMPLE
from tests.synthesis import ROOT, synthesize_organization

CONTENT = (ROOT / "organization.yaml").read_bytes()
LINES = ConfigurationLines(CONTENT)


def line_of(text: str) -> int:
    """Return the number of the configuration's line that begins with a text."""
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


def test_every_principal_and_resource_has_a_line(world: World) -> None:
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


def test_aws_is_the_origin_of_its_own_policies_and_roles(world: World) -> None:
    found = {policy.name: LINES.of(policy, 1) for policy in world.organization.policies if policy.origin == AWS}

    assert found["AdministratorAccess"] == "AWS's own policy"
    assert found["trust policy of OrganizationAccountAccessRole"] == "made by AWS"


def test_a_statement_has_its_own_guardrail_where_two_say_the_same(tmp_path: Path) -> None:
    for name in ("one", "two"):
        own = {"Sid": "Own", "Effect": "Deny", "Action": f"sqs:{name.capitalize()}", "Resource": "*"}
        (tmp_path / f"{name}.json").write_text(json.dumps({"Version": "2012-10-17", "Statement": own}))
    small, large = ({"targets": "root", "parameters": {"instance_types": f"{kind}.*"}} for kind in ("t3", "m7g"))
    rails = {"limit-instance-types": small, "also": {**large, "catalogue": "limit-instance-types"}}
    files = {name: {"targets": "root", "file": f"{name}.json"} for name in ("one", "two")}
    content = yaml.safe_dump({**EXAMPLE, "guardrails": {**rails, **files}}).encode()
    organization, _ = examine_text(content, tmp_path)
    stacks = synthesize_organization(organization, tmp_path / "out", tmp_path)
    scps = [
        policy
        for policy in from_stacks([Stack(*one) for one in stacks.items()]).policies
        if policy.kind is PolicyKind.SERVICE_CONTROL
    ]

    found = {
        json.dumps(statement): ConfigurationLines(content).places(policy, index)
        for policy in scps
        for index, statement in enumerate(policy.statements, 1)
    }
    for said, key in {"t3.*": "limit-instance-types", "m7g.*": "also", "sqs:One": "one", "sqs:Two": "two"}.items():
        places = {place for text, places in found.items() if said in text for place in places}
        assert {place.field for place in places} == {f"guardrails.{key}"}, said


def test_a_policy_with_several_origins_has_several_lines() -> None:
    lines = ConfigurationLines(b"guardrails:\n  x: root\n  y: root\n")
    keys = ("/guardrails/x", "/guardrails/y")
    policy = Policy(
        "root/guardrails-1", PolicyKind.SERVICE_CONTROL, {"Statement": [{}, {}]}, Origin("org-root", "x", "", keys)
    )
    both = "organization.yaml line 2 (guardrails.x) or organization.yaml line 3 (guardrails.y)"

    assert lines.of(policy) == lines.of(policy, 1) == both
    identities = tuple(StatementOrigin(key, 1) for key in keys[::-1])
    packed = replace(policy, origin=replace(policy.origin, statements=identities))
    assert lines.of(packed) == both
    assert lines.of(packed, 1) == "organization.yaml line 3 (guardrails.y)"
    other = replace(packed, document={"Statement": [{}]})
    assert lines.of(other, 1) == both, "these are not the statements that the keys were written for"


def test_a_default_is_called_a_default() -> None:
    lines = ConfigurationLines(b"name: x\ndeployment:\n")

    assert lines.of_origin(made_by("/cloudtrail")) == "organization.yaml (cloudtrail, by default)"
    assert lines.of_origin(made_by("/deployment/state")) == "organization.yaml (deployment.state, by default)"


def test_units_within_units_have_their_line() -> None:
    content = b"organizational_units:\n  a:\n    organizational_units:\n      b:\n        quarantine: true\n"
    origin = made_by("/organizational_units/a/organizational_units/b/quarantine")

    assert ConfigurationLines(content).of_origin(origin) == (
        "organization.yaml line 5 (organizational_units.a.organizational_units.b.quarantine)"
    )


def test_items_of_lists_and_any_name_have_their_line() -> None:
    lines = ConfigurationLines(b"users:\n  - ann.lee\n  - 0\ngroups:\n  a/b~c.d: {}\n")

    assert lines.of_origin(made_by("/users/1")) == "organization.yaml line 3 (users[1])"
    assert lines.of_origin(made_by("/groups/a~1b~0c.d")) == "organization.yaml line 5 (groups.a/b~c.d)"


@pytest.mark.parametrize("comment", [None, "made by hand", {"metadata": {}}, {"configuration": "x", "statements": 7}])
def test_no_line_is_guessed_for_resources_that_other_programs_synthesized(comment: object) -> None:
    stack = Stack("foreign", {"resource": {"aws_iam_role": {"x": {"//": comment}}}})

    assert LINES.of_origin(stack.blocks["aws_iam_role.x"].origin) == ""


@pytest.mark.parametrize("content", [None, b"", b"- x", b"[", b"guardrails: 5\ngroups: x\norganizational_units: [y]"])
def test_without_a_readable_configuration_no_line_is_guessed(content: bytes | None, world: World) -> None:
    lines = ConfigurationLines(content)
    scps = [policy for policy in world.organization.policies if policy.kind is PolicyKind.SERVICE_CONTROL]

    assert {lines.of(policy, 1) for policy in scps} == {""}


def made_by(key: str) -> Origin:
    """Return the origin of a resource with a key."""
    return Origin("stack", "aws_x.y", keys=(key,))

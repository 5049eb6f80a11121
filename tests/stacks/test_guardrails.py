"""Policies of the organization and their targets."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from organization import limits
from tests.stacks.variations import EXAMPLE, OFF
from tests.synthesis import policy, resource, resources

Stacks = dict[str, dict[str, Any]]

OWN_FILES = {"no-vpc-peering"}
LIMIT = {
    "SERVICE_CONTROL_POLICY": (limits.SCP_SIZE.value, limits.SCPS_PER_TARGET.value - 1),
    "RESOURCE_CONTROL_POLICY": (limits.RCP_SIZE.value, limits.RCPS_PER_TARGET.value - 1),
}
"""Most characters of a policy, and most policies of a target besides AWS's own."""


def attached(tf: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return the policies of each target: root, the path of an OU, account:key."""
    found: dict[str, list[dict[str, Any]]] = {}
    for item in resources(tf, "aws_organizations_policy_attachment"):
        name = re.fullmatch(r"\$\{aws_organizations_policy\.(.+)\.id\}", item["policy_id"])
        assert name
        found.setdefault(target(tf, item["target_id"]), []).append(tf["resource"]["aws_organizations_policy"][name[1]])
    return found


def target(tf: dict[str, Any], reference: str) -> str:
    """Return the name of the resource that a reference names."""
    match = re.fullmatch(r"\$\{aws_organizations_(\w+)\.([\w-]+)\.(id|roots\[0\]\.id)\}", reference)
    assert match, reference
    if match[1] == "organization":
        return "root"
    if match[1] == "account":
        return "account:" + match[2].removeprefix("account_")
    unit = tf["resource"]["aws_organizations_organizational_unit"][match[2]]
    above = target(tf, unit["parent_id"])
    return unit["name"] if above == "root" else f"{above}/{unit['name']}"


def guardrail(sid: str) -> str:
    """Return the guardrail of a statement."""
    words = re.sub(r"Part\d+$", "", sid)
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", words).lower()


def named_in(policies: list[dict[str, Any]]) -> set[str]:
    """Return the guardrails of the packed policies."""
    packed = [one for one in policies if "guardrails-" in one["name"]]
    return {guardrail(statement["Sid"]) for one in packed for statement in policy(one["content"])}


def targets_of(rail: Any) -> list[str]:
    found = rail["targets"] if isinstance(rail, dict) else rail
    return [found] if isinstance(found, str) else list(found)


def test_every_guardrail_is_attached_to_its_target_and_to_no_other(stacks: Stacks) -> None:
    found = attached(stacks["org-root"])
    targets = {name for rail in EXAMPLE["guardrails"].values() for name in targets_of(rail)}

    assert set(found) == {*targets, "suspended"}
    for name in targets:
        expected = {
            key
            for key, rail in EXAMPLE["guardrails"].items()
            if name in targets_of(rail) and (not isinstance(rail, dict) or "type" not in rail)
        }
        assert named_in(found[name]) == expected


def test_policies_of_other_kinds_are_attached_as_their_files_say(stacks: Stacks) -> None:
    found = {
        (name, one["name"], one["type"])
        for name, policies in attached(stacks["org-root"]).items()
        for one in policies
        if one["type"] not in LIMIT
    }
    assert ("spacecats", "spacecats/tags", "TAG_POLICY") in found
    assert found == {
        (name, f"{name}/{key}", rail["type"])
        for key, rail in EXAMPLE["guardrails"].items()
        if isinstance(rail, dict) and rail.get("type", "SERVICE_CONTROL_POLICY") not in LIMIT
        for name in targets_of(rail)
    }


def test_users_are_denied_everywhere_but_in_id(stacks: Stacks) -> None:
    """By a reference to its number, which is unknown until the account is created."""
    statements = [
        statement
        for one in attached(stacks["org-root"])["root"]
        if "guardrails-" in one["name"]
        for statement in policy(one["content"])
    ]
    (denial,) = (one for one in statements if one["Sid"] == "DenyIamUsers")

    assert "iam:CreateUser" in denial["Action"]
    elsewhere = denial["Condition"]["StringNotEquals"]
    assert elsewhere == {"aws:PrincipalAccount": "${aws_organizations_account.account_id.id}"}


def test_no_protecting_guardrail_binds_the_exempt_roles_and_the_responder(stacks: Stacks) -> None:
    roles = [f"arn:aws:iam::*:role/{name}" for name in ("OrganizationAccountAccessRole", "incident-responder")]
    protecting = [
        statement
        for policies in attached(stacks["org-root"]).values()
        for one in policies
        if "guardrails-" in one["name"]
        for statement in policy(one["content"])
        if statement["Sid"].startswith("Protect")
    ]
    assert protecting
    for statement in protecting:
        assert statement["Condition"]["ArnNotLike"]["aws:PrincipalArn"] == roles


def test_no_principal_creates_or_changes_the_roles_that_no_guardrail_binds(stacks: Stacks) -> None:
    """A principal that could would not be bound either."""
    (protection,) = (
        statement
        for one in attached(stacks["org-root"])["root"]
        if "guardrails-" in one["name"]
        for statement in policy(one["content"])
        if statement["Sid"] == "ProtectDeploymentRoles"
    )
    names = ("OrganizationAccountAccessRole", "incident-responder")

    assert protection["Resource"] == [f"arn:aws:iam::*:role/{name}" for name in names]
    assert {"iam:CreateRole", "iam:UpdateAssumeRolePolicy"} <= set(protection["Action"])


def test_the_quarantine_has_a_policy_of_each_kind(stacks: Stacks) -> None:
    found = {one["name"]: one for one in attached(stacks["org-root"])["suspended"]}

    assert {name: one["type"] for name, one in found.items()} == {
        "deny-all-suspended": "SERVICE_CONTROL_POLICY",
        "deny-outside-suspended": "RESOURCE_CONTROL_POLICY",
    }


def test_every_policy_waits_until_its_kind_is_on(any_stacks: Stacks) -> None:
    """Otherwise AWS rejects it. A policy waits for the organization, or for an OU that waits for the organization."""
    tf = any_stacks["org-root"]
    kinds = set(resource(tf, "aws_organizations_organization")["enabled_policy_types"])

    for one in resources(tf, "aws_organizations_policy"):
        assert one["type"] in kinds
        assert re.match(r"aws_organizations_organization(al_unit)?\.", one["depends_on"][0])


def test_every_policy_is_attached_once_and_has_a_name_of_its_own(any_stacks: Stacks) -> None:
    tf = any_stacks["org-root"]
    names = [one["name"] for policies in attached(tf).values() for one in policies]

    assert len(set(names)) == len(names) == len(resources(tf, "aws_organizations_policy"))


def test_no_target_has_more_or_longer_policies_than_aws_allows(any_stacks: Stacks) -> None:
    for policies in attached(any_stacks["org-root"]).values():
        for kind, (size, count) in LIMIT.items():
            mine = [re.sub(r"\$\{aws[^}]*\}", "0" * 12, one["content"]) for one in policies if one["type"] == kind]
            assert len(mine) <= count
            for content in mine:
                assert len(content.replace("$${", "${")) <= size


def test_many_guardrails_are_all_attached(variation: Callable[[str], Stacks]) -> None:
    found = attached(variation("many-guardrails")["org-root"])

    for name, others in (("account:id", 0), ("spacecats", 1)):
        packed = [one for one in found[name] if "guardrails-" in one["name"]]
        limits = [one for item in packed for one in policy(item["content"]) if one["Sid"].startswith("LimitRegions")]
        assert len(limits) == 9 + others
        assert len(packed) > 1


def test_without_guardrails_only_the_quarantine_has_policies(variation: Callable[[str], Stacks]) -> None:
    assert set(attached(variation("everything-off")["org-root"])) == {"suspended"}


@pytest.mark.parametrize("name", ["root", "spacecats/deep", "suspended", "account:logs"])
def test_a_guardrail_may_hold_anywhere(changed: Callable[..., Stacks], name: str) -> None:
    units = {
        "spacecats": {
            "accounts": {"id": None, "infra": None},
            "organizational_units": {"deep": {"accounts": {"logs": None}}},
        },
        "suspended": {"quarantine": True},
    }
    stacks = changed(**OFF | {"organizational_units": units, "guardrails": {"deny-leaving-organization": name}})

    found = attached(stacks["org-root"])
    assert named_in(found[name]) == {"deny-leaving-organization"}
    assert set(found) == {"suspended", name}


def test_adding_a_guardrail_leaves_the_other_policies_unchanged(changed: Callable[..., Stacks], stacks: Stacks) -> None:
    def contents(tf: dict[str, Any]) -> dict[str, str]:
        return {
            json.dumps([one["name"], one["type"]]): one["content"] for one in resources(tf, "aws_organizations_policy")
        }

    before = contents(stacks["org-root"])
    after = contents(changed(guardrails=EXAMPLE["guardrails"] | {"deny-public-snapshots": "root"})["org-root"])

    different = {name for name in before | after if before.get(name) != after.get(name)}
    assert len(different) == 1

"""Trust and permissions to assume roles, in all stacks together."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.synthesis import named, policy, resources

Stacks = dict[str, dict[str, Any]]

SERVICES = {"cloudtrail.amazonaws.com", "config.amazonaws.com"}
"""AWS services that have a role which is not service-linked."""


def trusts(stacks: Stacks) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield every statement of every trust policy, with its stack and role."""
    for name, tf in stacks.items():
        for role in resources(tf, "aws_iam_role"):
            for statement in policy(role["assume_role_policy"]):
                yield name, role["name"], statement


def of_people(stacks: Stacks) -> list[tuple[str, str, dict[str, Any]]]:
    return [found for found in trusts(stacks) if "AWS" in found[2]["Principal"]]


def assumable(stacks: Stacks) -> dict[str, set[str]]:
    """Return the roles that each group of id may assume, as account/role."""
    found: dict[str, set[str]] = {}
    for item in resources(stacks["id"], "aws_iam_policy"):
        if item["name"].startswith("assume-roles"):
            (statement,) = policy(item["policy"])
            arns = {short(arn) for arn in statement["Resource"]}
            found.setdefault(item["name"].partition("-")[2].partition("-")[2], set()).update(arns)
    return found


def short(arn: str) -> str:
    """Return account/role for an ARN in which the account's number is a reference."""
    match = re.fullmatch(r"arn:aws:iam::\$\{[^}]*?(account_([\w-]+)id|account_id)\}:role/(.+)", arn)
    assert match, arn
    return f"{match[2] or 'org-root'}/{match[3]}"


def test_every_role_for_users_demands_mfa(any_stacks: Stacks) -> None:
    """With Bool: BoolIfExists would match requests without the key, such as those signed with long-term access keys."""
    found = of_people(any_stacks)

    assert found
    for _, _, statement in found:
        assert statement["Condition"]["Bool"] == {"aws:MultiFactorAuthPresent": "true"}


def test_every_other_role_is_a_services(any_stacks: Stacks) -> None:
    for _, _, statement in trusts(any_stacks):
        if "AWS" not in statement["Principal"]:
            assert set(statement["Principal"]) == {"Service"}
            assert statement["Principal"]["Service"] in SERVICES


def test_a_role_for_users_trusts_one_account_as_a_whole(any_stacks: Stacks) -> None:
    """It trusts id, or org-root for its administrators, and never a wildcard."""
    for name, role, statement in of_people(any_stacks):
        account = "management-account.account_id" if (name, role) == ("org-root", "admin") else "account_id"
        assert re.fullmatch(rf"arn:aws:iam::\$\{{[^*}}]*{account}[^*}}]*\}}:root", statement["Principal"]["AWS"])


def test_roles_for_users_trust_the_organization_only(any_stacks: Stacks) -> None:
    for name, role, statement in of_people(any_stacks):
        if (name, role) != ("org-root", "admin"):  # its administrators are users of the management account itself
            assert "aws:PrincipalOrgID" in statement["Condition"]["StringEquals"], f"{name}/{role}"


def test_groups_may_assume_exactly_the_existing_roles(any_stacks: Stacks) -> None:
    """Some group may assume every role, and no permission names a role that does not exist."""
    there = {f"{name}/{role}" for name, role, _ in of_people(any_stacks)} - {"org-root/admin"}

    assert set().union(*assumable(any_stacks).values()) == there


def test_each_group_of_the_example_may_assume_its_own_roles(stacks: Stacks) -> None:
    assert assumable(stacks) == {
        "infra": {"id/infra", "infra/infra"},
        "billing": {"org-root/billing"},
        "responders": {f"{key}/incident-responder" for key in ("id", "infra", "logs")},
    }


QUARANTINE = {
    "spacecats": {"accounts": {"id": None, "infra": None, "logs": None}},
    "suspended": {"quarantine": True, "accounts": {"shop": None}},
}
GROUPS = {
    "infra": {"users": ["myuser"], "roles": {"id": "PowerUserAccess", "shop": "PowerUserAccess"}},
    "billing": {"users": ["myuser"]},
    "responders": {"users": ["myuser"], "roles": {"shop": "ReadOnlyAccess"}},
}


@pytest.fixture
def quarantined(changed: Callable[..., Stacks]) -> Stacks:
    return changed(organizational_units=QUARANTINE, groups=GROUPS, guardrails=None)


def test_only_responders_may_assume_a_role_in_a_quarantined_account(quarantined: Stacks) -> None:
    reached = {
        group: {role for role in roles if role.startswith("shop/")} for group, roles in assumable(quarantined).items()
    }

    assert {group: roles for group, roles in reached.items() if roles} == {"responders": {"shop/incident-responder"}}


def test_the_quarantine_admits_the_responder_from_id_with_mfa_only(quarantined: Stacks) -> None:
    tf = quarantined["org-root"]
    (deny_all,) = policy(named(tf, "aws_organizations_policy", "deny-all-suspended")["content"])
    outside = {
        one["Sid"]: one for one in policy(named(tf, "aws_organizations_policy", "deny-outside-suspended")["content"])
    }

    role = "arn:aws:iam::*:role/incident-responder"
    assert deny_all["Condition"] == {"ArnNotLike": {"aws:PrincipalArn": role}}
    assert outside["DenyAssumingOtherRoles"]["NotResource"] == role
    elsewhere = outside["DenyRespondingFromElsewhere"]["Condition"]["StringNotEquals"]
    assert elsewhere == {"aws:PrincipalAccount": "${aws_organizations_account.account_id.id}"}
    without_mfa = outside["DenyRespondingWithoutMfa"]["Condition"]
    assert without_mfa == {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}


def test_without_a_responder_the_quarantine_admits_no_principal(changed: Callable[..., Stacks]) -> None:
    stacks = changed(organizational_units=QUARANTINE, responder=None, guardrails=None)
    tf = stacks["org-root"]

    (deny_all,) = policy(named(tf, "aws_organizations_policy", "deny-all-suspended")["content"])
    assert deny_all == {"Sid": "DenyAll", "Effect": "Deny", "Action": "*", "Resource": "*"}
    assert "incident-responder" not in json.dumps(stacks)


def test_the_role_of_the_responder_trusts_users_of_id_with_mfa(stacks: Stacks) -> None:
    for name in ("id", "infra", "logs"):
        (statement,) = policy(named(stacks[name], "aws_iam_role", "incident-responder")["assume_role_policy"])
        assert re.fullmatch(r"arn:aws:iam::\$\{[\w.-]*accountaccount_idid\}:root", statement["Principal"]["AWS"])
        assert statement["Condition"]["Bool"] == {"aws:MultiFactorAuthPresent": "true"}
        assert set(statement["Condition"]["StringEquals"]) == {"aws:PrincipalOrgID"}


def test_the_responder_may_read_only(stacks: Stacks) -> None:
    for key in ("id", "infra", "logs"):
        attached = [
            item["policy_arn"]
            for item in resources(stacks[key], "aws_iam_role_policy_attachment")
            if "responder" in item["role"]
        ]
        assert sorted(attached) == [
            "arn:aws:iam::aws:policy/SecurityAudit",
            "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess",
        ]
    assert "incident-responder" not in [role["name"] for role in resources(stacks["org-root"], "aws_iam_role")]


def test_the_billing_role_is_in_org_root_and_named_after_its_group(changed: Callable[..., Stacks]) -> None:
    groups = {"responders": None, "accountants": {"users": ["myuser"]}}
    stacks = changed(groups=groups, billing_group="accountants")

    assert assumable(stacks)["accountants"] == {"org-root/accountants"}
    role = named(stacks["org-root"], "aws_iam_role", "accountants")
    (statement,) = policy(role["assume_role_policy"])
    assert "account_id" in statement["Principal"]["AWS"]
    (allowed,) = policy(named(stacks["org-root"], "aws_iam_role_policy", "view-billing")["policy"])
    assert not [action for action in allowed["Action"] if re.search(r":(Put|Update|Create|Delete|Modify|\*)", action)]


def test_only_administrators_and_the_billing_group_have_roles_in_org_root(any_stacks: Stacks) -> None:
    roles = {role for name, role, _ in of_people(any_stacks) if name == "org-root"}

    assert roles <= {"admin", "billing"}

"""Checks of a deployed organization against its file, through the AWS API."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from foundation.names import ID, ORG_ROOT
from organization.attached_policies import at_target
from organization.policy_reference import is_file, policy_arn
from organization.trusted_access import policy_types, trusted_services
from policies import deny_all, deny_outside
from policies.variables import Ids
from tests.end_to_end.deployment import Deployment


def pages(client: Any, operation: str, **arguments: Any) -> list[dict[str, Any]]:
    return list(client.get_paginator(operation).paginate(**arguments))


def tree(client: Any, parent: str, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], str]:
    """Return every OU below a parent: its path and id."""
    found: dict[tuple[str, ...], str] = {}
    for page in pages(client, "list_organizational_units_for_parent", ParentId=parent):
        for unit in page["OrganizationalUnits"]:
            found[(*path, unit["Name"])] = unit["Id"]
            found |= tree(client, unit["Id"], (*path, unit["Name"]))
    return found


def check_every_unit_has_the_parent_of_the_file(deployed: Deployment) -> None:
    organizations = deployed.client("organizations")
    (root,) = organizations.list_roots()["Roots"]

    found = tree(organizations, root["Id"])
    assert set(found) == {path for path, _, _ in deployed.organization.units()}
    assert deployed.output("org-root")["organizational_unit_ids"] == {"/".join(path): id for path, id in found.items()}


def check_every_account_is_in_its_unit_with_its_name_and_address(deployed: Deployment) -> None:
    organizations, file = deployed.client("organizations"), deployed.organization
    (root,) = organizations.list_roots()["Roots"]

    found: dict[str, tuple[tuple[str, ...], str, str]] = {}
    for path, ou_id in tree(organizations, root["Id"]).items():
        for page in pages(organizations, "list_accounts_for_parent", ParentId=ou_id):
            found |= {account["Id"]: (path, account["Name"], account["Email"]) for account in page["Accounts"]}
    assert found == {
        deployed.numbers[key]: (path, file.account_name(key), file.account_email(key))
        for path, unit, _ in file.units()
        for key in unit.accounts
    }


def check_the_organization_has_its_services_and_policy_types(deployed: Deployment) -> None:
    organizations, file = deployed.client("organizations"), deployed.organization

    services = organizations.list_aws_service_access_for_organization()["EnabledServicePrincipals"]
    assert {service["ServicePrincipal"] for service in services} == set(trusted_services(file))
    (root,) = organizations.list_roots()["Roots"]
    assert {kind["Type"] for kind in root["PolicyTypes"]} == set(policy_types(file))
    assert organizations.describe_organization()["Organization"]["FeatureSet"] == "ALL"


def own_policies(organizations: Any, target: str, kind: str) -> dict[str, Any]:
    """Return the policies of a kind attached to a target, without AWS's own: content by name."""
    attached = organizations.list_policies_for_target(TargetId=target, Filter=kind)["Policies"]
    return {
        item["Name"]: json.loads(organizations.describe_policy(PolicyId=item["Id"])["Policy"]["Content"])
        for item in attached
        if not item["AwsManaged"]
    }


def check_every_target_has_its_guardrails_and_only_the_quarantine_denies_everything(deployed: Deployment) -> None:
    organizations, file = deployed.client("organizations"), deployed.organization
    (root,) = organizations.list_roots()["Roots"]
    ids = {"root": root["Id"]} | {"/".join(path): id for path, id in tree(organizations, root["Id"]).items()}
    ids |= {f"account:{key}": number for key, number in deployed.numbers.items()}

    for name, target in ids.items():
        expected = at_target(file, name, deployed.file.parent, Ids(accounts=deployed.numbers))
        for kind in ("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"):
            contents = {one.name: json.loads(one.content) for one in expected if one.type == kind}
            if name == "suspended" and kind == "SERVICE_CONTROL_POLICY":
                contents["deny-all-suspended"] = json.loads(deny_all("responder"))
            elif name == "suspended":
                contents["deny-outside-suspended"] = json.loads(deny_outside("responder", deployed.numbers[ID]))
            assert own_policies(organizations, target, kind) == contents, name


def check_the_administrators_are_in_org_root(deployed: Deployment) -> None:
    iam = deployed.client("iam")

    users = {user["UserName"] for user in iam.list_users()["Users"]}
    assert users == {"ann.lee.org-root", "annlee.org-root", "carl.org-root"}
    members = {user["UserName"] for user in iam.get_group(GroupName="admins")["Users"]}
    assert members == {"ann.lee.org-root", "annlee.org-root"}
    role = iam.get_role(RoleName="admin")["Role"]
    assert role["MaxSessionDuration"] == 7200
    (statement,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Condition"] == {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    assert statement["Principal"] == {"AWS": f"arn:aws:iam::{deployed.emulator.management_account}:root"}
    (attached,) = iam.list_attached_role_policies(RoleName="admin")["AttachedPolicies"]
    assert attached["PolicyArn"] == "arn:aws:iam::aws:policy/AdministratorAccess"


def check_every_user_is_in_id_and_in_the_users_groups(deployed: Deployment) -> None:
    iam, file = deployed.client("iam", ID), deployed.organization

    users = {user["UserName"] for page in pages(iam, "list_users") for user in page["Users"]}
    assert users == {*file.users, *file.former_users}
    groups = {group["GroupName"] for page in pages(iam, "list_groups") for group in page["Groups"]}
    assert groups == set(file.groups)
    for name, group in file.groups.items():
        assert {user["UserName"] for user in iam.get_group(GroupName=name)["Users"]} == set(group.users), name


def check_groups_may_assume_the_roles_that_they_were_given(deployed: Deployment) -> None:
    iam, file = deployed.client("iam", ID), deployed.organization

    for name, group in file.groups.items():
        allowed = []
        for attached in iam.list_attached_group_policies(GroupName=name)["AttachedPolicies"]:
            if attached["PolicyName"] == "self-service":
                continue
            version = iam.get_policy(PolicyArn=attached["PolicyArn"])["Policy"]["DefaultVersionId"]
            arguments = {"PolicyArn": attached["PolicyArn"], "VersionId": version}
            (statement,) = iam.get_policy_version(**arguments)["PolicyVersion"]["Document"]["Statement"]
            allowed += statement["Resource"]
        expected = [(deployed.numbers[key], name) for key in group.roles if key not in file.quarantined]
        if name == "responders":
            expected = [(number, "responder") for number in deployed.numbers.values()]
        elif name == "finance":
            expected = [(deployed.emulator.management_account, "finance")]
        assert sorted(allowed) == sorted(f"arn:aws:iam::{number}:role/{role}" for number, role in expected), name


def check_every_user_can_enrol_mfa(deployed: Deployment) -> None:
    iam, file = deployed.client("iam", ID), deployed.organization

    for name in file.users:
        groups = [group["GroupName"] for group in iam.list_groups_for_user(UserName=name)["Groups"]]
        attached = iam.list_attached_user_policies(UserName=name)["AttachedPolicies"]
        attached += [
            item for group in groups for item in iam.list_attached_group_policies(GroupName=group)["AttachedPolicies"]
        ]
        assert "self-service" in {item["PolicyName"] for item in attached}, name


def check_every_account_has_exactly_its_roles(deployed: Deployment) -> None:
    file = deployed.organization
    organization = deployed.client("organizations").describe_organization()["Organization"]["Id"]

    for key in file.accounts:
        iam = deployed.client("iam", key)
        expected = {name: group.roles[key] for name, group in file.groups.items() if key in group.roles}
        if key in file.quarantined:
            expected = {}
        responder = set() if key in file.quarantined else {"responder"}
        found = {role["RoleName"]: role for page in pages(iam, "list_roles") for role in page["Roles"]}
        assert set(found) == {*expected, *responder, "OrganizationAccountAccessRole"}, key
        for name, role in expected.items():
            (statement,) = found[name]["AssumeRolePolicyDocument"]["Statement"]
            assert statement["Principal"] == {"AWS": f"arn:aws:iam::{deployed.numbers[ID]}:root"}
            assert statement["Condition"] == {
                "Bool": {"aws:MultiFactorAuthPresent": "true"},
                "StringEquals": {"aws:PrincipalOrgID": organization},
            }
            assert found[name]["MaxSessionDuration"] == role.max_session_duration
            attached = {
                item["PolicyArn"] for item in iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
            }
            assert attached == {policy_arn(item) for item in role.policies if not is_file(item)}, (key, name)


def check_a_roles_boundary_and_its_policy_from_a_file_arrive(deployed: Deployment) -> None:
    file = deployed.organization
    roles = {(key, name): role for name, group in file.groups.items() for key, role in group.roles.items()}
    bounded = {place: role.permissions_boundary for place, role in roles.items() if role.permissions_boundary}
    inline = [(place, item) for place, role in roles.items() for item in role.policies if is_file(item)]

    assert len(bounded) == len(inline) == 1
    for (key, name), boundary in bounded.items():
        role = deployed.client("iam", key).get_role(RoleName=name)["Role"]
        assert role["PermissionsBoundary"]["PermissionsBoundaryArn"] == f"arn:aws:iam::aws:policy/{boundary}"
    for (key, name), path in inline:
        found = deployed.client("iam", key).get_role_policy(RoleName=name, PolicyName=Path(path).stem)
        assert found["PolicyDocument"] == json.loads((Path(__file__).parent / path).read_text())


def check_every_account_that_is_managed_has_its_alias(deployed: Deployment) -> None:
    file = deployed.organization

    assert deployed.client("iam").list_account_aliases()["AccountAliases"] == [file.alias(ORG_ROOT)]
    for key in file.accounts:
        expected = [] if key in file.quarantined else [file.alias(key)]
        assert deployed.client("iam", key).list_account_aliases()["AccountAliases"] == expected


def check_no_user_has_a_password_or_key(deployed: Deployment) -> None:
    for client in (deployed.client("iam"), deployed.client("iam", ID)):
        for page in pages(client, "list_users"):
            for user in page["Users"]:
                assert client.list_access_keys(UserName=user["UserName"])["AccessKeyMetadata"] == []
                with pytest.raises(client.exceptions.NoSuchEntityException):
                    client.get_login_profile(UserName=user["UserName"])


CHECKS = (
    check_every_unit_has_the_parent_of_the_file,
    check_every_account_is_in_its_unit_with_its_name_and_address,
    check_the_organization_has_its_services_and_policy_types,
    check_every_target_has_its_guardrails_and_only_the_quarantine_denies_everything,
    check_the_administrators_are_in_org_root,
    check_every_user_is_in_id_and_in_the_users_groups,
    check_groups_may_assume_the_roles_that_they_were_given,
    check_every_user_can_enrol_mfa,
    check_every_account_has_exactly_its_roles,
    check_a_roles_boundary_and_its_policy_from_a_file_arrive,
    check_every_account_that_is_managed_has_its_alias,
    check_no_user_has_a_password_or_key,
)
"""All checks of this module."""

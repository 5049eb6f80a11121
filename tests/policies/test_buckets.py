from __future__ import annotations

import json

from policies import Statement, document
from policies.buckets import (
    bucket_arn,
    bucket_policy,
    deliver_access_logs,
    keep_settings,
    keep_state,
    keep_states_from_others,
    keep_what_services_write,
)
from tests.policies.denials import denied

NAME = "spacecats-id-tf-state-us-west-2"
ARN = f"arn:aws:s3:::{NAME}"
OTHER: Statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"{ARN}/*"}


def test_bucket_arn_names_neither_region_nor_account() -> None:
    assert bucket_arn(NAME) == ARN


def test_policy_denies_every_request_without_tls_to_the_bucket_and_its_objects() -> None:
    *others, tls = json.loads(bucket_policy(NAME, OTHER))["Statement"]

    assert others == [OTHER]
    assert (tls["Effect"], tls["Principal"], tls["Action"]) == ("Deny", {"AWS": "*"}, "s3:*")
    assert tls["Resource"] == [ARN, f"{ARN}/*"]
    assert tls["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_policy_without_statements_still_denies_plain_text() -> None:
    (tls,) = json.loads(bucket_policy(NAME))["Statement"]

    assert tls["Effect"] == "Deny"


def test_access_logs_come_from_s3_and_from_one_account_only() -> None:
    assert deliver_access_logs(NAME, "111122223333") == {
        "Sid": "AccessLogs",
        "Effect": "Allow",
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": f"{ARN}/*",
        "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}},
    }


def test_state_is_listed_in_the_bucket_and_kept_in_its_objects() -> None:
    bucket, objects = json.loads(json.dumps(keep_state(NAME, "123456789012")))

    assert (bucket["Action"], bucket["Resource"]) == ("s3:ListBucket", ARN)
    assert objects["Action"] == ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
    assert objects["Resource"] == f"{ARN}/*"


def test_state_is_kept_by_one_account_whose_number_may_be_a_token() -> None:
    statements = keep_state(NAME, "${TfToken[TOKEN.5]}")

    assert [one.get("Principal") for one in statements] == [{"AWS": "arn:aws:iam::${TfToken[TOKEN.5]}:root"}] * 2


def test_the_policy_allows_no_principal_to_delete_old_versions_of_the_state() -> None:
    actions = json.dumps(keep_state(NAME, "123456789012"))

    assert "DeleteObjectVersion" not in actions
    assert "*:" not in actions


DEPLOYER = "arn:aws:iam::111122223333:role/OrganizationAccountAccessRole"
PERSON = "arn:aws:iam::111122223333:role/infra"
MANAGEMENT = "999988887777"


def of(statements: list[Statement]) -> str:
    return document(*statements)


def test_the_state_of_deployments_is_for_the_deployment_role_only() -> None:
    """A principal that may write it can make Terraform run any program with an administrator's credentials."""
    text = of(keep_states_from_others("b", ["infra"], deploying_account_id=MANAGEMENT, deployer_arn=DEPLOYER))
    ours, theirs = "arn:aws:s3:::b/infra/terraform.tfstate", "arn:aws:s3:::b/network/terraform.tfstate"
    person = {"aws__PrincipalArn": PERSON, "aws__PrincipalAccount": "111122223333"}
    admin = {"aws__PrincipalArn": f"arn:aws:iam::{MANAGEMENT}:role/admin", "aws__PrincipalAccount": MANAGEMENT}
    deployer = {"aws__PrincipalArn": DEPLOYER, "aws__PrincipalAccount": "111122223333"}

    for action in ("s3:GetObject", "s3:PutObject", "s3:DeleteObject"):
        assert denied(text, action, ours, **person)
        assert not denied(text, action, ours, **admin)
        assert not denied(text, action, ours, **deployer)
        assert not denied(text, action, theirs, **person)


def test_only_the_deployment_role_deletes_versions_of_a_state() -> None:
    text = of(keep_states_from_others("b", ["infra"], deploying_account_id=MANAGEMENT, deployer_arn=DEPLOYER))
    person = {"aws__PrincipalArn": PERSON, "aws__PrincipalAccount": "111122223333"}

    assert denied(text, "s3:DeleteObjectVersion", "arn:aws:s3:::b/network/terraform.tfstate", **person)


def test_only_the_deployment_role_changes_settings_of_a_bucket() -> None:
    text = of([keep_settings("b", DEPLOYER)])

    for action in ("s3:PutBucketPolicy", "s3:PutLifecycleConfiguration", "s3:DeleteBucket", "s3:PutBucketVersioning"):
        assert denied(text, action, "arn:aws:s3:::b", aws__PrincipalArn=PERSON)
        assert not denied(text, action, "arn:aws:s3:::b", aws__PrincipalArn=DEPLOYER)
    assert not denied(text, "s3:ListBucket", "arn:aws:s3:::b", aws__PrincipalArn=PERSON)


def test_only_services_and_the_deployment_role_write_or_delete_records() -> None:
    text = of([keep_what_services_write("b", DEPLOYER)])
    file = "arn:aws:s3:::b/AWSLogs/x"
    service = {"aws__PrincipalIsAWSService": "true"}

    for action in ("s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"):
        assert denied(text, action, file, aws__PrincipalArn=PERSON, aws__PrincipalIsAWSService="false")
        assert not denied(text, action, file, **service)
        assert not denied(text, action, file, aws__PrincipalArn=DEPLOYER, aws__PrincipalIsAWSService="false")
    assert not denied(text, "s3:GetObject", file, aws__PrincipalArn=PERSON, aws__PrincipalIsAWSService="false")

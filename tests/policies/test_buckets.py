from __future__ import annotations

import json

from policies import Statement
from policies.buckets import bucket_arn, bucket_policy, deliver_access_logs, keep_state

NAME = "spacecats-id-tf-state-us-west-2"
ARN = f"arn:aws:s3:::{NAME}"
OTHER: Statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"{ARN}/*"}


def test_bucket_arn_names_neither_region_nor_account() -> None:
    assert bucket_arn(NAME) == ARN


def test_policy_refuses_everybody_without_tls_on_the_bucket_and_on_its_objects() -> None:
    *others, tls = json.loads(bucket_policy(NAME, OTHER))["Statement"]

    assert others == [OTHER]
    assert (tls["Effect"], tls["Principal"], tls["Action"]) == ("Deny", {"AWS": "*"}, "s3:*")
    assert tls["Resource"] == [ARN, f"{ARN}/*"]
    assert tls["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_policy_without_statements_still_refuses_plain_text() -> None:
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


def test_old_versions_of_the_state_are_nobodys_to_delete_through_the_policy() -> None:
    actions = json.dumps(keep_state(NAME, "123456789012"))

    assert "DeleteObjectVersion" not in actions
    assert "*:" not in actions

"""Stacks with insecure settings."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from typing import Any

SPOILT = "spoilt-"
"""The prefix of the names of such stacks."""

ALL_PRINCIPALS = {"AWS": "*"}


def _allow(**parts: object) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **parts}]})


CHANGES: dict[tuple[str, str], tuple[object, set[str]]] = {
    ("aws_cloudtrail", "enable_log_file_validation"): (False, {"CKV_AWS_36"}),
    ("aws_cloudtrail", "is_multi_region_trail"): (False, {"CKV_AWS_67"}),
    ("aws_cloudtrail", "kms_key_id"): (None, {"CKV_AWS_35"}),
    ("aws_cloudtrail", "cloud_watch_logs_group_arn"): (None, {"CKV2_AWS_10"}),
    ("aws_config_configuration_recorder_status", "is_enabled"): (False, {"CKV2_AWS_45"}),
    ("aws_ebs_encryption_by_default", "enabled"): (False, {"CKV_AWS_106"}),
    ("aws_guardduty_detector", "enable"): (False, {"CKV_AWS_238"}),
    ("aws_iam_account_password_policy", "minimum_password_length"): (8, {"CKV_AWS_10"}),
    ("aws_iam_policy", "policy"): (
        _allow(Action=["iam:PassRole", "ec2:RunInstances"], Resource="*"),
        {"CKV_AWS_110"},
    ),
    ("aws_iam_role", "assume_role_policy"): (
        _allow(Action="sts:AssumeRole", Principal=ALL_PRINCIPALS),
        {"CKV_AWS_60", "CKV_AWS_283"},
    ),
    ("aws_iam_role_policy", "policy"): (_allow(Action="*", Resource="*"), {"CKV_AWS_62", "CKV_AWS_63", "CKV2_AWS_40"}),
    ("aws_kms_key", "enable_key_rotation"): (False, {"CKV_AWS_7"}),
    ("aws_kms_key", "policy"): (_allow(Action="kms:*", Resource="*", Principal=ALL_PRINCIPALS), {"CKV_AWS_283"}),
    ("aws_s3_bucket_policy", "policy"): (
        _allow(Action="s3:GetObject", Resource="*", Principal="*"),
        {"CKV_AWS_70", "CKV_AWS_283"},
    ),
    ("aws_s3_bucket_public_access_block", "block_public_acls"): (False, {"CKV_AWS_53"}),
    ("aws_s3_bucket_public_access_block", "block_public_policy"): (False, {"CKV_AWS_54"}),
    ("aws_s3_bucket_public_access_block", "ignore_public_acls"): (False, {"CKV_AWS_55"}),
    ("aws_s3_bucket_public_access_block", "restrict_public_buckets"): (False, {"CKV_AWS_56"}),
    ("aws_s3_bucket_versioning", "versioning_configuration"): ({"status": "Suspended"}, {"CKV_AWS_21"}),
    ("aws_sns_topic", "kms_master_key_id"): (None, {"CKV_AWS_26"}),
    ("aws_sns_topic_policy", "policy"): (_allow(Action="sns:*", Resource="*", Principal="*"), {"CKV_AWS_283"}),
}
"""By type and attribute: the insecure value (None removes the attribute) and the checks that must fail."""


def spoilt(stacks: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return copies of stacks with every change made in every resource."""
    copies = {SPOILT + name: copy.deepcopy(tf) for name, tf in stacks.items()}
    for (kind, attribute), (value, _) in CHANGES.items():
        for block in _blocks(copies, kind):
            assert attribute in block, f"{kind} has no {attribute}"
            block[attribute] = value
    return copies


def _blocks(stacks: Mapping[str, dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    found = [block for tf in stacks.values() for block in tf["resource"].get(kind, {}).values()]
    assert found, f"no stack has a {kind}"
    return found

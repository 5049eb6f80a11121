"""The calls that a deployment needs are known for every resource type of the example, and exist in AWS."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from access.deployer import STATE_CALLS, TOOLCHAIN_CALLS, Calls, Source, calls_of, covered_types
from scripts import observe_calls, refresh_calls
from scripts.iam_actions import EXCEPTIONS, action_of, known_action
from scripts.observe_calls import Call

ONLY_OBSERVED = {
    "aws_account_alternate_contact",
    "aws_ebs_encryption_by_default",
    "aws_ec2_image_block_public_access",
    "aws_ec2_instance_metadata_defaults",
    "aws_guardduty_organization_admin_account",
    "aws_guardduty_organization_configuration",
    "aws_guardduty_organization_configuration_feature",
    "aws_iam_account_alias",
    "aws_iam_account_password_policy",
    "aws_iam_organizations_features",
    "aws_organizations_delegated_administrator",
    "aws_s3_account_public_access_block",
}
"""CloudFormation has no such types: further actions that their permissions need are not known."""


def _calls(resource_type: str) -> Calls:
    calls = calls_of(resource_type)
    assert calls is not None
    return calls


def _actions() -> Iterator[str]:
    for resource_type in covered_types():
        calls = _calls(resource_type)
        yield from calls.deploy | calls.destroy
    for call in (*STATE_CALLS, *TOOLCHAIN_CALLS):
        yield call.action


def test_every_action_exists_and_is_written_as_aws_writes_it() -> None:
    actions = set(_actions())
    assert len(actions) > 500
    assert {action for action in actions if known_action(action) != action} == set()


def test_every_resource_type_of_the_example_is_covered(stacks: dict[str, dict[str, Any]]) -> None:
    used = {name for stack in stacks.values() for name in stack["resource"] if name.startswith("aws_")}
    assert len(used) > 45
    assert used - covered_types() == set()
    assert {name for name in used if not _calls(name).documented} == ONLY_OBSERVED


def test_every_covered_type_can_be_created_read_and_deleted_with_something() -> None:
    without = {
        (name, step)
        for name in covered_types()
        for step, actions in (("deploy", _calls(name).deploy), ("destroy", _calls(name).destroy))
        if not actions
    }
    assert without == set()


def test_a_type_that_no_source_has_is_not_covered() -> None:
    assert calls_of("aws_no_such_thing") is None
    assert calls_of("terraform_data") is None


def test_a_managed_policy_is_not_taken_for_an_inline_one() -> None:
    policy = _calls("aws_iam_policy")
    assert "iam:CreatePolicy" in policy.create
    assert {"iam:CreatePolicyVersion", "iam:TagPolicy"} <= policy.update
    assert "iam:DeletePolicy" in policy.delete
    assert not any("RolePolicy" in action for action in policy.deploy | policy.destroy)


def test_a_part_of_a_bucket_asks_for_that_part_only() -> None:
    versioning = _calls("aws_s3_bucket_versioning")
    assert versioning.deploy | versioning.destroy == {"s3:GetBucketVersioning", "s3:PutBucketVersioning"}
    bucket = _calls("aws_s3_bucket")
    assert {"s3:CreateBucket", "s3:GetBucketPolicy", "s3:PutBucketTagging"} <= bucket.deploy
    assert "s3:DeleteBucket" in bucket.destroy
    assert "s3:DeleteBucket" not in bucket.deploy


def test_calls_of_both_sources_are_known() -> None:
    recorder = _calls("aws_config_configuration_recorder")
    assert "iam:PassRole" in recorder.create
    assert recorder.sources_of("iam:PassRole") == (Source.DOCUMENTED,)
    organization = _calls("aws_organizations_organization")
    assert organization.sources_of("organizations:EnablePolicyType") == (Source.OBSERVED,)
    assert organization.sources_of("organizations:ListRoots") == (Source.DOCUMENTED, Source.OBSERVED)
    assert organization.sources_of("s3:CreateBucket") == ()


def test_destroying_stops_the_recorder() -> None:
    assert "config:StopConfigurationRecorder" in _calls("aws_config_configuration_recorder_status").delete


def test_the_lock_of_the_state_is_given_back() -> None:
    assert {call.action for call in STATE_CALLS if call.resource == "lock"} == {
        "s3:GetObject",
        "s3:PutObject",
        "s3:DeleteObject",
    }
    assert "s3:DeleteObject" not in {call.action for call in STATE_CALLS if call.resource == "state"}


def test_every_type_wanted_from_the_schemas_is_in_the_data() -> None:
    wanted = [line.resource_type for line in refresh_calls.lines()]
    assert len(wanted) == len(set(wanted))
    assert {name for name in wanted if not _calls(name).documented} == set()


def test_every_operation_with_another_name_leads_to_an_action_and_is_none_itself() -> None:
    for service, operations in EXCEPTIONS.items():
        assert {name for name in operations if action_of(service, name) is None} == set()
        assert {name for name in operations if known_action(f"s3:{name}")} == set()


def test_operations_become_actions() -> None:
    assert action_of("IAM", "CreateRole") == "iam:CreateRole"
    assert action_of("CloudWatch Logs", "CreateLogGroup") == "logs:CreateLogGroup"
    assert action_of("S3", "GetBucketCors") == "s3:GetBucketCORS"
    assert action_of("S3", "PutPublicAccessBlock") == "s3:PutBucketPublicAccessBlock"
    assert action_of("S3 Control", "PutPublicAccessBlock") == "s3:PutAccountPublicAccessBlock"
    assert action_of("IAM", "CreateRoles") is None
    assert action_of("No Service", "CreateRole") is None


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    """Return a wheel of cfn-lint with the schema of one bucket."""
    handlers = {
        "create": {"permissions": ["S3:createbucket", "s3:PutBucketVersioning", "s3:REST.PUT.OBJECT", "s3:*"]},
        "read": {"permissions": ["s3:GetBucketVersioning"]},
        "update": {"permissions": ["s3:PutBucketVersioning"]},
        "delete": {"permissions": ["s3:DeleteBucket"]},
        "list": {"permissions": ["s3:ListAllMyBuckets"]},
    }
    path = tmp_path / "wheel.whl"
    with zipfile.ZipFile(path, "w") as archive:
        schema = {"typeName": "AWS::S3::Bucket", "handlers": handlers}
        archive.writestr("cfnlint/data/schemas/resources/a.json", json.dumps(schema))
    return path


def test_actions_that_aws_does_not_have_are_left_out_and_listed(wheel: Path) -> None:
    found = refresh_calls.refresh([refresh_calls.Line("aws_s3_bucket", "AWS::S3::Bucket", ())], wheel)
    assert found.errors == []
    assert found.unknown_actions == {"AWS::S3::Bucket: s3:*", "AWS::S3::Bucket: s3:REST.PUT.OBJECT"}
    assert found.records["aws_s3_bucket"] == {
        "create": ["s3:CreateBucket", "s3:PutBucketVersioning"],
        "read": ["s3:GetBucketVersioning"],
        "update": ["s3:PutBucketVersioning"],
        "delete": ["s3:DeleteBucket"],
    }


def test_a_part_is_changed_where_the_whole_is_deleted(wheel: Path) -> None:
    line = refresh_calls.Line("aws_s3_bucket_versioning", "AWS::S3::Bucket", ("*BucketVersioning",))
    record = refresh_calls.refresh([line], wheel).records["aws_s3_bucket_versioning"]
    assert record["delete"] == ["s3:PutBucketVersioning"]


def test_lines_that_lead_nowhere_are_all_reported(wheel: Path) -> None:
    lines = [
        refresh_calls.Line("aws_a", "AWS::S3::Bukket", ()),
        refresh_calls.Line("aws_b", "AWS::S3::Bucket", ("*Versioning", "*Nothing")),
    ]
    assert refresh_calls.refresh(lines, wheel).errors == [
        "calls_types.txt: aws_a: the schemas have no permissions for AWS::S3::Bukket",
        "calls_types.txt: aws_b: no permission of AWS::S3::Bucket matches *Nothing",
    ]


LOG = """\
2026-11-22T16:54:04.123Z [DEBUG] provider.terraform-provider-aws_v5.100.0_x5: Waiting for state: tf_rpc=ReadResource
2026-11-22T16:54:04.124Z [DEBUG] provider.terraform-provider-aws_v5.100.0_x5: HTTP Request Sent: rpc.method=GetMetric
  http.request.body=
  | {"text": "2026 rpc.service"}
   rpc.service="CloudWatch Logs" tf_rpc=ApplyResourceChange tf_resource_type=aws_x timestamp=2026-11-22T16:54:04.124Z
2026-11-22T16:54:04.125Z [DEBUG] provider.terraform-provider-aws_v5.100.0_x5: HTTP Response Received: rpc.method=Get
2026-11-22T16:54:04.126Z [DEBUG] provider.terraform-provider-aws_v5.100.0_x5: HTTP Request Sent: rpc.method=AssumeRole \
rpc.service=STS tf_rpc=ConfigureProvider
"""


def test_calls_are_found_in_a_log_whose_entries_go_over_lines() -> None:
    assert list(observe_calls.calls_in(LOG.splitlines(keepends=True))) == [
        Call("CloudWatch Logs", "GetMetric", "ApplyResourceChange", "aws_x"),
        Call("STS", "AssumeRole", "ConfigureProvider", ""),
    ]


def test_observed_calls_belong_to_the_step_of_terraform() -> None:
    runs = {
        "deploy": [
            Call("IAM", "CreateUser", "ApplyResourceChange", "aws_iam_user"),
            Call("STS", "AssumeRole", "ConfigureProvider", ""),
        ],
        "update": [
            Call("IAM", "GetUser", "ReadResource", "aws_iam_user"),
            Call("IAM", "TagUser", "ApplyResourceChange", "aws_iam_user"),
        ],
        "destroy": [
            Call("IAM", "DeleteUser", "ApplyResourceChange", "aws_iam_user"),
            Call("IAM", "EraseUser", "ApplyResourceChange", "aws_iam_user"),
        ],
    }
    assert observe_calls.records(runs) == (
        {
            "aws_iam_user": {
                "create": ["iam:CreateUser"],
                "read": ["iam:GetUser"],
                "update": ["iam:TagUser"],
                "delete": ["iam:DeleteUser"],
            }
        },
        ["IAM EraseUser"],
    )

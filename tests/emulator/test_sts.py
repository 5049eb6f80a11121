from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.emulator.conftest import Aws, document, refused, trust

MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
TOKEN = {"SerialNumber": "arn:aws:iam::123456789012:mfa/ann", "TokenCode": "123456"}


def assume(aws: Aws, role: str, **arguments: Any) -> dict[str, Any]:
    sts: Any = aws.emulator.session().client("sts")
    arn = f"arn:aws:iam::{role}" if ":" in role else f"arn:aws:iam::123456789012:role/{role}"
    return dict(sts.assume_role(RoleArn=arn, RoleSessionName="test", **arguments))


def test_a_role_that_does_not_exist_cannot_be_assumed(aws: Aws) -> None:
    account = aws.account("team")

    for role in (f"{account}:role/admin", "999999999999:role/OrganizationAccountAccessRole"):
        with refused("AccessDenied"):
            assume(aws, role)


def test_a_role_trusts_the_accounts_it_names(aws: Aws) -> None:
    one, two = aws.account("one"), aws.account("two")
    aws.iam.create_role(RoleName="infra", AssumeRolePolicyDocument=trust(f"arn:aws:iam::{one}:root"))
    arn = "arn:aws:iam::123456789012:role/infra"

    aws.emulator.session(one).client("sts").assume_role(RoleArn=arn, RoleSessionName="test")
    with pytest.raises(ClientError, match="AccessDenied"):
        aws.emulator.session(two).client("sts").assume_role(RoleArn=arn, RoleSessionName="test")


def test_a_role_that_demands_mfa_cannot_be_assumed_without(aws: Aws) -> None:
    root = "arn:aws:iam::123456789012:root"
    aws.iam.create_role(RoleName="strict", AssumeRolePolicyDocument=trust(root, Condition=MFA))
    lax = {"BoolIfExists": MFA["Bool"]}
    aws.iam.create_role(RoleName="lax", AssumeRolePolicyDocument=trust(root, Condition=lax))

    with refused("AccessDenied"):
        assume(aws, "strict")
    assume(aws, "strict", **TOKEN)
    assume(aws, "lax")  # as in AWS: without the key the condition is met


def test_a_session_is_no_longer_than_the_role_allows(aws: Aws) -> None:
    aws.iam.create_role(RoleName="short", AssumeRolePolicyDocument=trust("*"))
    aws.iam.create_role(RoleName="long", AssumeRolePolicyDocument=trust("*"), MaxSessionDuration=43_200)

    with refused("ValidationError", "MaxSessionDuration"):
        assume(aws, "short", DurationSeconds=3_601)
    assume(aws, "long", DurationSeconds=43_200)


def test_a_role_assumed_through_a_role_lasts_an_hour(aws: Aws) -> None:
    aws.iam.create_role(RoleName="long", AssumeRolePolicyDocument=trust("*"), MaxSessionDuration=43_200)
    sts: Any = aws.emulator.session(aws.account("team")).client("sts")
    arn = "arn:aws:iam::123456789012:role/long"

    sts.assume_role(RoleArn=arn, RoleSessionName="test", DurationSeconds=3_600)
    with refused("ValidationError", "chaining"):
        sts.assume_role(RoleArn=arn, RoleSessionName="test", DurationSeconds=3_601)


def test_keys_of_a_user_lead_into_the_account_of_the_user(aws: Aws) -> None:
    account = aws.account("id")
    iam = aws.emulator.session(account).client("iam")
    iam.create_user(UserName="ann")
    iam.put_user_policy(UserName="ann", PolicyName="p", PolicyDocument=document("*"))
    key = iam.create_access_key(UserName="ann")["AccessKey"]
    sts: Any = aws.emulator.session().client(
        "sts", aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"]
    )

    assert sts.get_caller_identity()["Arn"] == f"arn:aws:iam::{account}:user/ann"

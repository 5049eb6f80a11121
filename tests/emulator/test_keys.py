from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from emulator import Emulator
from emulator.authentication import EXPIRED, UNKNOWN
from emulator.failures import failure
from tests.emulator.conftest import Aws, refused, trust
from tests.emulator.people import client

CALLS = {
    "sts": "get_caller_identity",
    "iam": "list_users",
    "organizations": "list_accounts",
    "s3": "list_buckets",
    "ec2": "describe_regions",
    "guardduty": "list_detectors",
}
OF_UNKNOWN_KEYS = {
    "sts": "InvalidClientTokenId",
    "iam": "InvalidClientTokenId",
    "organizations": "UnrecognizedClientException",
    "s3": "InvalidAccessKeyId",
    "ec2": "AuthFailure",
    "guardduty": "UnrecognizedClientException",
}
OF_EXPIRED_SESSIONS = {
    "sts": "ExpiredToken",
    "iam": "ExpiredToken",
    "organizations": "ExpiredTokenException",
    "s3": "ExpiredToken",
    "ec2": "RequestExpired",
    "guardduty": "ExpiredTokenException",
}


def errors(emulator: Emulator, keys: dict[str, str]) -> dict[str, str]:
    """Return the error code with which each service refuses these keys."""
    found = {}
    for service, operation in CALLS.items():
        with pytest.raises(ClientError) as caught:
            getattr(client(emulator, service, keys), operation)()
        answer: Any = caught.value.response
        found[service] = answer["Error"]["Code"]
    return found


def new_keys(aws: Aws) -> dict[str, str]:
    aws.iam.create_user(UserName="ann")
    key = aws.iam.create_access_key(UserName="ann")["AccessKey"]
    return {"id": key["AccessKeyId"], "secret": key["SecretAccessKey"]}


def test_a_deleted_key_is_unknown_in_every_protocol(aws: Aws) -> None:
    keys = new_keys(aws)
    client(aws.emulator, "sts", keys).get_caller_identity()
    aws.iam.delete_access_key(UserName="ann", AccessKeyId=keys["id"])

    assert errors(aws.emulator, keys) == OF_UNKNOWN_KEYS


def test_a_key_that_was_never_created_is_unknown(aws: Aws) -> None:
    with refused("InvalidClientTokenId", "The security token included in the request is invalid."):
        client(aws.emulator, "sts", {"id": "AKIAIOSFODNN7EXAMPLE", "secret": "x"}).get_caller_identity()


def test_an_inactive_key_is_refused_until_it_is_active_again(aws: Aws) -> None:
    keys = new_keys(aws)
    sts = client(aws.emulator, "sts", keys)
    aws.iam.update_access_key(UserName="ann", AccessKeyId=keys["id"], Status="Inactive")
    with refused("InvalidClientTokenId"):
        sts.get_caller_identity()
    aws.iam.update_access_key(UserName="ann", AccessKeyId=keys["id"], Status="Active")

    assert sts.get_caller_identity()["Arn"].endswith(":user/ann")


def test_a_session_ends_with_its_user(aws: Aws) -> None:
    keys = new_keys(aws)
    session = client(aws.emulator, "sts", keys).get_session_token()["Credentials"]
    aws.iam.delete_access_key(UserName="ann", AccessKeyId=keys["id"])
    sts = client(aws.emulator, "sts", dict(list(session.items())[:3]))
    sts.get_caller_identity()
    aws.iam.delete_user(UserName="ann")

    with refused("InvalidClientTokenId"):
        sts.get_caller_identity()


def sessions(aws: Aws) -> Iterator[Callable[[], dict[str, Any]]]:
    aws.iam.create_role(RoleName="admin", AssumeRolePolicyDocument=trust("*"))
    arn = "arn:aws:iam::123456789012:role/admin"
    sts = client(aws.emulator, "sts", new_keys(aws))
    yield lambda: sts.assume_role(RoleArn=arn, RoleSessionName="test", DurationSeconds=900)["Credentials"]
    yield lambda: sts.get_session_token(DurationSeconds=900)["Credentials"]


def test_expired_sessions_are_refused_in_every_protocol(aws: Aws) -> None:
    for begin in sessions(aws):
        before = dict(list(begin().items())[:3])
        aws.emulator.expire_sessions()
        after = dict(list(begin().items())[:3])

        assert errors(aws.emulator, before) == OF_EXPIRED_SESSIONS
        client(aws.emulator, "sts", after).get_caller_identity()


def test_sessions_that_read_the_result_never_expire(aws: Aws) -> None:
    team = aws.emulator.session(aws.account("team"))
    aws.emulator.expire_sessions()

    assert team.client("iam").list_roles()["Roles"]


@pytest.mark.parametrize("kind", [UNKNOWN, EXPIRED])
def test_refused_keys_are_answered_with_a_client_error_that_no_sdk_repeats(kind: str) -> None:
    for host, headers, body in (
        ("iam.amazonaws.com", {}, b"Action=ListUsers"),
        ("organizations.us-east-1.amazonaws.com", {"X-Amz-Target": "a.b"}, b"{}"),
        ("bucket.s3.us-west-2.amazonaws.com", {}, b""),
    ):
        assert 400 <= failure(kind, host, headers, body).status < 404

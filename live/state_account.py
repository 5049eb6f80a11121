"""An account as far as the states of its stacks are concerned."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from foundation.aws_errors import code_of
from live.errors import LiveError, NotYetError
from terraform_json.folder import Reference, StackFolder
from terraform_json.state import EMPTY, State

_session_lock = Lock()  # sessions are not made for threads
_MISSING = {"404", "NoSuchBucket", "NoSuchKey", "ResourceNotFoundException"}


@dataclass(frozen=True)
class Organization:
    """An organization in AWS, by its id, and the account that manages it."""

    id: str
    management_account: str


class StateAccount:
    """An account, with the credentials of the environment or through a role, and a region of it."""

    def __init__(self, session: boto3.Session, region: str) -> None:
        self._session = session
        self._region = region

    @cached_property
    def _s3(self) -> Any:
        return self._client("s3")

    def _client(self, service: str) -> Any:
        make: Any = self._session.client
        with _session_lock:
            return make(service, region_name=self._region)

    @cached_property
    def number(self) -> str:
        """Its number."""
        client = self._client("sts")
        with _explained():
            return str(client.get_caller_identity()["Account"])

    def buckets(self, prefix: str) -> list[str]:
        """The account's buckets whose names begin so, in whatever region."""
        with _explained():
            return [bucket["Name"] for bucket in self._s3.list_buckets(Prefix=prefix)["Buckets"]]

    def has_bucket(self, name: str) -> bool:
        """
        Whether a bucket is there. Raises LiveError when the name is somebody else's, or in another region.

        The account's own list says so: somebody else's bucket may be open to everybody.
        """
        own = self.buckets(name)
        try:
            with _explained("301", "400", "403"):
                region = self._s3.head_bucket(Bucket=name).get("BucketRegion", self._region)
        except ClientError as error:
            if code_of(error) in _MISSING:
                return False
            region = self._region
        if name not in own:
            raise LiveError(_taken(name, self.number))
        if region != self._region:
            raise LiveError(
                f"the bucket {name} is in the region {region}, not in {self._region}: set deployment.state.region"
            )
        return True

    def state(self, bucket: str, key: str) -> State:
        """Return a state in a bucket, an empty one where there is none. Raise NotYetError when there is no bucket."""
        try:
            with _explained():
                body = self._s3.get_object(Bucket=bucket, Key=key)["Body"].read()
        except ClientError as error:
            if code_of(error) == "NoSuchBucket":
                raise NotYetError(bucket) from None
            return EMPTY
        content = json.loads(body)
        return State(content) if isinstance(content, dict) else EMPTY

    def organization(self) -> Organization | None:
        """The organization that the account belongs to, if any. Raises LiveError when that may not be asked."""
        client = self._client("organizations")
        try:
            with _explained("AWSOrganizationsNotInUseException"):
                found = client.describe_organization()["Organization"]
        except ClientError:
            return None
        return Organization(str(found["Id"]), str(found["MasterAccountId"]))

    def alias(self) -> str | None:
        """The account's alias."""
        client = self._client("iam")
        with _explained():
            return next(iter(client.list_account_aliases()["AccountAliases"]), None)

    def has_table(self, name: str) -> bool:
        """Whether a DynamoDB table is there."""
        client = self._client("dynamodb")
        try:
            with _explained():
                client.describe_table(TableName=name)
        except ClientError:
            return False
        return True

    def through(self, role_arn: str) -> StateAccount:
        """The account of a role, which is assumed as Terraform does it."""
        client = self._client("sts")
        with _explained():
            keys = client.assume_role(RoleArn=role_arn, RoleSessionName="cdktf")["Credentials"]
        session = boto3.Session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
        return StateAccount(session, self._region)


def _taken(name: str, number: str) -> str:
    return (
        f"the bucket {name} belongs to another AWS account than {number}: the names of buckets are the same for\n"
        "everybody. Choose another `name` in organization.yaml, with which all names of buckets begin, or\n"
        "one bucket for all, of any name: deployment: {state: {mode: central, bucket: …}}"
    )


def own_account(region: str) -> StateAccount:
    """The account of the credentials in the environment."""
    return StateAccount(boto3.Session(), region)


def account_of(stack: StackFolder) -> StateAccount:
    """The account that a stack works in. Raises NotYetError while the stack that made the account has no state."""
    account = own_account(stack.s3["region"])
    arn = stack.role_arn
    if arn is None:
        return account
    for text, reference in stack.references(arn).items():
        arn = arn.replace(text, _output(reference))
    return account.through(arn)


def bucket_is_missing(stack: StackFolder) -> bool:
    """Whether the bucket of a stack's state is known not to be there."""
    try:
        boto3.Session().client("s3", region_name=stack.s3["region"]).head_bucket(Bucket=stack.s3["bucket"])
    except ClientError as error:
        return code_of(error) in _MISSING
    except BotoCoreError:
        return False  # Terraform says better what is wrong
    return False


def _output(reference: Reference) -> str:
    try:
        state = own_account(reference.region).state(reference.bucket, reference.key)
    except NotYetError:
        state = EMPTY
    value = state.outputs.get(reference.output)
    if value is None:
        raise NotYetError(reference.stack)
    return str(value)


@contextmanager
def _explained(*expected: str) -> Iterator[None]:
    """Raise LiveError for what AWS answers, but for missing things and the expected codes."""
    try:
        yield
    except ClientError as error:
        if code_of(error) in _MISSING.union(expected):
            raise
        raise LiveError(str(error)) from None
    except BotoCoreError as error:
        raise LiveError(f"AWS cannot be asked: {error}") from None

"""An account, and the resources in it that hold the states of its stacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

from foundation.aws_errors import code_of
from live.errors import LiveError, NotYetError, aws_errors, aws_refusal
from live.session import make_session
from terraform_json.folder import Reference, StackFolder
from terraform_json.state import EMPTY, State, parsed_state

if TYPE_CHECKING:
    import boto3

_session_lock = Lock()  # sessions are not safe for threads
_MISSING = {"404", "NoSuchBucket", "NoSuchKey", "ResourceNotFoundException"}


@dataclass(frozen=True)
class Organization:
    """An organization in AWS: its id and its management account."""

    id: str
    management_account: str


class StateAccount:
    """An account in a region, with the credentials of the environment or of a role."""

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
        """The account number."""
        client = self._client("sts")
        with _explained():
            return str(client.get_caller_identity()["Account"])

    def buckets(self, prefix: str) -> list[str]:
        """Return the account's buckets whose names begin with `prefix`, in all regions."""
        with _explained():
            return [bucket["Name"] for bucket in self._s3.list_buckets(Prefix=prefix)["Buckets"]]

    def has_bucket(self, name: str) -> bool:
        """
        Return whether the bucket exists in this account. Raise LiveError for one in another account or region.

        The account's own list decides, because a bucket of another account may be public.
        """
        own = self.buckets(name)
        try:
            with _explained("301", "400", "403"):
                region = self._s3.head_bucket(Bucket=name).get("BucketRegion", self._region)
        except aws_refusal() as error:
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
        """
        Return a Terraform state in a bucket; empty when it is missing.

        Raise NotYetError for a missing bucket, TerraformJsonError for what is no state.
        """
        body = self.content(bucket, key)
        return EMPTY if body is None else parsed_state(body, f"s3://{bucket}/{key}")

    def content(self, bucket: str, key: str) -> bytes | None:
        """Return the content of an object; None when it is missing. Raise NotYetError for a missing bucket."""
        try:
            with _explained():
                return bytes(self._s3.get_object(Bucket=bucket, Key=key)["Body"].read())
        except aws_refusal() as error:
            if code_of(error) == "NoSuchBucket":
                raise NotYetError(bucket) from None
            return None

    def write(self, bucket: str, key: str, content: bytes, encryption: Mapping[str, str]) -> None:
        """Create or replace an object. `encryption` are further arguments of PutObject. Raise LiveError."""
        try:
            with _explained():
                self._s3.put_object(Bucket=bucket, Key=key, Body=content, ContentType="application/json", **encryption)
        except aws_refusal() as error:
            raise LiveError(str(error)) from None

    def organization(self) -> Organization | None:
        """Return the account's organization, if any. Raise LiveError when AWS denies the request."""
        client = self._client("organizations")
        try:
            with _explained("AWSOrganizationsNotInUseException"):
                found = client.describe_organization()["Organization"]
        except aws_refusal():
            return None
        return Organization(str(found["Id"]), str(found["MasterAccountId"]))

    def alias(self) -> str | None:
        """Return the account's alias, if any."""
        from live import iam

        client = self._client("iam")
        with _explained():
            return iam.alias(client)

    def has_table(self, name: str) -> bool:
        """Return whether a DynamoDB table exists."""
        client = self._client("dynamodb")
        try:
            with _explained():
                client.describe_table(TableName=name)
        except aws_refusal():
            return False
        return True

    def through(self, role_arn: str) -> StateAccount:
        """Return the account of a role, assumed as Terraform assumes it."""
        client = self._client("sts")
        with _explained():
            keys = client.assume_role(RoleArn=role_arn, RoleSessionName="cdktf")["Credentials"]
        session = make_session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
        return StateAccount(session, self._region)


def _taken(name: str, number: str) -> str:
    return (
        f"the bucket {name} belongs to another AWS account than {number}: bucket names are unique over all accounts.\n"
        "Choose another `name` in organization.yaml, with which all bucket names begin, or one bucket of any name for\n"
        "all states: deployment: {state: {mode: central, bucket: …}}"
    )


def own_account(region: str) -> StateAccount:
    """Return the account of the credentials in the environment."""
    return StateAccount(make_session(), region)


def account_of(stack: StackFolder) -> StateAccount:
    """Return the account of a stack. Raise NotYetError while the stack that creates the account has no state."""
    account = own_account(stack.s3["region"])
    arn = stack.role_arn
    if arn is None:
        return account
    for text, reference in stack.references(arn).items():
        arn = arn.replace(text, _output(reference))
    return account.through(arn)


def bucket_is_missing(stack: StackFolder) -> bool:
    """Return whether AWS answers that the bucket of a stack's state is missing."""
    unusable, refusal = aws_errors()
    try:
        client: Any = make_session().client("s3", region_name=stack.s3["region"])
        client.head_bucket(Bucket=stack.s3["bucket"])
    except refusal as error:
        return code_of(error) in _MISSING
    except unusable:
        return False  # Terraform explains the error better
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
    """Raise LiveError for AWS's errors, except for missing resources and the expected codes."""
    unusable, refusal = aws_errors()
    try:
        yield
    except refusal as error:
        if code_of(error) in _MISSING.union(expected):
            raise
        raise LiveError(str(error)) from None
    except unusable as error:
        raise LiveError(f"AWS cannot be reached: {error}") from None

"""
Clients of every account of an organization, from one session of its management account.
"""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock
from typing import TYPE_CHECKING, Any

from foundation.aws_errors import code_of

if TYPE_CHECKING:
    import boto3

REGION = "us-east-1"  # the region of Organizations and IAM in the partition `aws`
CONNECT_SECONDS, READ_SECONDS = 5, 30
ATTEMPTS = 6  # with pauses of up to 20 seconds: AWS throttles callers with many requests

_session_lock = Lock()  # sessions are not safe for threads; clients are


class Access:
    """
    The clients of one account: the session's own account, or another through a role, assumed for the first client.

    Threads may share it. Creating a client raises botocore's ClientError and BotoCoreError when the role is refused.
    """

    def __init__(self, session: boto3.Session, number: str, role_arn: str | None = None) -> None:
        self.number = number
        self._session = session
        self._role_arn = role_arn
        self._keys: dict[str, str] = {}
        self._refusal: Exception | None = None
        self._lock = Lock()

    def client(self, service: str, region: str = REGION) -> Any:
        """Return a client of the account for a service in a region."""
        with self._lock:
            keys = self._keys or self._assume()
        return self._client(service, region, keys)

    def can_be_entered(self) -> bool:
        """Tell whether the role can be assumed; in the first minutes of a new account it cannot."""
        from botocore.exceptions import ClientError

        try:
            self.client("sts").get_caller_identity()
        except ClientError as error:
            if code_of(error) not in ("AccessDenied", "InvalidClientTokenId"):
                raise
            return False
        return True

    def _assume(self) -> dict[str, str]:
        from botocore.exceptions import BotoCoreError, ClientError

        if self._refusal:
            raise self._refusal
        if self._role_arn is None:
            return {}
        try:
            sts = self._client("sts", REGION, {})
            keys = sts.assume_role(RoleArn=self._role_arn, RoleSessionName="orgctl")["Credentials"]
        except (ClientError, BotoCoreError) as error:
            self._refusal = error
            raise
        self._keys = {
            "aws_access_key_id": keys["AccessKeyId"],
            "aws_secret_access_key": keys["SecretAccessKey"],
            "aws_session_token": keys["SessionToken"],
        }
        return self._keys

    def _client(self, service: str, region: str, keys: dict[str, str]) -> Any:
        from botocore.config import Config

        retries: Any = {"mode": "standard", "total_max_attempts": ATTEMPTS}
        config = Config(connect_timeout=CONNECT_SECONDS, read_timeout=READ_SECONDS, retries=retries)
        make: Any = self._session.client
        with _session_lock:
            return make(service, region_name=region, config=config, **keys)


def role_arn(account: Mapping[str, Any], role_name: str) -> str:
    """Return the ARN of a role in an account that Organizations lists."""
    return f"arn:{account['Arn'].split(':')[1]}:iam::{account['Id']}:role/{role_name}"

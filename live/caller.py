"""The caller: the principal of given credentials."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import boto3


@dataclass(frozen=True)
class Caller:
    """
    The answer of sts:GetCallerIdentity.

    Source: the ARNs of principals in
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html (2026-11-22).
    """

    account: str
    arn: str

    @property
    def partition(self) -> str:
        """The partition of AWS: `aws`, `aws-cn` or another."""
        return self.arn.split(":")[1]

    @property
    def kind(self) -> str:
        """`root`, `user`, `assumed-role` or `federated-user`."""
        return self._what.partition("/")[0]

    @property
    def name(self) -> str:
        """The name of the user or of the role, without a path; `root` for the root user."""
        parts = self._what.split("/")
        return parts[1] if self.kind == "assumed-role" else parts[-1]

    def __str__(self) -> str:
        what = {"root": "the root user", "user": f"the IAM user {self.name}", "assumed-role": f"the role {self.name}"}
        return f"{what.get(self.kind, self._what)} of the account {self.account}"

    @property
    def _what(self) -> str:
        return self.arn.split(":", 5)[5]


def caller_of(session: boto3.Session) -> Caller:
    """Return the caller of a session. Raise BotoCoreError and ClientError."""
    client: Any = session.client("sts", region_name=session.region_name or "us-east-1")
    answer = client.get_caller_identity()
    return Caller(str(answer["Account"]), str(answer["Arn"]))

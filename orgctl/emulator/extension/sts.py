"""
AssumeRole, stricter than moto's, where any role of any account can be assumed.

The role must exist, its trust policy must name the caller's account (or the caller), MFA must be given (SerialNumber
and TokenCode) where the trust policy demands it, and the session must not be longer than the role or role chaining
allows. Policies of the caller, service control policies and other conditions are not looked at.
Source: AWS STS API Reference, AssumeRole.
"""

from __future__ import annotations

from moto.core.responses import ActionResult
from moto.iam.exceptions import NotFoundException
from moto.iam.models import Role, iam_backends
from moto.sts import urls
from moto.sts.exceptions import STSClientError, STSValidationError
from moto.sts.responses import TokenResponse

from orgctl.emulator.extension import quotas
from orgctl.emulator.extension.trust import allows


class StsApi(TokenResponse):
    """moto's STS with the trusting account's consent."""

    def assume_role(self) -> ActionResult:
        """Credentials for a role that trusts the caller."""
        _, caller, _ = self.backend.get_caller_identity(self.access_key, self.region)
        arn = str(self._get_param("RoleArn"))
        role = _find(arn)
        mfa = bool(self._get_param("SerialNumber") and self._get_param("TokenCode"))
        if role is None or not allows(role.assume_role_policy_document, self.current_account, caller, mfa=mfa):
            message = f"User: {caller} is not authorized to perform: sts:AssumeRole on resource: {arn}"
            raise STSClientError("AccessDenied", message)
        self._demand_duration(role)
        return super().assume_role()

    def _demand_duration(self, role: Role) -> None:
        seconds = self._get_int_param("DurationSeconds", quotas.CHAINED_SESSION_SECONDS)
        if seconds > int(role.max_session_duration or 3600):
            message = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
            raise STSValidationError(message)
        if self.access_key.startswith("ASIA") and seconds > quotas.CHAINED_SESSION_SECONDS:
            message = (
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining"
            )
            raise STSValidationError(message)


def _find(arn: str) -> Role | None:
    _, partition, _, _, account, *_ = (*arn.split(":"), *[""] * 6)
    if account not in list(iam_backends):
        return None
    try:
        return iam_backends[account][partition].get_role_by_arn(arn)
    except (NotFoundException, KeyError):
        return None


def apply() -> None:
    """Answer through these operations."""
    for path in urls.url_paths:
        urls.url_paths[path] = StsApi.dispatch

"""
AssumeRole and GetSessionToken with AWS's checks; with moto, any role of any account can be assumed.

The role must exist, its trust policy must name the caller or the caller's account, MFA must be given where the trust
policy demands it, and the session must not be longer than the role or role chaining allows. MFA is a code of one of
the caller's devices, or a session of GetSessionToken with such a code. The operator's key belongs to no user, and any
code is accepted with it. The caller's policies, service control policies and other conditions are not evaluated.
Source: AWS STS API Reference, AssumeRole and GetSessionToken; IAM User Guide, "Compare AWS STS credentials"; the
messages are those that users of the SDKs report.
"""

from __future__ import annotations

import time
from typing import Any

from moto.core.responses import ActionResult
from moto.iam.exceptions import NotFoundException
from moto.iam.models import Role, iam_backends
from moto.sts import urls
from moto.sts.exceptions import STSClientError, STSValidationError
from moto.sts.responses import TokenResponse
from moto.sts.utils import random_session_token

from emulator.environment import ACCESS_KEY
from emulator.extension import quotas
from emulator.extension.mfa import MfaDevices, accepts
from emulator.extension.root_user import RootUser
from emulator.extension.sessions import Session, sessions
from emulator.extension.trust import allows
from emulator.sessions import USER_AGENT


class StsApi(TokenResponse):
    """moto's STS with a check of the trust policy."""

    @property
    def _iam(self) -> MfaDevices:
        iam = iam_backends[self.current_account][self.partition]
        assert isinstance(iam, MfaDevices)
        return iam

    def assume_role(self) -> ActionResult:
        """Return credentials for a role that trusts the caller."""
        if isinstance(self._iam.get_user_from_access_key_id(self.access_key), RootUser):
            raise STSClientError("AccessDenied", "Roles may not be assumed by root accounts.")
        _, caller, _ = self.backend.get_caller_identity(self.access_key, self.region)
        arn = str(self._get_param("RoleArn"))
        role, mfa = _find(arn), self._mfa()
        if role is None or not allows(role.assume_role_policy_document, self.current_account, caller, mfa=mfa):
            message = f"User: {caller} is not authorized to perform: sts:AssumeRole on resource: {arn}"
            raise STSClientError("AccessDenied", message)
        self._demand_duration(role)
        result: Any = super().assume_role()
        seconds = self._get_int_param("DurationSeconds", quotas.CHAINED_SESSION_SECONDS)
        self._remember(result.result["Credentials"].access_key_id, seconds)
        answer: ActionResult = result
        return answer

    def get_session_token(self) -> ActionResult:
        """Return temporary credentials of the caller, with MFA if a code was given."""
        if self.access_key.startswith("ASIA"):
            raise STSClientError("AccessDenied", "Cannot call GetSessionToken with session credentials")
        user, mfa = self._iam.get_user_from_access_key_id(self.access_key), self._mfa()
        seconds = self._get_int_param("DurationSeconds", quotas.USER_SESSION_SECONDS)
        if isinstance(user, RootUser):
            seconds = min(seconds, quotas.ROOT_SESSION_SECONDS)
        key = self._iam.create_temp_access_key()
        self._remember(key.access_key_id, seconds, user=user, mfa=mfa, limited=not mfa and user is not None)
        keys = {"AccessKeyId": key.access_key_id, "SecretAccessKey": key.secret_access_key}
        ends = sessions[key.access_key_id].ends
        return ActionResult({"Credentials": {**keys, "SessionToken": random_session_token(), "Expiration": ends}})

    def _remember(self, key: str, seconds: int, **session: Any) -> None:
        lasting = self.access_key == ACCESS_KEY and USER_AGENT in self.headers.get("User-Agent", "")
        sessions[key] = Session(time.time() + seconds, lasting=lasting, **session)

    def _mfa(self) -> bool:
        """Return whether the request has MFA. Raise AccessDenied when a code is wrong."""
        serial_number, code = self._get_param("SerialNumber"), self._get_param("TokenCode")
        session = sessions.get(self.access_key)
        if not serial_number and not code:
            return bool(session and session.mfa)
        if not serial_number or not code:
            raise _mfa_failed(", must provide both MFA serial number and one time pass code.")
        if self.access_key == ACCESS_KEY:
            return True
        device = self._iam.device_of(self._iam.get_user_from_access_key_id(self.access_key), serial_number)
        if device is None:
            reason = "Please verify your MFA serial number is valid and associated with this user."
            raise _mfa_failed(f", unable to validate MFA code.  {reason}")
        if not accepts(device, code):
            raise _mfa_failed(" with invalid MFA one time pass code. ")
        return True

    def _demand_duration(self, role: Role) -> None:
        seconds = self._get_int_param("DurationSeconds", quotas.CHAINED_SESSION_SECONDS)
        if seconds > int(role.max_session_duration or 3600):
            message = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
            raise STSValidationError(message)
        session = sessions.get(self.access_key)
        chained = self.access_key.startswith("ASIA") and not (session and session.user)
        if chained and seconds > quotas.CHAINED_SESSION_SECONDS:
            message = (
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining"
            )
            raise STSValidationError(message)


def _mfa_failed(how: str) -> STSClientError:
    return STSClientError("AccessDenied", f"MultiFactorAuthentication failed{how}")


def _find(arn: str) -> Role | None:
    _, partition, _, _, account, *_ = (*arn.split(":"), *[""] * 6)
    if account not in list(iam_backends):
        return None
    try:
        return iam_backends[account][partition].get_role_by_arn(arn)
    except (NotFoundException, KeyError):
        return None


def apply() -> None:
    """Route STS's requests to these operations."""
    for path in urls.url_paths:
        urls.url_paths[path] = StsApi.dispatch

"""Credentials, the principal that they belong to, and the session that an administrator gets with an MFA code."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from foundation.names import ADMIN_ROLE
from live.caller import Caller, caller_of
from live.session import make_session

ENOUGH = timedelta(minutes=12)
"""Credentials that end sooner may not last for a deployment."""
DEFAULT_REGION = "us-east-1"


@dataclass(frozen=True)
class Identity:
    """Credentials, the principal that they belong to, and the time at which they end, if that is known."""

    session: boto3.Session
    caller: Caller
    until: datetime | None = None

    @property
    def is_admin(self) -> bool:
        """True for the administrators' role."""
        return self.caller.kind == "assumed-role" and self.caller.name == ADMIN_ROLE

    @property
    def is_short_of_time(self) -> bool:
        """True when a long deployment may outlast the credentials."""
        return self.until is not None and self.until - datetime.now(UTC) < ENOUGH

    def client(self, service: str, region: str | None = None) -> Any:
        """Return a client of a service."""
        make: Any = self.session.client
        return make(service, region_name=region or self.session.region_name or DEFAULT_REGION)

    def variables(self) -> dict[str, str]:
        """Return the credentials as environment variables, for programs that read no profiles with MFA."""
        credentials = self.session.get_credentials()
        assert credentials is not None
        keys = credentials.get_frozen_credentials()
        names = {"ACCESS_KEY_ID": keys.access_key, "SECRET_ACCESS_KEY": keys.secret_key, "SESSION_TOKEN": keys.token}
        return {f"AWS_{name}": value for name, value in names.items() if value}

    def __str__(self) -> str:
        return f"{self.caller}{f', until {self.until.astimezone():%H:%M}' if self.until else ''}"


def first_identity(own_profile: str) -> Identity:
    """
    Return the identity of the environment's credentials; without any that work, of a profile of this computer.

    Raises BotoCoreError and ClientError.
    """
    session = make_session()
    try:
        return Identity(session, caller_of(session), _end_of(session))
    except (BotoCoreError, ClientError):
        if own_profile not in session.available_profiles:
            raise
        session = make_session(profile=own_profile)
        return Identity(session, caller_of(session))


def identity_of_profile(profile: str, region: str) -> Identity:
    """Return the identity of a profile of this computer. Raises BotoCoreError and ClientError."""
    session = make_session(profile=profile, region=region)
    return Identity(session, caller_of(session))


def assume_role(own: Identity, region: str, role: dict[str, Any], device: str, code: str) -> Identity:
    """
    Return the identity of a role that is assumed with a code of an MFA device.

    `role` holds the arguments of sts:AssumeRole that name the role and its session. Raises BotoCoreError and
    ClientError.
    """
    keys = own.client("sts", region).assume_role(**role, SerialNumber=device, TokenCode=code)["Credentials"]
    session = make_session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"], region=region)
    return Identity(session, caller_of(session), keys["Expiration"])


def _end_of(session: boto3.Session) -> datetime | None:
    """Return the expiration that `aws configure export-credentials` writes beside credentials in the environment."""
    credentials = session.get_credentials()
    text = os.environ.get("AWS_CREDENTIAL_EXPIRATION")
    if credentials is None or credentials.method != "env" or not text:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None

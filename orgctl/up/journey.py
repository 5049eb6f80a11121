"""
What all phases need: the organization, the project, whoever is asked, and the credentials of the moment.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console

from foundation.names import ADMIN_ROLE, ADMIN_SUFFIX, ORG_ROOT
from live.caller import Caller, caller_of
from organization.model import Organization
from orgctl.profiles import own_name
from orgctl.up.dialogue import Dialogue
from terraform_json.folder import StackFolder

ENOUGH = timedelta(minutes=12)
"""A phase that begins with less time than this asks for a new code first."""

_CREDENTIALS = (
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_SECURITY_TOKEN",
    "AWS_CREDENTIAL_EXPIRATION",
    "AWS_ACCOUNT_ID",
    "AWS_ROLE_ARN",
    "AWS_ROLE_SESSION_NAME",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
)


@dataclass(frozen=True)
class Identity:
    """Credentials, whose they are, and how long they are good for, if that is known."""

    session: boto3.Session
    caller: Caller
    until: datetime | None = None

    @property
    def is_admin(self) -> bool:
        """Whether this is the role that administers the organization."""
        return self.caller.kind == "assumed-role" and self.caller.name == ADMIN_ROLE

    @property
    def is_short_of_time(self) -> bool:
        """Whether a long deployment may outlast it."""
        return self.until is not None and self.until - datetime.now(UTC) < ENOUGH

    def client(self, service: str, region: str | None = None) -> Any:
        """A client of a service."""
        make: Any = self.session.client
        return make(service, region_name=region or self.session.region_name or "us-east-1")

    def variables(self) -> dict[str, str]:
        """The credentials as environment variables, for programs that cannot get them as we do."""
        credentials = self.session.get_credentials()
        assert credentials is not None
        keys = credentials.get_frozen_credentials()
        names = {"ACCESS_KEY_ID": keys.access_key, "SECRET_ACCESS_KEY": keys.secret_key, "SESSION_TOKEN": keys.token}
        return {f"AWS_{name}": value for name, value in names.items() if value}

    def __str__(self) -> str:
        return f"{self.caller}{f', until {self.until.astimezone():%H:%M}' if self.until else ''}"


@dataclass
class Journey:
    """
    An organization on its way. `identity` is the first credentials' until the role admin is reached.

    `recognised` are the stacks that were deployed before, `pending` is the phase that a dry run would have begun with.
    """

    organization: Organization
    folder: Path
    environment: Mapping[str, str]
    dialogue: Dialogue
    identity: Identity
    person: str
    is_named: bool = False
    dry_run: bool = False
    lock: int | None = None
    renew: Callable[[Journey], Identity] | None = None
    first: Identity = field(init=False)
    is_synthesized: bool = field(default=False, init=False)
    announced: str = field(default="", init=False)
    pending: str = field(default="", init=False)
    recognised: set[str] = field(default_factory=set, init=False)

    def __post_init__(self) -> None:
        self.first = self.identity

    @property
    def console(self) -> Console:
        """Where everything is told."""
        return self.dialogue.console

    @property
    def account(self) -> str:
        """The number of the management account."""
        return self.identity.caller.account

    @property
    def alias(self) -> str:
        """The alias of the management account."""
        return self.organization.alias(ORG_ROOT)

    @property
    def console_address(self) -> str:
        """Where its people sign in."""
        return f"https://{self.alias}.signin.aws.amazon.com/console"

    @property
    def own_profile(self) -> str:
        """The profile of that user on this computer."""
        return own_name(self.organization, ORG_ROOT)

    @property
    def user(self) -> str:
        """The IAM user of whoever is asked."""
        return self.person + ADMIN_SUFFIX

    @property
    def admin_users(self) -> list[str]:
        """The IAM users of all administrators."""
        return [name + ADMIN_SUFFIX for name in self.organization.org_root.admins]

    def stack(self, name: str) -> StackFolder:
        """A stack, as it was synthesized."""
        return StackFolder.of(self.folder, name)

    def client(self, service: str) -> Any:
        """A client of the management account."""
        self._demand_time()
        return self.identity.client(service, self.organization.region)

    def variables(self) -> dict[str, str]:
        """The environment of `cdktf`, with the credentials of the moment."""
        self._demand_time()
        return {name: value for name, value in self.environment.items() if name not in _CREDENTIALS} | {
            "AWS_REGION": self.organization.region,
            **self.identity.variables(),
        }

    def _demand_time(self) -> None:
        """New credentials before these end, where somebody can be asked for a code."""
        renew, self.renew = self.renew, None  # which itself needs a client
        if self.identity.is_short_of_time and renew and self.dialogue.is_terminal:
            self.console.print("The credentials do not last much longer; new ones are needed.")
            self.identity = renew(self)
        self.renew = self.renew or renew


def first_identity(own_profile: str) -> Identity:
    """
    Whoever the environment's credentials belong to; without any that work, the user of a profile of this computer.

    Raises BotoCoreError and ClientError.
    """
    session = boto3.Session()
    try:
        return Identity(session, caller_of(session), _end_of(session))
    except (BotoCoreError, ClientError):
        if own_profile not in session.available_profiles:
            raise
        session = boto3.Session(profile_name=own_profile)
        return Identity(session, caller_of(session))


def _end_of(session: boto3.Session) -> datetime | None:
    """When credentials of the environment end, as `aws configure export-credentials` tells with them."""
    credentials = session.get_credentials()
    text = os.environ.get("AWS_CREDENTIAL_EXPIRATION")
    if credentials is None or credentials.method != "env" or not text:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None

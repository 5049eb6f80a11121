"""The model of a profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from foundation.errors import UserError
from orgctl.key_source import KeySource

FORMS: Mapping[str, KeySource] = {source.value: source for source in KeySource}
"""The values of the option --form."""

SETTINGS = (
    "source_profile",
    "role_arn",
    "mfa_serial",
    "role_session_name",
    "duration_seconds",
    "login_session",
    "region",
)
"""The settings of a profile, in their order in the file."""


class ProfileError(UserError):
    """An error about profiles or the config file; the message is complete."""


@dataclass(frozen=True)
class Profile:
    """
    A section of the AWS config file: the keys of an IAM user, or a role that it assumes.

    `account` is the key of the account it gives access to, `note` a comment for the file.
    """

    name: str
    account: str
    region: str
    source_profile: str | None = None
    role_arn: str | None = None
    mfa_serial: str | None = None
    role_session_name: str | None = None
    duration_seconds: int | None = None
    login_session: str | None = None
    note: str = ""

    @property
    def settings(self) -> dict[str, str]:
        """The settings of the section."""
        return {name: str(value) for name in SETTINGS if (value := getattr(self, name)) is not None}

    @property
    def role_name(self) -> str | None:
        """The name of the role; None for a user's profile."""
        return self.role_arn.rpartition("/")[2] if self.role_arn else None

    @property
    def foreign(self) -> frozenset[str]:
        """
        The settings that the section must not have: in a role's profile, all others of SETTINGS.

        A user's profile may get its keys in another way, by `aws login` for instance: that stays unchanged.
        """
        return frozenset(SETTINGS) - self.settings.keys() if self.role_arn else frozenset()

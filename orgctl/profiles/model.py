"""What a profile is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from foundation.errors import UserError
from orgctl.key_source import KeySource

FORMS: Mapping[str, KeySource] = {source.value: source for source in KeySource}
"""What the option --form takes."""

SETTINGS = (
    "source_profile",
    "role_arn",
    "mfa_serial",
    "role_session_name",
    "duration_seconds",
    "login_session",
    "region",
)
"""What a profile may say, in this order."""


class ProfileError(UserError):
    """There can be no such profiles; the message is complete."""


@dataclass(frozen=True)
class Profile:
    """
    A section of the AWS config file: the keys of a person's own user, or a role that they assume.

    `account` is the key of the account it leads into, `note` a remark for whoever reads the file.
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
        """What the section says."""
        return {name: str(value) for name in SETTINGS if (value := getattr(self, name)) is not None}

    @property
    def role_name(self) -> str | None:
        """The name of the role; None where there is none."""
        return self.role_arn.rpartition("/")[2] if self.role_arn else None

    @property
    def foreign(self) -> frozenset[str]:
        """
        What the section must not say: the rest of these, in a role's profile.

        A person's own user may also get its keys in another way, by `aws login` for instance: that stays as it is.
        """
        return frozenset(SETTINGS) - self.settings.keys() if self.role_arn else frozenset()

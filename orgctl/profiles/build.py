"""Profiles of an IAM user, and of the roles that it assumes."""

from __future__ import annotations

from dataclasses import dataclass

from foundation.names import ACCESS_ROLE
from organization.model import Organization
from orgctl.key_source import KeySource
from orgctl.profiles.model import Profile
from terraform_json.outputs import Numbers

CHAINED_SECONDS = 3_600
"""Longest session of a role that is assumed from another role. Source: STS API Reference, AssumeRole (2026-11-22)."""
_NOTES: dict[KeySource, str] = {
    KeySource.CLI: "access key: aws configure --profile {}",
    KeySource.AWS_VAULT: "access key: aws-vault add {}",
    KeySource.LOGIN: (
        "sign in: aws login --profile {}\nEach role demands MFA; AWS does not say whether its keys count as such."
    ),
}


@dataclass(frozen=True)
class Own:
    """A person's own IAM user in an account, and its profile, from which their roles are assumed."""

    organization: Organization
    numbers: Numbers
    form: KeySource
    person: str
    account: str
    iam_user: str
    profile: str

    def arn(self, kind: str) -> str:
        """Return the ARN of the user or of its MFA device, which has the user's name."""
        return _arn(self.numbers.of(self.account), f"{kind}/{self.iam_user}")


def user_profile(own: Own) -> Profile:
    """
    Return the profile of the user itself.

    aws-vault shares a session with MFA between profiles that name one device, this one included; it wants the device in
    each of them, as the CLI does. Source: USAGE.md of github.com/ByteNess/aws-vault, "MFA" (2026-11-22).
    """
    return Profile(
        name=own.profile,
        account=own.account,
        region=own.organization.region,
        mfa_serial=own.arn("mfa") if own.form is KeySource.AWS_VAULT else None,
        login_session=own.arn("user") if own.form is KeySource.LOGIN else None,
        note=_NOTES[own.form].format(own.profile),
    )


def role_profile(own: Own, name: str, key: str, role: str, seconds: int, note: str = "") -> Profile:
    """
    Return the profile of a role that the user assumes.

    After `aws login` no code is needed: the browser asks for MFA.
    """
    return Profile(
        name=name,
        account=key,
        region=own.organization.region,
        source_profile=own.profile,
        role_arn=_arn(own.numbers.of(key), f"role/{role}"),
        mfa_serial=None if own.form is KeySource.LOGIN else own.arn("mfa"),
        role_session_name=own.person,
        duration_seconds=seconds,
        note=note,
    )


def access_profile(own: Own, name: str, key: str, *, through: str) -> Profile:
    """Return the profile of OrganizationAccountAccessRole in a member account, assumed through another profile."""
    return Profile(
        name=name,
        account=key,
        region=own.organization.region,
        source_profile=through,
        role_arn=_arn(own.numbers.of(key), f"role/{ACCESS_ROLE}"),
        role_session_name=own.person,
        duration_seconds=CHAINED_SECONDS,
    )


def _arn(number: str, resource: str) -> str:
    return f"arn:aws:iam::{number}:{resource}"

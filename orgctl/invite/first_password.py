"""The administrator's next steps after an invitation."""

from __future__ import annotations

from foundation.names import ACCESS_ROLE, ADMIN_SUFFIX, ID, ORG_ROOT
from organization.model import Organization
from orgctl.profiles.people import admin_name, role_name


def to_do(organization: Organization, user: str) -> str:
    """Return the administrator's next steps: a first password, handed over separately from the invitation."""
    ways = []
    if user in organization.org_root.admins:
        ways.append((ORG_ROOT, user + ADMIN_SUFFIX, admin_name(organization)))
    if user in organization.users:
        ways.append((ID, user, role_name(organization, ID, ACCESS_ROLE)))
    return "\n".join(_password(organization, *way) for way in ways)


def _password(organization: Organization, key: str, iam_user: str, profile: str) -> str:
    return f"""\
Next: set a first password for {iam_user} in {organization.alias(key)}; the user
exists after 'cdktf deploy {key}'. In the console (IAM, Users, {iam_user},
Security credentials, Enable console access), or:

  printf 'First password: ' && read -rs PASSWORD
  aws iam create-login-profile --profile {profile} \\
    --user-name {iam_user} --password-reset-required --password "$PASSWORD"

Hand it over separately from the invitation, to a person whose voice you know.
"""

"""What is left to whoever invites."""

from __future__ import annotations

from foundation.names import ACCESS_ROLE, ADMIN_SUFFIX, ID, ORG_ROOT
from organization.model import Organization
from orgctl.profiles.people import admin_name, role_name


def to_do(organization: Organization, user: str) -> str:
    """What whoever invites has to do: a first password, which goes another way than the text."""
    ways = []
    if user in organization.org_root.admins:
        ways.append((ORG_ROOT, user + ADMIN_SUFFIX, admin_name(organization)))
    if user in organization.users:
        ways.append((ID, user, role_name(organization, ID, ACCESS_ROLE)))
    return "\n".join(_password(organization, *way) for way in ways)


def _password(organization: Organization, key: str, iam_user: str, profile: str) -> str:
    return f"""\
Left to you: a first password for {iam_user} in {organization.alias(key)}, who is there
once 'cdktf deploy {key}' has run. In the console (IAM, Users, {iam_user},
Security credentials, Enable console access), or:

  printf 'First password: ' && read -rs PASSWORD
  aws iam create-login-profile --profile {profile} \\
    --user-name {iam_user} --password-reset-required --password "$PASSWORD"

Hand it over by another way than this text, to a person whose voice you know.
"""

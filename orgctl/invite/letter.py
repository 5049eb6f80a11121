"""
The text of an invitation, which has no secret.

Without MFA the policy self-service lets users change their password and enrol a device, in the console; all else needs
a sign-in with the device. The AWS CLI only sends codes, so the device must be an app that shows them. Sources: IAM User
Guide, "MFA protection for API operations" and "Grant a user permissions to switch roles"; AWS CLI User Guide, "Login
for AWS local development using console credentials" (2026-11-22). The display name in a link to switch roles is not
documented; it has at most 64 characters, as in the form.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

from foundation.names import ADMIN_SUFFIX, ORG_ROOT
from organization.model import Organization
from orgctl.key_source import KeySource
from orgctl.profiles.merge import render
from orgctl.profiles.model import Profile
from orgctl.profiles.people import profiles_of
from terraform_json.outputs import Numbers

DISPLAY_NAME = 64

_KEYS: dict[KeySource, str] = {
    KeySource.CLI: """\
   In Security credentials, create an access key for the command line, and
   store it, once the profiles below are in ~/.aws/config:
     aws configure --profile {profile}""",
    KeySource.AWS_VAULT: """\
   In Security credentials, create an access key for the command line, and
   store it, once the profiles below are in ~/.aws/config:
     aws-vault add {profile}""",
    KeySource.LOGIN: """\
   You need no access key: once the profiles below are in ~/.aws/config, sign
   in with the AWS CLI, 2.32 or newer:
     aws login --profile {profile}""",
}


def invitation(organization: Organization, numbers: Numbers, user: str, form: KeySource = KeySource.CLI) -> str:
    """Return the text for a user. Raise ProfileError for a name that is not in organization.yaml."""
    profiles = profiles_of(organization, numbers, user, form)
    own = [profile for profile in profiles if not profile.role_arn]
    parts = [f"Welcome to {organization.name} on AWS.\n"]
    if len(own) > 1:
        parts.append("You have two users, each with its own password, MFA device and keys.\n")
    for profile in own:
        roles = [one for one in profiles if one.source_profile == profile.name]
        parts += [_sign_in(organization, user, profile, form), _switch(organization, numbers, roles)]
    parts.append(_profiles(profiles))
    return "\n".join(part for part in parts if part)


def _sign_in(organization: Organization, user: str, own: Profile, form: KeySource) -> str:
    alias = organization.alias(own.account)
    iam_user = user + ADMIN_SUFFIX if own.account == ORG_ROOT else user
    purpose = "to administer the organization" if own.account == ORG_ROOT else "for everything else"
    return f"""\
User {iam_user}, {purpose}

1. Sign in at https://{alias}.signin.aws.amazon.com/console
   as {iam_user}, with the password that you get separately,
   and choose a new one of {organization.password_policy.minimum_password_length} characters or more.
2. Top right, under your name: Security credentials, Assign MFA device. The
   name of the device must be exactly
     {iam_user}
   and its kind "Authenticator app": the command line asks for its codes, a
   passkey has none. Other errors on that page are expected.
3. Sign out and sign in again with a code. Until then all else is denied.
4. Keys for the command line.
{_KEYS[form].format(profile=own.name)}
"""


def _switch(organization: Organization, numbers: Numbers, roles: list[Profile]) -> str:
    """Return links for the console, which switches only from the user: roles assumed from a role have none."""
    if not roles:
        return ""
    lines = ["Your roles, in the console, once you are signed in with a code:\n"]
    for role in roles:
        assert role.role_name
        alias = organization.alias(role.account)
        lines.append(f"  {role.role_name} in {alias}")
        lines.append(f"    {switch_role_link(role.role_name, numbers.of(role.account), f'{role.role_name} @ {alias}')}")
    return "\n".join(lines) + "\n"


def switch_role_link(role: str, number: str, display_name: str) -> str:
    """Return a link to the console's form for switching roles, filled in."""
    fields = {"roleName": role, "account": number, "displayName": display_name[:DISPLAY_NAME]}
    return f"https://signin.aws.amazon.com/switchrole?{urlencode(fields, quote_via=quote)}"


def _profiles(profiles: list[Profile]) -> str:
    roles = [profile.name for profile in profiles if profile.role_arn]
    test = f" Then try one:\n\n  aws sts get-caller-identity --profile {roles[0]}\n" if roles else "\n"
    return f"These profiles go into ~/.aws/config.{test}\n{render(profiles)}"

"""
AWS's rules for the names in the file. Each function returns an error message, or None for a valid value.

A message names the rule and the allowed values. The caller adds the value.
"""

from __future__ import annotations

import re

from foundation.ids import ACCOUNT_NUMBER, ORGANIZATION_ID
from foundation.words import plural
from organization import limits
from organization.limits import Limit

_IAM_CHARACTERS = re.compile(r"[A-Za-z0-9_+=,.@-]+")
_ALIAS = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ASCII = re.compile(r"[\x20-\x7e]+")
_TAG = re.compile(r"[\w .:/=+@-]*")
_EMAIL_LOCAL_FORBIDDEN = re.compile(r"[\s\x00-\x1f\x7f\"'()<>\[\]:;,\\|%&]")
_EMAIL_DOMAIN = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]*[a-z0-9]")
_BUCKET_PREFIXES = ("xn--", "sthree-", "amzn-s3-demo-")
_BUCKET_SUFFIXES = ("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3", "-an")
_CONTACT_EMAIL = re.compile(r"[\w+=.#|!&-]+@[\w.-]+\.\w+", re.ASCII)
_PHONE = re.compile(r"[\s0-9()+-]*[0-9][\s0-9()+-]*", re.ASCII)
_SERVICE = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com")
_VERSIONS = re.compile(r"(=|!=|>|>=|<|<=|~>)? *\d{1,9}(\.\d{1,9}){0,2}", re.ASCII)


def organization_id(value: str) -> str | None:
    """Check the id of an organization."""
    if not ORGANIZATION_ID.fullmatch(value):
        return "must look like o-a1b2c3d4e5: o- and 10 to 32 lower-case letters and digits"
    return None


def account_id(value: str) -> str | None:
    """Check the number of an account."""
    return None if ACCOUNT_NUMBER.fullmatch(value) else "must be 12 digits, such as '123456789012'"


def iam_name(value: str, longest: Limit) -> str | None:
    """
    Check the name of a user, group or role.

    Source: IAM API reference, `UserName`, `GroupName`, `RoleName` (2026-11-22).
    """
    if not _IAM_CHARACTERS.fullmatch(value):
        return "may hold letters, digits and _+=,.@- only"
    return _length(value, 1, longest.value)


def person(value: str, longest: Limit = limits.USER_NAME) -> str | None:
    """Check the name of a user, which is also the name of the user's role sessions."""
    return iam_name(value, longest) or _length(value, limits.SESSION_NAME_SHORTEST.value, longest.value)


def alias(value: str) -> str | None:
    """Check an account alias. Source: IAM API reference, CreateAccountAlias (2026-11-22)."""
    if not _ALIAS.fullmatch(value):
        return "must be lower-case letters, digits and single hyphens, with no hyphen at either end"
    if re.fullmatch(r"\d{12}", value):
        return "must not be twelve digits: that is an account number"
    return _length(value, limits.ALIAS_SHORTEST.value, limits.ALIAS_LONGEST.value)


def alias_part(value: str) -> str | None:
    """Check the organization's name or an account key. Both joined with a hyphen form an alias."""
    if not _ALIAS.fullmatch(value):
        return "must be lower-case letters, digits and single hyphens, with no hyphen at either end"
    return None


def account_name(value: str) -> str | None:
    """
    Check the name of an account.

    Source: Organizations API reference, CreateAccount, and Account Management, PutAccountName (2026-11-22).
    """
    if not _ASCII.fullmatch(value) or "<" in value or ">" in value:
        return "must be printable ASCII without < and >"
    return _no_template(value) or _length(value, 1, limits.ACCOUNT_NAME.value)


def email(value: str) -> str | None:
    """Check the address of a root user. Source: Organizations API reference, CreateAccount, `Email` (2026-11-22)."""
    return email_form(value) or _length(value, limits.EMAIL_SHORTEST.value, limits.EMAIL_LONGEST.value)


def email_form(value: str) -> str | None:
    """Check the address of a root user except for its length."""
    local, at, domain = value.partition("@")
    if not at or "@" in domain or not value.isascii():
        return "must look like user@example.com, in ASCII"
    if not local or local.startswith(".") or _EMAIL_LOCAL_FORBIDDEN.search(local):
        forbidden = "\" ' ( ) < > [ ] : ; , \\ | % &"
        return f"must have before the @ no white space, none of {forbidden} and no dot at the beginning"
    if not _EMAIL_DOMAIN.fullmatch(domain) or domain[0] == "-" or domain[-1] == "-":
        return (
            "must have after the @ letters, digits, hyphens and at least one dot, with no hyphen or dot at either end"
        )
    return _no_template(value)


def contact_email(value: str) -> str | None:
    """Check the address of an alternate contact. Source: Account Management API, PutAlternateContact (2026-11-22)."""
    if not _CONTACT_EMAIL.fullmatch(value):
        return "must look like security@example.com"
    return _length(value, 1, limits.CONTACT_EMAIL.value)


def phone(value: str) -> str | None:
    """Check the telephone number of an alternate contact. Source: as for `contact_email`."""
    if not _PHONE.fullmatch(value):
        return "must be digits, with spaces and ( ) + - if you like"
    return _length(value, 1, limits.CONTACT_PHONE.value)


def line(value: str, longest: Limit) -> str | None:
    """Check the name or title of an alternate contact. Source: as for `contact_email`."""
    if not value.strip():
        return "must not be blank"
    return _no_template(value) or _length(value, 1, longest.value)


def policy_name(value: str) -> str | None:
    """Check the name of an organization policy. Source: Organizations API reference, CreatePolicy (2026-11-22)."""
    return _length(value, 1, limits.POLICY_NAME.value)


def ou_name(value: str) -> str | None:
    """
    Check the name of an OU. Source: Organizations API reference, CreateOrganizationalUnit (2026-11-22).

    The rule about the slash is this project's, for paths of OUs.
    """
    if "/" in value:
        return "must not hold a slash, which separates the names in a path of OUs"
    if not value.strip():
        return "must not be blank"
    return _no_template(value) or _length(value, 1, limits.OU_NAME.value)


def tag_key(value: str) -> str | None:
    """
    Check the key of a tag.

    Source: AWS tagging rules, https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html (2026-11-22).
    """
    if value.lower().startswith("aws:"):
        return "must not begin with aws:, which is reserved"
    if not _TAG.fullmatch(value):
        return "may hold letters, digits, spaces and _.:/=+-@ only"
    return _length(value, 1, limits.TAG_KEY.value)


def tag_value(value: str) -> str | None:
    """Check the value of a tag. Source: as for `tag_key`."""
    if not _TAG.fullmatch(value):
        return "may hold letters, digits, spaces and _.:/=+-@ only"
    return _length(value, 0, limits.TAG_VALUE.value)


def bucket(value: str) -> str | None:
    """
    Check the name of a bucket.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html (2026-11-22).
    """
    if not _BUCKET.fullmatch(value) or ".." in value:
        return "must be lower-case letters, digits, dots and hyphens, with a letter or digit at each end"
    if re.fullmatch(r"\d+\.\d+\.\d+\.\d+", value):
        return "must not look like an IP address"
    if value.startswith(_BUCKET_PREFIXES) or value.endswith(_BUCKET_SUFFIXES):
        return f"must not begin with {', '.join(_BUCKET_PREFIXES)} or end with {', '.join(_BUCKET_SUFFIXES)}"
    return _length(value, 3, 63)


def service_principal(value: str) -> str | None:
    """Check the service principal of an AWS service."""
    return None if _SERVICE.fullmatch(value) else "must look like cloudtrail.amazonaws.com"


def version_range(value: str) -> str | None:
    """
    Check a version constraint of Terraform.

    Source: https://developer.hashicorp.com/terraform/language/expressions/version-constraints.
    """
    if all(_VERSIONS.fullmatch(part.strip()) for part in value.split(",")):
        return None
    return "must be versions as Terraform writes them, such as '>= 5.100.0, < 7.0.0'"


def _no_template(value: str) -> str | None:
    """Check that a name holds no Terraform template, which Terraform would replace."""
    return "must not hold ${ or %{, which Terraform would replace" if "${" in value or "%{" in value else None


def _length(value: str, shortest: int, longest: int) -> str | None:
    if shortest <= len(value) <= longest:
        return None
    return f"has {plural(len(value), 'character')}, {shortest} to {longest} are allowed"

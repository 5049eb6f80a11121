"""
Every limit that is checked before deployment: its value, unit and source, and the date on which the source was read.

A quota that AWS raises on request has a maximum too. Exceeding such a quota is a warning; exceeding its maximum or a
fixed limit is an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from foundation.policy_types import PolicyType
from policies.checks import GRAMMARS

_ORGANIZATIONS = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html"
_IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"
_IAM_API = "https://docs.aws.amazon.com/IAM/latest/APIReference/"
_CREATE_ACCOUNT = "https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccount.html"
_TAGS = "https://docs.aws.amazon.com/organizations/latest/APIReference/API_Tag.html"
_STS = "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html"
_OURS = "this project: no organization needs more, and a larger file is a mistake or an attack"
_READ = "2026-11-22"


@dataclass(frozen=True)
class Limit:
    """A maximum, or a minimum when `unit` says "at least"."""

    value: int
    unit: str
    source: str
    most: int | None = None
    """The number to which AWS raises it on request (Service Quotas); None for a fixed limit."""
    date: str = _READ


ONE = Limit(1, "at least", _OURS)
"""The minimum of ranges that begin at one."""
OU_DEPTH = Limit(5, "levels of OUs below the root", _ORGANIZATIONS)
OUS = Limit(2_000, "OUs in an organization", _ORGANIZATIONS)
OU_NAME = Limit(128, "characters of an OU's name", _ORGANIZATIONS)
ACCOUNTS = Limit(10, "accounts in an organization, the management account included", _ORGANIZATIONS, most=50_000)
ACCOUNT_NAME = Limit(50, "characters of an account's name", _CREATE_ACCOUNT)
EMAIL_SHORTEST = Limit(6, "characters of an account's e-mail address, at least", _CREATE_ACCOUNT)
EMAIL_LONGEST = Limit(64, "characters of an account's e-mail address", _CREATE_ACCOUNT)
ALIAS_SHORTEST = Limit(3, "characters of an account alias, at least", _IAM_API + "API_CreateAccountAlias.html")
ALIAS_LONGEST = Limit(63, "characters of an account alias", _IAM_API + "API_CreateAccountAlias.html")
TAGS = Limit(50, "tags of a resource", _ORGANIZATIONS)
TAG_KEY = Limit(128, "characters of a tag's key", _TAGS)
TAG_VALUE = Limit(256, "characters of a tag's value", _TAGS)

POLICY_NAME = Limit(
    128,
    "characters of a policy's name",
    "https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreatePolicy.html",
)
SCP_SIZE = Limit(
    GRAMMARS[PolicyType.SERVICE_CONTROL].largest,
    "characters of a service control policy, white space included",
    _ORGANIZATIONS,
    date="2026-05-15",
)
SCPS_PER_TARGET = Limit(10, "service control policies of a root, OU or account", _ORGANIZATIONS, date="2026-05-15")
RCP_SIZE = Limit(
    GRAMMARS[PolicyType.RESOURCE_CONTROL].largest,
    "characters of a resource control policy, white space included",
    _ORGANIZATIONS,
)
RCPS_PER_TARGET = Limit(5, "resource control policies of a root, OU or account", _ORGANIZATIONS)
POLICIES_PER_TARGET: Mapping[str, Limit] = {
    PolicyType.AI_OPT_OUT: Limit(5, "AI services opt-out policies of a root, OU or account", _ORGANIZATIONS),
    PolicyType.BACKUP: Limit(10, "backup policies of a root, OU or account", _ORGANIZATIONS),
    PolicyType.CHAT: Limit(5, "chat applications policies of a root, OU or account", _ORGANIZATIONS),
    PolicyType.DECLARATIVE_EC2: Limit(10, "declarative policies of a root, OU or account", _ORGANIZATIONS),
    PolicyType.TAG: Limit(10, "tag policies of a root, OU or account", _ORGANIZATIONS),
}
POLICY_DESCRIPTION = Limit(
    512,
    "characters of a policy's description",
    "https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreatePolicy.html",
)

USERS = Limit(5_000, "IAM users in an account", _IAM)
USER_NAME = Limit(64, "characters of an IAM user's name", _IAM)
SESSION_NAME_SHORTEST = Limit(2, "characters of a role session name, at least; people's is their user name", _STS)
GROUPS = Limit(300, "IAM groups in an account", _IAM, most=500)
GROUPS_PER_USER = Limit(10, "groups of an IAM user", _IAM)
INLINE_POLICY_NAME = Limit(128, "characters of an inline policy's name", _IAM_API + "API_PutRolePolicy.html")
GROUP_POLICIES = Limit(10, "managed policies attached to an IAM group", _IAM)
ROLE_NAME = Limit(64, "characters of a role's name, path included, for switching roles in the console", _IAM)
ROLE_POLICIES = Limit(10, "managed policies attached to a role", _IAM, most=25)
MANAGED_POLICY_SIZE = Limit(6_144, "characters of a managed policy, white space not counted", _IAM)
ROLE_INLINE_SIZE = Limit(10_240, "characters of all inline policies of a role, white space not counted", _IAM)
TRUST_POLICY_SIZE = Limit(2_048, "characters of a trust policy", _IAM, most=4_096)
SESSION_SHORTEST = Limit(
    3_600, "seconds of a role's maximum session duration, at least", _IAM_API + "API_CreateRole.html"
)
SESSION_LONGEST = Limit(43_200, "seconds of a role's maximum session duration", _IAM_API + "API_CreateRole.html")

_PASSWORDS = _IAM_API + "API_UpdateAccountPasswordPolicy.html"
PASSWORD_SHORTEST = Limit(6, "characters that a password policy may demand, at least", _PASSWORDS)
PASSWORD_LONGEST = Limit(128, "characters that a password policy may demand", _PASSWORDS)
PASSWORD_REUSE = Limit(24, "previous passwords that a password policy may refuse", _PASSWORDS)
PASSWORD_AGE = Limit(1_095, "days until a password expires", _PASSWORDS)

_ACCOUNT_API = "https://docs.aws.amazon.com/accounts/latest/reference/API_PutAlternateContact.html"
CONTACT_NAME = Limit(64, "characters of a contact's name", _ACCOUNT_API)
CONTACT_TITLE = Limit(50, "characters of a contact's title", _ACCOUNT_API)
CONTACT_EMAIL = Limit(254, "characters of a contact's e-mail address", _ACCOUNT_API)
CONTACT_PHONE = Limit(25, "characters of a contact's telephone number", _ACCOUNT_API)

RETENTION_SHORTEST = Limit(365, "days of retention, at least: what PCI DSS 10.5.1 asks for", "PCI DSS v4.0.1")
RETENTION_LONGEST = Limit(36_500, "days of retention", "this project: a hundred years")
UNUSED_ACCESS_AGE = Limit(
    365,
    "days until access is unused",
    "https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_UnusedAccessConfiguration.html",
)

YAML_FILE_SIZE = Limit(4 * 1024 * 1024, "bytes of a configuration file", _OURS)
YAML_NODES = Limit(500_000, "values of a configuration file, aliases written out", _OURS)
YAML_DEPTH = Limit(40, "levels of nesting of a configuration file", _OURS)

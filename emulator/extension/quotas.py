"""
The quotas that the emulator enforces.

Sources: [ORG] AWS Organizations User Guide, "Quotas and service limits" (May 2026); [IAM] IAM User Guide, "IAM and AWS
STS quotas"; [API] the operation's page in the API reference. IAM does not count white space; Organizations does.
"""

from collections.abc import Mapping
from typing import Final

from foundation.policy_types import PolicyType

OU_DEPTH: Final = 5  # levels of OUs below the root [ORG]
MIN_SCPS_PER_TARGET: Final = 1  # [ORG]
POLICIES_PER_TARGET: Final[Mapping[str, int]] = {  # [ORG]; 10 of each other type
    PolicyType.SERVICE_CONTROL: 10,
    PolicyType.RESOURCE_CONTROL: 5,
    PolicyType.CHAT: 5,
    PolicyType.AI_OPT_OUT: 5,
}
POLICY_CHARACTERS: Final[Mapping[str, int]] = {  # [ORG]
    PolicyType.SERVICE_CONTROL: 10_240,
    PolicyType.RESOURCE_CONTROL: 5_120,
    PolicyType.TAG: 10_000,
    PolicyType.AI_OPT_OUT: 2_500,
    PolicyType.BACKUP: 10_000,
    PolicyType.CHAT: 10_000,
    PolicyType.DECLARATIVE_EC2: 10_000,
    "SECURITYHUB_POLICY": 10_000,
}
RESOURCE_POLICY_CHARACTERS: Final = 40_000  # [ORG]
ANALYZERS: Final = {  # of one type in an account and region; 1 of other types [IAM User Guide, Access Analyzer quotas]
    "ORGANIZATION": 20,
    "ORGANIZATION_UNUSED_ACCESS": 20,
}

ACCESS_KEYS_PER_USER: Final = 2  # cannot be raised [IAM]
MFA_DEVICES_PER_USER: Final = 8  # cannot be raised [IAM]
GROUPS_PER_USER: Final = 10  # cannot be raised [IAM]
POLICIES_PER_GROUP: Final = 10  # cannot be raised [IAM]
POLICIES_PER_USER: Final = 10  # [IAM]
POLICIES_PER_ROLE: Final = 20  # default in the newest table, 10 in older ones [IAM]
TRUST_POLICY_CHARACTERS: Final = 2_048  # [IAM], quota ACLSizePerRole
MANAGED_POLICY_CHARACTERS: Final = 6_144  # [IAM], quota PolicySize
USER_INLINE_CHARACTERS: Final = 2_048  # all inline policies of one user [IAM]
GROUP_INLINE_CHARACTERS: Final = 5_120  # … of one group [IAM]
ROLE_INLINE_CHARACTERS: Final = 10_240  # … of one role [IAM]
CHAINED_SESSION_SECONDS: Final = 3_600  # AssumeRole with a role's credentials [API: sts AssumeRole]
USER_SESSION_SECONDS: Final = 43_200  # by default [API: sts GetSessionToken]
ROOT_SESSION_SECONDS: Final = 3_600  # maximum of the root user [API: sts GetSessionToken]


def iam_size(*documents: str) -> int:
    """Return the characters of policies as IAM counts them, without white space."""
    return sum(len("".join(document.split())) for document in documents)

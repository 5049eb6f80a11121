"""
Pure functions that build policies: they take names and account numbers and return minified JSON.

This package does not import CDKTF. An account number may be a CDKTF token, which stands for twelve digits.
"""

from policies.arns import ACCOUNT_NUMBER_LENGTH, account_root_arn, managed_policy_arn, role_arn
from policies.document import Statement, document, size
from policies.identity import assume_roles, self_service
from policies.quarantine import deny_all, deny_outside
from policies.target_policy import TargetPolicy
from policies.trust import trust_account

__all__ = [
    "ACCOUNT_NUMBER_LENGTH",
    "Statement",
    "TargetPolicy",
    "account_root_arn",
    "assume_roles",
    "deny_all",
    "deny_outside",
    "document",
    "managed_policy_arn",
    "role_arn",
    "self_service",
    "size",
    "trust_account",
]

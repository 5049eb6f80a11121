"""
Policies as pure functions: what goes in are names and numbers, what comes out is minified JSON.

Nothing here knows CDKTF. An account number may be a token of CDKTF: it stands for twelve digits.
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

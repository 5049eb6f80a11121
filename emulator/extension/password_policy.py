"""
The passwords that an account accepts.

Operations: IAM CreateLoginProfile, UpdateLoginProfile, ChangePassword (PasswordPolicyViolation). Source: IAM User
Guide, "Set an account password policy for IAM users": the options, and the policy of an account without one.
"""

from __future__ import annotations

import string
from typing import Final

from moto.iam.exceptions import IAMException
from moto.iam.models import AccountPasswordPolicy, IAMBackend

LENGTH, LONGEST, KINDS = 8, 128, 3  # of an account without its own policy
SYMBOLS: Final = "!@#$%^&*()_+-=[]{}|'"
ALPHABETS: Final = {
    "require_lowercase_characters": string.ascii_lowercase,
    "require_uppercase_characters": string.ascii_uppercase,
    "require_numbers": string.digits,
    "require_symbols": SYMBOLS,
}


def demand_strength(iam: IAMBackend, password: str) -> None:
    """Raise for a password that is too short or has too few kinds of characters."""
    kinds = {name for name, alphabet in ALPHABETS.items() if set(alphabet) & set(password)}
    policy = iam.account_password_policy
    if not (_meets(policy, password, kinds) if policy else _meets_default(password, kinds)):
        raise IAMException("PasswordPolicyViolation", "Password does not conform to the account password policy.")


def _meets(policy: AccountPasswordPolicy, password: str, kinds: set[str]) -> bool:
    demanded = {name for name in ALPHABETS if getattr(policy, name)}
    return policy.minimum_password_length <= len(password) <= LONGEST and demanded <= kinds


def _meets_default(password: str, kinds: set[str]) -> bool:
    return LENGTH <= len(password) <= LONGEST and len(kinds) >= KINDS

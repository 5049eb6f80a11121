"""The password policy of an account."""

from __future__ import annotations

from cdktf_cdktf_provider_aws.iam_account_password_policy import IamAccountPasswordPolicy
from constructs import Construct


class PasswordPolicy(Construct):
    """
    The password policy of an account's IAM users.

    IAM cannot change it partially, so the construct sets every value. It replaces the account's existing policy.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        minimum_password_length: int = 14,
        password_reuse_prevention: int = 24,
        max_password_age: int | None = None,
    ) -> None:
        super().__init__(scope, id)
        IamAccountPasswordPolicy(
            self,
            "policy",
            minimum_password_length=minimum_password_length,
            password_reuse_prevention=password_reuse_prevention,
            max_password_age=max_password_age,
            require_lowercase_characters=True,
            require_uppercase_characters=True,
            require_numbers=True,
            require_symbols=True,
            allow_users_to_change_password=True,
            hard_expiry=False,
        )

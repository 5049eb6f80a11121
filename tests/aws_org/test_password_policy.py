from __future__ import annotations

from syrupy.assertion import SnapshotAssertion

from aws_org import PasswordPolicy
from tests.synthesis import Synth, resource, reviewable


def test_password_policy(synth: Synth, snapshot: SnapshotAssertion) -> None:
    assert reviewable(synth(lambda scope: PasswordPolicy(scope, "passwords", max_password_age=90))) == snapshot


def test_password_policy_leaves_nothing_to_iams_defaults(synth: Synth) -> None:
    """IAM resets values that an update omits. CIS 1.8 and 1.9 demand 14 characters and 24 remembered passwords."""
    found = resource(synth(lambda scope: PasswordPolicy(scope, "passwords")), "aws_iam_account_password_policy")

    assert found == {
        "allow_users_to_change_password": True,
        "hard_expiry": False,
        "minimum_password_length": 14,
        "password_reuse_prevention": 24,
        "require_lowercase_characters": True,
        "require_numbers": True,
        "require_symbols": True,
        "require_uppercase_characters": True,
    }

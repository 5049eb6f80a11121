"""Service control policies."""

from __future__ import annotations

import json

from policies import deny_all


def test_deny_all_denies_every_action_on_everything_to_everybody() -> None:
    assert json.loads(deny_all()) == {
        "Version": "2012-10-17",
        "Statement": [{"Sid": "DenyAll", "Effect": "Deny", "Action": "*", "Resource": "*"}],
    }


def test_service_control_policies_have_no_white_space_because_aws_counts_it() -> None:
    assert not any(character.isspace() for character in deny_all())

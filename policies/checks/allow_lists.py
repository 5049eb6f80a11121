"""Statements of service control policies that allow: they have no effect beside FullAWSAccess."""

from __future__ import annotations

import json
from typing import Any

from policies.reading import Statement, actions, resources, statements

_NO_EFFECT = (
    "allows, which limits nothing here: AWS's own policy FullAWSAccess stays attached to every target and allows all; "
    'write the same as a Deny of everything else: "Effect": "Deny", "NotAction": [what is allowed], "Resource": "*"'
)
"""
What a service control policy leaves out is denied only where nothing else allows it on the same level.

Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
(2026-12-01).
"""


def allow_errors(text: str) -> list[str]:
    """Return an error for each statement of a service control policy that allows only a part of everything."""
    document: Any = json.loads(text)
    return [
        f"Statement[{index}] {_NO_EFFECT}"
        for index, statement in enumerate(statements(document))
        if statement.get("Effect") == "Allow" and not _is_full_access(statement)
    ]


def _is_full_access(statement: Statement) -> bool:
    """Return whether a statement says what FullAWSAccess says, as files that begin with it do."""
    return "*" in actions(statement) and "*" in resources(statement) and not statement.get("Condition")

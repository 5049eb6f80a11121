"""
The policies of a stack in the form that checkov reads.

Measured with checkov 3.3.30: where a policy is JSON text, its checks for privilege escalation, exposure, exfiltration
and unlimited changes skip it silently, and the principal "*" counts as none. They do all of that with the data source
`aws_iam_policy_document`, so checkov gets each policy as such a document too.
"""

from __future__ import annotations

import json
from typing import Any

from policies.reading import Statement, several, statements

Json = dict[str, Any]

POLICIES = {
    "aws_iam_policy": "policy",
    "aws_iam_role": "assume_role_policy",
    "aws_iam_role_policy": "policy",
    "aws_kms_key": "policy",
    "aws_s3_bucket_policy": "policy",
    "aws_sns_topic_policy": "policy",
}
"""The attribute with the policy, by resource type."""


def documents(tf: Json) -> Json:
    """Return a document for each policy in a stack, by the logical id of its resource."""
    return {
        name: {"statement": [_statement(statement) for statement in statements(json.loads(block[attribute]))]}
        for kind, attribute in POLICIES.items()
        for name, block in tf.get("resource", {}).get(kind, {}).items()
    }


def _statement(statement: Statement) -> Json:
    names = {"Action": "actions", "NotAction": "not_actions", "Resource": "resources", "NotResource": "not_resources"}
    parts = {
        "effect": statement["Effect"],
        **{name: several(statement[key]) for key, name in names.items() if key in statement},
        "principals": _principals(statement.get("Principal", {})),
        "condition": [
            {"test": test, "variable": variable, "values": several(values)}
            for test, variables in statement.get("Condition", {}).items()
            for variable, values in variables.items()
        ],
    }
    return {name: part for name, part in parts.items() if part}  # checkov cannot read a document with an empty list


def _principals(principal: str | Json) -> list[Json]:
    by_type = {principal: principal} if isinstance(principal, str) else principal
    return [{"type": kind, "identifiers": several(identifiers)} for kind, identifiers in by_type.items()]

"""
The policies of a stack in the form in which checkov looks into them.

Measured with checkov 3.3.30: where a policy is JSON text, it passes over it without a word in its checks for rights to
escalate, expose, exfiltrate or change without limit, and takes the principal "*" for nobody. It does all of that with
the data source `aws_iam_policy_document`, so it gets each policy as such a document too.
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
"""The attribute that holds the policy."""


def documents(tf: Json) -> Json:
    """A document for each policy in a stack, by the logical id of the resource that holds it."""
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
    return {name: part for name, part in parts.items() if part}  # checkov gives up on a document with an empty list


def _principals(principal: str | Json) -> list[Json]:
    by_type = {principal: principal} if isinstance(principal, str) else principal
    return [{"type": kind, "identifiers": several(identifiers)} for kind, identifiers in by_type.items()]

"""The JSON of IAM policies: minified, and measured as AWS measures it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Literal, TypedDict

from policies.checks.iam_language import identity_policy_errors
from policies.checks.size import size

__all__ = ["Condition", "Statement", "document", "identity_policy_errors", "size"]

Condition = Mapping[str, Mapping[str, str | Sequence[str]]]


class Statement(TypedDict, total=False):
    """A statement of a policy, with its keys in the usual order."""

    Sid: str
    Effect: Literal["Allow", "Deny"]
    Principal: Mapping[str, str | Sequence[str]]
    Action: str | Sequence[str]
    NotAction: str | Sequence[str]
    Resource: str | Sequence[str]
    Condition: Condition


def document(*statements: Statement) -> str:
    """Return a policy of these statements as JSON without white space, which AWS counts in service control policies."""
    return json.dumps({"Version": "2012-10-17", "Statement": statements}, separators=(",", ":"))

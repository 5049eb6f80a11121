"""Permissions that are resources of their own, as the statements that AWS makes of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from access.read.reading import Reading, blocks
from policies.reading import Statement
from terraform_json.stacks import Entry

_CONDITIONS: Mapping[str, tuple[str, str]] = {
    "source_arn": ("ArnLike", "AWS:SourceArn"),
    "source_account": ("StringEquals", "AWS:SourceAccount"),
    "principal_org_id": ("StringEquals", "aws:PrincipalOrgID"),
    "function_url_auth_type": ("StringEquals", "lambda:FunctionUrlAuthType"),
    "event_source_token": ("StringEquals", "lambda:EventSourceToken"),
}
"""
The conditions of a function's permission, by argument. Source:
https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html (2026-11-30).
"""


def permission(reading: Reading, entry: Entry, arn: str) -> list[Statement]:
    """Return the statement of a permission about the resource with an ARN; none if it allows nothing."""
    if entry.type == "aws_lambda_function_url":
        return _url(reading, entry, arn)
    if entry.type == "aws_cloudwatch_event_permission":
        action, conditions = reading.text(entry, "action", "events:PutEvents"), _event_conditions(reading, entry)
    else:
        action, arn = reading.text(entry, "action"), _qualified(reading, entry, arn)
        conditions = _conditions(reading, entry)
    sid = reading.text(entry, "statement_id")
    principal = _principal(reading.text(entry, "principal"))
    return [_statement(sid, principal, action, arn, conditions)]


def _url(reading: Reading, entry: Entry, arn: str) -> list[Statement]:
    """
    Return the statement that the provider adds for a URL without authentication.

    Source: https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/service/lambda/function_url.go
    """
    if reading.text(entry, "authorization_type") != "NONE":
        return []
    condition = {"StringEquals": {"lambda:FunctionUrlAuthType": "NONE"}}
    arn = _qualified(reading, entry, arn)
    return [_statement("FunctionURLAllowPublicAccess", "*", "lambda:InvokeFunctionUrl", arn, condition)]


def _statement(sid: str, principal: object, action: str, arn: str, conditions: Mapping[str, Any]) -> Statement:
    said = {"Sid": sid, "Effect": "Allow", "Principal": principal, "Action": action, "Resource": arn}
    return {name: value for name, value in {**said, "Condition": conditions}.items() if value}


def _principal(said: str) -> object:
    """Return the principal as AWS writes it: everyone, an account, an ARN, or else a service."""
    if said == "*":
        return "*"
    if re.fullmatch(r"\d{12}", said):
        return {"AWS": f"arn:aws:iam::{said}:root"}
    return {"AWS" if said.startswith("arn:") else "Service": said}


def _qualified(reading: Reading, entry: Entry, arn: str) -> str:
    """Return the ARN of a function's version or alias."""
    qualifier = reading.text(entry, "qualifier")
    return f"{arn}:{qualifier}" if qualifier else arn


def _conditions(reading: Reading, entry: Entry) -> Mapping[str, Any]:
    found: dict[str, dict[str, str]] = {}
    for argument, (operator, key) in _CONDITIONS.items():
        if value := reading.text(entry, argument):
            found.setdefault(operator, {})[key] = value
    return found


def _event_conditions(reading: Reading, entry: Entry) -> Mapping[str, Any]:
    return {
        str(one.get("type")): {str(one.get("key")): reading.resolver.text(entry, str(one.get("value")), "condition")}
        for one in blocks(entry.body.get("condition"))
    }

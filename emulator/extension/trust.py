"""
The decision of a trust policy, as far as the emulator evaluates it.

It evaluates statements that allow `sts:AssumeRole`, their AWS principals, and the condition on MFA. Other conditions
count as met. Source: IAM User Guide, "AWS JSON policy elements: Principal" and "AWS global condition context keys"
(aws:MultiFactorAuthPresent).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from moto.iam.exceptions import MalformedPolicyDocument, NotFoundException
from moto.iam.models import iam_backends

from policies.reading import Statement, actions, demands_mfa, principals, statements

PRINCIPAL_ARN = re.compile(
    r"arn:(?P<partition>[^:]+):iam::(?P<account>\d{12}):(?P<kind>root|user|role)(?:/(?P<path>.*))?"
)


def allows(document: str, caller_account: str, caller_arn: str, *, mfa: bool) -> bool:
    """Return whether a statement lets the caller assume the role."""
    return any(
        _names(statement, caller_account, caller_arn) and (mfa or not demands_mfa(statement))
        for statement in _assume_role_statements(document)
    )


def demand_existing_principals(document: str) -> None:
    """Raise when the policy names a user or role that is missing in a known account, as AWS does."""
    for statement in _assume_role_statements(document):
        for principal in _aws_principals(statement):
            match = PRINCIPAL_ARN.fullmatch(principal)
            if match and match["account"] in list(iam_backends) and not _exists(match):
                raise MalformedPolicyDocument(f'Invalid principal in policy: "AWS":"{principal}"')


def _exists(principal: re.Match[str]) -> bool:
    backend = iam_backends[principal["account"]][principal["partition"]]
    if principal["kind"] == "user":
        return any(user.arn == principal[0] for user in backend.users.values())
    if principal["kind"] == "role":
        try:
            backend.get_role_by_arn(principal[0])
        except NotFoundException:
            return False
    return True


def _assume_role_statements(document: str) -> Iterator[Statement]:
    try:
        found = statements(json.loads(document))
    except ValueError:
        return  # moto reports the error
    for statement in found:
        if statement.get("Effect") == "Allow" and {"sts:AssumeRole", "sts:*", "*"} & {*actions(statement)}:
            yield statement


def _aws_principals(statement: Statement) -> list[str]:
    return [one.value for one in principals(statement) if one.kind == "AWS"]


def _names(statement: Statement, account: str, arn: str) -> bool:
    accepted = {"*", arn, account, f"arn:aws:iam::{account}:root"}
    return any(principal in accepted for principal in _aws_principals(statement))

"""Trust policies of roles."""

from __future__ import annotations

from policies.arns import account_root_arn
from policies.document import Statement, document


def trust_account(account_id: str, *, require_mfa: bool = True, organization_id: str | None = None) -> str:
    """
    Trust the principals of one account whose own policies allow assuming the role.

    The condition demands MFA with ``Bool``: ``BoolIfExists`` would pass when the key is missing, as it is for
    long-term access keys. A session of AssumeRole never carries the key, so a role cannot assume this one.
    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
    (2026-11-22).
    """
    condition: dict[str, dict[str, str]] = {}
    if require_mfa:
        condition["Bool"] = {"aws:MultiFactorAuthPresent": "true"}
    if organization_id is not None:
        condition["StringEquals"] = {"aws:PrincipalOrgID": organization_id}
    statement: Statement = {
        "Effect": "Allow",
        "Principal": {"AWS": account_root_arn(account_id)},
        "Action": "sts:AssumeRole",
    }
    if condition:
        statement["Condition"] = condition
    return document(statement)

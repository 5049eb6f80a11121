"""
The policies of quarantine: principals of the account can do nothing, and other principals cannot access it.

A service control policy binds the account's own users and roles. A resource control policy binds principals of other
accounts, including the management account, that assume a role there or access its data. Neither policy binds
service-linked roles. Moving the account to another OU removes both policies in one step.
"""

from __future__ import annotations

from typing import cast

from policies.arns import role_arn
from policies.document import Condition, Statement, document
from policies.guardrails.model import deny, deny_all_principals

_SERVICES = (
    "aoss",
    "appconfig",
    "appstream",
    "autoscaling",
    "autoscaling-plans",
    "budgets",
    "clouddirectory",
    "cloudfront",
    "cloudsearch",
    "cloudtrail-data",
    "codeartifact",
    "codebuild",
    "codecommit",
    "codepipeline",
    "cognito-identity",
    "cognito-idp",
    "comprehend",
    "comprehendmedical",
    "compute-optimizer",
    "cost-optimization-hub",
    "dax",
    "dsql",
    "dynamodb",
    "ecr",
    "ecr-public",
    "events",
    "firehose",
    "fis",
    "fms",
    "gamelift",
    "health",
    "inspector-scan",
    "kendra",
    "kinesisvideo",
    "kms",
    "logs",
    "memorydb",
    "networkmonitor",
    "notifications",
    "opensearch",
    "pca-connector-ad",
    "personalize",
    "polly",
    "pricing",
    "resource-groups",
    "rolesanywhere",
    "s3",
    "secretsmanager",
    "servicediscovery",
    "sqs",
    "support",
    "swf",
    "textract",
    "timestream-influxdb",
    "transcribe",
    "transfer",
    "translate",
    "wafv2",
    "workspaces",
    "xray",
)
"""
The services to which resource control policies apply, except STS, which has its own statements, and sign-in, whose
denial might prevent a responder from switching to the role in the console. Source:
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-supported-services
(2026-11-22).
"""

_NOT_A_SERVICE = {"BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}
"""Matches all but AWS services acting on their own, such as log delivery. Unsigned requests lack the key."""


def deny_all(responder: str | None = None) -> str:
    """
    Deny every action of every principal of an account, including its root user, except the responder's role.

    It does not stop running workloads, service-linked roles, or access from outside that a resource's own policy
    allows. Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
    (2026-11-22).
    """
    others = {"ArnNotLike": {"aws:PrincipalArn": role_arn("*", responder)}} if responder else None
    return document({"Sid": "DenyAll", **deny(["*"], condition=others)})


def deny_outside(responder: str | None = None, id_account: str | None = None) -> str:
    """
    Deny every principal of any account assuming a role of the account, and accessing its data in supported services.

    AWS services continue to write logs. Users of the id account may assume the responder's role with MFA, and the role
    may access the data of its own account. Resource control policies also bind principals of the management account, so
    the deployment role is denied too. Source:
    https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html (2026-11-22).
    """
    if responder is None:
        return document(
            {"Sid": "DenyAssumingRoles", **deny_all_principals(["sts:*"], condition=_NOT_A_SERVICE)},
            {"Sid": "DenyData", **deny_all_principals(_actions(), condition=_NOT_A_SERVICE)},
        )
    if id_account is None:
        raise ValueError("id_account is missing: the responder's role trusts that account")
    return document(*_assuming(responder, id_account), *_data(responder))


def _assuming(responder: str, id_account: str) -> list[Statement]:
    """Deny assuming any other role, and the responder's except with MFA from the id account."""
    role = role_arn("*", responder)
    elsewhere = {"StringNotEquals": {"aws:PrincipalAccount": id_account}}
    without_mfa = {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}
    others = {
        "Sid": "DenyAssumingOtherRoles",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sts:*",
        "NotResource": role,
        "Condition": _NOT_A_SERVICE,
    }
    return [
        cast(Statement, others),
        {"Sid": "DenyRespondingFromElsewhere", **deny_all_principals(["sts:*"], [role], elsewhere)},
        {"Sid": "DenyRespondingWithoutMfa", **deny_all_principals(["sts:*"], [role], without_mfa)},
    ]


def _data(responder: str) -> list[Statement]:
    """
    Deny access to the data except for the account's own responder role: other accounts may have a role of this name.

    There are two statements, because all conditions of one statement must match together. The second needs a policy
    variable. It has no effect where a service does not support the variable, so the first statement does without it.
    """
    role = role_arn("*", responder)
    others: Condition = {"ArnNotLikeIfExists": {"aws:PrincipalArn": role}, **_NOT_A_SERVICE}
    namesakes: Condition = {
        "ArnLike": {"aws:PrincipalArn": role},
        "StringNotEquals": {"aws:PrincipalAccount": "${aws:ResourceAccount}"},
    }
    return [
        {"Sid": "DenyData", **deny_all_principals(_actions(), condition=others)},
        {"Sid": "DenyDataToNamesakes", **deny_all_principals(_actions(), condition=namesakes)},
    ]


def _actions() -> list[str]:
    return [f"{service}:*" for service in _SERVICES]

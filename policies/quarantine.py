"""
Quarantine: an account that can do nothing, and that nobody gets into.

A service control policy binds the account's own users and roles. What it leaves open, a resource control policy closes:
people of other accounts, the management account among them, who assume a role there or get at its data. Both leave out
service-linked roles, and both end, in one step, when the account moves to another unit.
"""

from __future__ import annotations

from typing import cast

from policies.arns import role_arn
from policies.document import Condition, Statement, document
from policies.guardrails.model import deny, deny_everybody

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
The services that resource control policies reach, besides STS, which has statements of its own, and sign-in, whose
denial might keep a responder from switching to the role in the console. Source:
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-supported-services
(2026-11-22).
"""

_NOT_A_SERVICE = {"BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}
"""Whoever is not an AWS service that works for itself, as in delivering logs; unsigned requests have no such key."""


def deny_all(responder: str | None = None) -> str:
    """
    Deny every action of every principal of an account, its root user included, except a role by this name.

    It does not stop what runs already, service-linked roles, or access from outside that a resource's own policy
    allows. Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
    (2026-11-22).
    """
    others = {"ArnNotLike": {"aws:PrincipalArn": role_arn("*", responder)}} if responder else None
    return document({"Sid": "DenyAll", **deny(["*"], condition=others)})


def deny_outside(responder: str | None = None, id_account: str | None = None) -> str:
    """
    Deny everybody, from wherever, to assume a role of the account, or to get at its data where such policies reach.

    AWS services go on writing logs. The role by the responder's name may be assumed with MFA from the account in which
    people are, and is not kept from the data of its own account. Resource control policies bind the people of the
    management account too, so that whoever deploys is shut out like all others. Source:
    https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html (2026-11-22).
    """
    if responder is None:
        return document(
            {"Sid": "DenyAssumingRoles", **deny_everybody(["sts:*"], condition=_NOT_A_SERVICE)},
            {"Sid": "DenyData", **deny_everybody(_actions(), condition=_NOT_A_SERVICE)},
        )
    if id_account is None:
        raise ValueError("whoever responds comes from an account: id_account is missing")
    return document(*_assuming(responder, id_account), *_data(responder))


def _assuming(responder: str, id_account: str) -> list[Statement]:
    """Nobody assumes any other role, and the responder's only with MFA, from the account in which people are."""
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
        {"Sid": "DenyRespondingFromElsewhere", **deny_everybody(["sts:*"], [role], elsewhere)},
        {"Sid": "DenyRespondingWithoutMfa", **deny_everybody(["sts:*"], [role], without_mfa)},
    ]


def _data(responder: str) -> list[Statement]:
    """
    Nobody gets at the data but the responder's role, and that of no other account, which might have one by that name.

    Two statements, because the conditions of one hold only together. The second needs a policy variable; where a
    service does not know it the statement does not hold, so the first does without.
    """
    role = role_arn("*", responder)
    others: Condition = {"ArnNotLikeIfExists": {"aws:PrincipalArn": role}, **_NOT_A_SERVICE}
    namesakes: Condition = {
        "ArnLike": {"aws:PrincipalArn": role},
        "StringNotEquals": {"aws:PrincipalAccount": "${aws:ResourceAccount}"},
    }
    return [
        {"Sid": "DenyData", **deny_everybody(_actions(), condition=others)},
        {"Sid": "DenyDataToNamesakes", **deny_everybody(_actions(), condition=namesakes)},
    ]


def _actions() -> list[str]:
    return [f"{service}:*" for service in _SERVICES]

"""A request as the parameters of `iam:SimulateCustomPolicy`."""

from __future__ import annotations

import json
from typing import Any

from access.confirmation.case import NotComparable
from access.confirmation.context_entries import context_entries
from access.confirmation.simulated import Part
from access.decision.question import Question, Questions
from access.model.organization import Organization
from access.model.policies import Policy
from policies.resource_types import known_types

LONGEST_POLICY, LONGEST_ARN, LONGEST_ACTION, MOST_LEVELS = 131_072, 2_048, 128, 7
"""AWS's limits. Source: the service's model in botocore 1.44.5, which checks none of them but lengths from below."""
NOTHING = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:GetCallerIdentity", "Resource": "*"}]}
)
"""A policy that allows nothing, for an empty list: that action needs no permission."""


def parameters(organization: Organization, part: Part) -> dict[str, Any]:
    """
    Return the parameters that ask about a part of a request, with the whole policies.

    The organization has no resource control policies. Raise NotComparable when a limit of the simulator is exceeded.
    """
    request = part.request
    question = Questions(organization, _as_written, rename=False).ask(request)
    body = question.body
    levels = [{"ServiceControlPolicyInputList": _texts(question, ids)} for _, ids in body["scps"]]
    found: dict[str, Any] = {
        "PolicyInputList": _texts(question, body["identity"]),
        "ActionNames": [request.action],
        "ResourceArns": ["*" if known_types(request.action) == () else request.resource],
        **({"PermissionsBoundaryPolicyInputList": _texts(question, [body["boundary"]])} if body["boundary"] else {}),
        **({"OrderedOrganizationPolicyInputList": levels} if levels else {}),
        **(_resource_side(question, part) if part.caller_arn else {}),
    }
    if entries := context_entries(body["context"]):
        found["ContextEntries"] = entries
    _demand_limits(found, question)
    return found


def _as_written(policy: Policy, _action: str, _resource: str) -> str:
    return policy.text


def _texts(question: Question, ids: list[str]) -> list[str]:
    """Return the texts of policies; one that allows nothing, if there are none."""
    return [question.documents[one] for one in ids] or [NOTHING]


def _resource_side(question: Question, part: Part) -> dict[str, str]:
    return {
        "ResourcePolicy": question.documents[question.body["policy"]],
        "ResourceOwner": f"arn:aws:iam::{question.body['account']}:root",
        "CallerArn": part.caller_arn,
    }


def _demand_limits(found: dict[str, Any], question: Question) -> None:
    if any(len(text) > LONGEST_POLICY for text in question.documents.values()):
        raise NotComparable(f"a policy is longer than the simulator takes: {LONGEST_POLICY:,} characters")
    if len(found.get("OrderedOrganizationPolicyInputList", ())) > MOST_LEVELS:
        raise NotComparable(f"the account is deeper in the tree than the simulator takes: {MOST_LEVELS} levels")
    if len(found["ResourceArns"][0]) > LONGEST_ARN or len(found["ActionNames"][0]) > LONGEST_ACTION:
        raise NotComparable("the simulator does not take so long an action or ARN")

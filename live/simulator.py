"""AWS's policy simulator: it decides on requests with policies that it is given, and changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from foundation.aws_errors import code_of
from live.access import Access

if TYPE_CHECKING:
    from botocore.exceptions import ClientError

    from live.session import Session

OPERATION = "simulate_custom_policy"
_REFUSALS = ("InvalidInput", "MalformedPolicyDocument", "PolicyEvaluation", "ValidationError")
_TOO_LARGE = 413


@dataclass(frozen=True)
class Answer:
    """
    The simulator's decision on one request.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html (2026-12-01).
    """

    decision: str
    """`allowed`, `explicitDeny` or `implicitDeny`."""
    missing: tuple[str, ...] = ()
    """Condition keys that policies name and the question did not have; AWS does not tell those of SCPs."""
    by_organization: bool | None = None
    """Whether the service control policies allow it; None if AWS does not tell."""
    by_boundary: bool | None = None
    """Whether the permissions boundary allows it; None if AWS does not tell."""

    @property
    def allowed(self) -> bool:
        """True when the request is allowed."""
        return self.decision == "allowed"


@dataclass(frozen=True)
class Refusal:
    """AWS does not take a question; the reason is AWS's."""

    reason: str


def simulator(session: Session, account: str) -> Any:
    """Return the client: it repeats throttled requests, with pauses."""
    return Access(session, account).client("iam")


def simulate(iam: Any, parameters: Mapping[str, Any]) -> Answer | Refusal:
    """
    Return the decision on one action and one resource.

    Raise ClientError and BotoCoreError when the caller may not ask, or AWS throttles for long.
    """
    from botocore.exceptions import ClientError

    try:
        found = [
            result
            for page in iam.get_paginator(OPERATION).paginate(**parameters)
            for result in page["EvaluationResults"]
        ]
    except ClientError as error:
        if not _is_refusal(error):
            raise
        message = str(error.response.get("Error", {}).get("Message", ""))
        return Refusal(" ".join(message.split()) or code_of(error))
    return _answer(found, parameters["ResourceArns"][0])


def _is_refusal(error: ClientError) -> bool:
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    return code_of(error) in _REFUSALS or status == _TOO_LARGE


def _answer(found: list[dict[str, Any]], resource: str) -> Answer | Refusal:
    """Return the answer about a resource; the top of a result is about all resources together."""
    if not found:
        return Refusal("it answers without a result")
    of_all = found[0]
    specific = [one for result in found for one in result.get("ResourceSpecificResults", ())]
    own: dict[str, Any] = next((one for one in specific if one["EvalResourceName"] == resource), {})
    boundary = own.get("PermissionsBoundaryDecisionDetail") or of_all.get("PermissionsBoundaryDecisionDetail", {})
    return Answer(
        decision=own.get("EvalResourceDecision", of_all["EvalDecision"]),
        missing=tuple(own.get("MissingContextValues") or of_all.get("MissingContextValues", ())),
        by_organization=of_all.get("OrganizationsDecisionDetail", {}).get("AllowedByOrganizations"),
        by_boundary=boundary.get("AllowedByPermissionsBoundary"),
    )

"""Answers of AWS's policy simulator, in the forms that its API documents; the stubs check them against the model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from live.simulator import OPERATION, Answer, Refusal, simulate, simulator

BUCKET = "arn:aws:s3:::data"
PARAMETERS = {"PolicyInputList": ["{}"], "ActionNames": ["s3:ListBucket"], "ResourceArns": [BUCKET]}
STATEMENT = {
    "SourcePolicyId": "PolicyInputList.1",
    "StartPosition": {"Line": 1, "Column": 38},
    "EndPosition": {"Line": 1, "Column": 96},
}
EVENT = "before-send.iam.SimulateCustomPolicy"
DOCUMENT = """\
<SimulateCustomPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
  <SimulateCustomPolicyResult>
    <IsTruncated>false</IsTruncated>
    <EvaluationResults>
      <member>
        <MatchedStatements>
          <member>
            <SourcePolicyId>PolicyInputList.1</SourcePolicyId>
            <EndPosition><Column>4</Column><Line>7</Line></EndPosition>
            <StartPosition><Column>16</Column><Line>3</Line></StartPosition>
          </member>
        </MatchedStatements>
        <MissingContextValues><member>aws:username</member></MissingContextValues>
        <EvalResourceName>arn:${Partition}:s3:::${BucketName}</EvalResourceName>
        <EvalDecision>implicitDeny</EvalDecision>
        <EvalActionName>s3:ListBucket</EvalActionName>
        <OrganizationsDecisionDetail><AllowedByOrganizations>true</AllowedByOrganizations></OrganizationsDecisionDetail>
        <ResourceSpecificResults>
          <member>
            <EvalResourceName>arn:aws:s3:::data</EvalResourceName>
            <EvalResourceDecision>allowed</EvalResourceDecision>
            <PermissionsBoundaryDecisionDetail>
              <AllowedByPermissionsBoundary>false</AllowedByPermissionsBoundary>
            </PermissionsBoundaryDecisionDetail>
          </member>
        </ResourceSpecificResults>
      </member>
    </EvaluationResults>
  </SimulateCustomPolicyResult>
  <ResponseMetadata><RequestId>1cdb5b0a-4c15-11e5-b121-bd8c7EXAMPLE</RequestId></ResponseMetadata>
</SimulateCustomPolicyResponse>
"""


def result(decision: str, **more: Any) -> dict[str, Any]:
    return {
        "EvalActionName": "s3:ListBucket",
        "EvalResourceName": "arn:${Partition}:s3:::${BucketName}",
        "EvalDecision": decision,
        "MatchedStatements": [STATEMENT] if decision == "allowed" else [],
        "MissingContextValues": [],
        **more,
    }


def specific(decision: str, resource: str = BUCKET, **more: Any) -> dict[str, Any]:
    return {"EvalResourceName": resource, "EvalResourceDecision": decision, **more}


@pytest.fixture(scope="module")
def iam() -> Any:
    return simulator(boto3.Session("AKIAEXAMPLE", "secret"), "111111111111")


@pytest.fixture
def aws(iam: Any) -> Any:
    """Yield recorded answers of the client."""
    with Stubber(iam) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()


def answered(aws: Any, *results: dict[str, Any]) -> Answer | Refusal:
    aws.add_response(OPERATION, {"EvaluationResults": list(results), "IsTruncated": False}, PARAMETERS)
    return simulate(aws.client, PARAMETERS)


@pytest.mark.parametrize("decision", ["allowed", "explicitDeny", "implicitDeny"])
def test_each_decision_is_read(aws: Any, decision: str) -> None:
    answer = answered(aws, result(decision))

    assert answer == Answer(decision)
    assert isinstance(answer, Answer)
    assert answer.allowed is (decision == "allowed")


@pytest.mark.parametrize("allows", [True, False])
def test_the_layers_that_aws_tells_are_read(aws: Any, allows: bool) -> None:
    answer = answered(
        aws,
        result(
            "implicitDeny",
            OrganizationsDecisionDetail={"AllowedByOrganizations": allows},
            PermissionsBoundaryDecisionDetail={"AllowedByPermissionsBoundary": allows},
        ),
    )

    assert answer == Answer("implicitDeny", by_organization=allows, by_boundary=allows)


def test_missing_keys_are_read(aws: Any) -> None:
    answer = answered(aws, result("implicitDeny", MissingContextValues=["aws:MultiFactorAuthPresent"]))

    assert answer == Answer("implicitDeny", ("aws:MultiFactorAuthPresent",))


def test_the_decision_on_the_resource_counts_more_than_the_one_on_all(aws: Any) -> None:
    answer = answered(
        aws,
        result(
            "explicitDeny",
            OrganizationsDecisionDetail={"AllowedByOrganizations": True},
            PermissionsBoundaryDecisionDetail={"AllowedByPermissionsBoundary": False},
            EvalDecisionDetails={},
            ResourceSpecificResults=[
                specific("explicitDeny", f"{BUCKET}-other"),
                specific(
                    "allowed",
                    MatchedStatements=[STATEMENT],
                    MissingContextValues=["aws:username"],
                    PermissionsBoundaryDecisionDetail={"AllowedByPermissionsBoundary": True},
                    EvalDecisionDetails={"IAM Policy": "allowed", "Resource Policy": "allowed"},
                ),
            ],
        ),
    )

    assert answer == Answer("allowed", ("aws:username",), by_organization=True, by_boundary=True)


def test_an_answer_in_pages_is_read_to_its_end(aws: Any) -> None:
    first = {"EvaluationResults": [], "IsTruncated": True, "Marker": "next"}
    aws.add_response(OPERATION, first, PARAMETERS)
    aws.add_response(
        OPERATION,
        {"EvaluationResults": [result("allowed")], "IsTruncated": False},
        {**PARAMETERS, "Marker": "next"},
    )

    assert simulate(aws.client, PARAMETERS) == Answer("allowed")


def test_an_answer_without_result_is_a_refusal(aws: Any) -> None:
    assert answered(aws) == Refusal("it answers without a result")


@pytest.mark.parametrize(
    ("code", "message", "status", "reason"),
    [
        ("InvalidInput", "Invalid Entity Arn:\n  x", 400, "Invalid Entity Arn: x"),
        ("PolicyEvaluation", "Cannot evaluate the policy", 500, "Cannot evaluate the policy"),
        ("ValidationError", "", 400, "ValidationError"),
        ("RequestEntityTooLarge", "Request Entity Too Large", 413, "Request Entity Too Large"),
    ],
)
def test_a_question_that_aws_does_not_take_is_a_refusal(
    aws: Any, code: str, message: str, status: int, reason: str
) -> None:
    aws.add_client_error(OPERATION, code, message, status)

    assert simulate(aws.client, PARAMETERS) == Refusal(reason)


@pytest.mark.parametrize("code", ["AccessDenied", "ExpiredToken", "InvalidClientTokenId", "Throttling"])
def test_an_error_of_credentials_or_of_the_service_is_no_answer(aws: Any, code: str) -> None:
    aws.add_client_error(OPERATION, code, "no")

    with pytest.raises(ClientError, match=code):
        simulate(aws.client, PARAMETERS)


class Sent:
    """Takes the requests of a client, and answers with a document instead of AWS."""

    def __init__(self, document: str) -> None:
        self.bodies: list[dict[str, list[str]]] = []
        self._document = document.encode()

    def __call__(self, request: Any, **_: Any) -> AWSResponse:
        body = request.body.decode() if isinstance(request.body, bytes) else request.body
        self.bodies.append(parse_qs(body, strict_parsing=True))
        return AWSResponse(request.url, 200, HTTPHeaders(), self)

    def stream(self) -> Iterator[bytes]:
        """Yield the body of the answer."""
        yield self._document


def test_the_example_of_the_api_reference_is_sent_and_read(iam: Any) -> None:
    """
    The answer is the one that AWS's page has, with more members of the same structures.

    https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html (2026-12-01)
    """
    sent = Sent(DOCUMENT)
    entry = {"ContextKeyName": "aws:MultiFactorAuthPresent", "ContextKeyValues": ["true"], "ContextKeyType": "boolean"}
    parameters = {
        **PARAMETERS,
        "OrderedOrganizationPolicyInputList": [
            {"ServiceControlPolicyInputList": [text]} for text in ("root", "account")
        ],
        "ContextEntries": [entry],
    }
    iam.meta.events.register(EVENT, sent)
    try:
        answer = simulate(iam, parameters)
    finally:
        iam.meta.events.unregister(EVENT, sent)

    assert answer == Answer("allowed", ("aws:username",), by_organization=True, by_boundary=False)
    (body,) = sent.bodies
    assert {name: values for name, values in body.items() if name.startswith(("Ordered", "Context", "Action"))} == {
        "Action": ["SimulateCustomPolicy"],
        "ActionNames.member.1": ["s3:ListBucket"],
        "OrderedOrganizationPolicyInputList.member.1.ServiceControlPolicyInputList.member.1": ["root"],
        "OrderedOrganizationPolicyInputList.member.2.ServiceControlPolicyInputList.member.1": ["account"],
        "ContextEntries.member.1.ContextKeyName": ["aws:MultiFactorAuthPresent"],
        "ContextEntries.member.1.ContextKeyValues.member.1": ["true"],
        "ContextEntries.member.1.ContextKeyType": ["boolean"],
    }


def test_throttled_requests_are_repeated(iam: Any) -> None:
    assert iam.meta.config.retries["mode"] == "standard"
    assert iam.meta.config.retries["total_max_attempts"] > 3

"""
Requests that a person sends directly: those that show whether the person can do something.

To find out what must not be possible, a caller is taken to call through any service, program and network. A person who
must be able to do something does it over TLS, as the user and now, and chooses only the network and what the call says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from access.decision import Request
from access.decision.callers import ISSUED
from access.decision.solver import Solver, Sought
from access.decision.symbolic.predicates import date_text

_SENT = {"aws:SecureTransport": "true", "aws:ViaAWSService": "false"}
_OF_SERVICES = frozenset(
    {
        *("aws:calledvia", "aws:calledviafirst", "aws:calledvialast"),
        *("aws:calledviaawsmcp", "aws:viaawsmcpservice", "aws:ismcpserviceaction", "aws:chatbotsourcearn"),
        *("aws:ec2instancesourcevpc", "aws:ec2instancesourceprivateipv4", "ec2:sourceinstancearn", "ec2:roledelivery"),
        *("lambda:sourcefunctionarn", "ssm:sourceinstancearn", "codebuild:buildarn", "codebuild:projectarn"),
    }
)
"""
Keys of calls that an AWS service makes, or a role's session in an instance, a function or a build.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (2026-12-01).
"""


def directly(sought: Sought, since: float) -> Sought:
    """Return the requests that a person sends at a time, in seconds, without a service or program of AWS in between."""
    now = {"aws:CurrentTime": date_text(since), "aws:EpochTime": str(int(since))}
    if ISSUED in sought.caller.context:
        now[ISSUED] = date_text(since)
    context = {**_SENT, **now, **sought.context}
    return replace(sought, context=context, absent=sought.absent | _OF_SERVICES, confirm=False)


def from_any_network(solver: Solver, requests: Iterable[tuple[Request, Sought]]) -> list[Request]:
    """
    Return each request as its person can send it: unchanged, or as an allowed one of the kind beside it.

    A request for which there is no such one is returned unchanged.
    """
    pairs = list(requests)
    verdicts = solver.decide_all(request for request, _ in pairs)
    return [
        request if verdict.allowed else solver.find(directly(sought, solver.since)).request or request
        for (request, sought), verdict in zip(pairs, verdicts, strict=True)
    ]

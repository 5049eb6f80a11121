"""
The part of a request that the simulator can decide.

It takes no resource control policies; resource policies of some services only, and none of roles; as callers users and
roles only, where there is a resource policy. Sources:
https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html and
https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_testing-policies.html (2026-12-01).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from access.confirmation.case import NotComparable
from access.decision import Caller, Request
from access.decision.context import context_of
from access.decision.narrowing import narrowed
from access.decision.question import Questions
from access.model.organization import Organization
from access.model.policies import AWS, Policy, PolicyKind

RCPS, TRUST, POLICY = "the resource control policies", "the trust policy", "the policy of the resource"
OTHER_ACCOUNT = "the other account's side"
WITH_POLICIES = ("glacier", "s3", "sns", "sqs")
"""The services whose resource policies AWS documents the simulator to take."""
_CALLER = re.compile(r"arn:[\w-]+:iam::\d{12}:(user|role)/.+")
_SESSION = re.compile(r":(assumed-role|federated-user)/")


@dataclass(frozen=True)
class Part:
    """The request that the simulator is asked about."""

    request: Request
    left_out: tuple[str, ...]
    caller_arn: str
    """The ARN for the principals of the resource policy; empty when no resource policy is asked about."""


def part_of(organization: Organization, request: Request) -> Part:
    """Return the part of a request that the simulator can decide. Raise NotComparable when there is none."""
    caller = request.caller
    if not caller.principal.startswith("arn:"):
        kind = "an anonymous caller" if caller.principal == "*" else "an AWS service"
        raise NotComparable(f"{kind} cannot be the simulator's caller")
    left_out = (RCPS,) if _is_bound_by_rcps(organization, request) else ()
    if without := _without_policy(request):
        return Part(replace(request, policy=_opening(request)), (without, *left_out), "")
    if request.policy is None:
        return Part(request, left_out, "")
    return Part(request, left_out, _caller_arn(organization, request, request.policy))


def _without_policy(request: Request) -> str:
    """Return what the simulator cannot decide of the resource's side; empty when it can decide all of it."""
    caller, policy = request.caller, request.policy
    if policy is None:
        missing = "" if _is_at_home(caller, request) else OTHER_ACCOUNT
    elif policy.kind is PolicyKind.RESOURCE and _service(request) in WITH_POLICIES:
        missing = ""
    else:
        missing = TRUST if policy.kind is PolicyKind.TRUST else POLICY
    if missing and caller.account is None:
        raise NotComparable(f"{missing} alone decides on an outside principal, and the simulator does not take it")
    return missing


def _caller_arn(organization: Organization, request: Request, policy: Policy) -> str:
    arn = str(context_of(organization, request).get("aws:PrincipalArn", ""))
    if not _CALLER.fullmatch(arn):
        raise NotComparable("beside a resource policy, the simulator's caller must be a user or a role")
    if _SESSION.search(policy.text):
        raise NotComparable("the policy of the resource names a session, which cannot be the simulator's caller")
    return arn


def _opening(request: Request) -> Policy:
    """Return a policy that leaves the decision to the caller's own policies."""
    account = request.caller.account
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{account.number if account else ''}:root"},
        "Action": request.action,
    }
    is_trust = request.policy is not None and request.policy.kind is PolicyKind.TRUST
    statements = [statement if is_trust else {**statement, "Resource": "*"}]
    kind = PolicyKind.TRUST if is_trust else PolicyKind.RESOURCE
    return Policy("opening", kind, {"Version": "2012-10-17", "Statement": statements}, AWS)


def _is_bound_by_rcps(organization: Organization, request: Request) -> bool:
    """Return whether a statement of a resource control policy may concern the request; all of them deny."""
    question = Questions(organization, narrowed, rename=False).ask(request)
    return any(ids for _, ids in question.body["rcps"])


def _is_at_home(caller: Caller, request: Request) -> bool:
    return (
        caller.account is not None and request.account is not None and caller.account.number == request.account.number
    )


def _service(request: Request) -> str:
    return (request.resource + ":::").split(":")[2]

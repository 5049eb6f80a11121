"""The condition keys of a request: those of the caller and the call, and those that AWS itself sends."""

from __future__ import annotations

from access.decision.caller import Caller, Context
from access.decision.request import Request
from access.decision.symbolic.predicates import date_text, seconds_of
from access.model.accounts import Account
from access.model.organization import Organization
from policies.global_services import region_of

_ADDRESS, _PROGRAM = "198.51.100.7", "example"
"""The address and the program of requests that choose neither: an address of no network (RFC 5737)."""


def context_of(organization: Organization, request: Request) -> Context:
    """Return all condition keys of a request within an organization."""
    found: dict[str, str | tuple[str, ...]] = {
        "aws:CurrentTime": date_text(organization.since),
        "aws:SecureTransport": "true",
        "aws:ViaAWSService": "false",
        "aws:RequestedRegion": served_region(request) or organization.home_region,
    }
    found |= keys_of_resource(organization, request.account)
    if is_of_kms(request) and (caller := request.caller.context.get("aws:PrincipalAccount")):
        found["kms:CallerAccount"] = caller
    if not _is_service(request.caller):
        found |= {"aws:SourceIp": _ADDRESS, "aws:UserAgent": _PROGRAM}
    found |= dict(request.caller.context) | dict(request.context)
    now = seconds_of(str(found["aws:CurrentTime"]))
    found.setdefault("aws:EpochTime", str(int(organization.since if now is None else now)))
    return {key: value for key, value in found.items() if key.lower() not in request.without}


def keys_of_resource(organization: Organization, account: Account | None) -> Context:
    """Return the condition keys that AWS derives from the resource's account; none outside of the organization."""
    if account is None:
        return {}
    return {
        "aws:ResourceAccount": account.number,
        "aws:ResourceOrgID": organization.id,
        "aws:ResourceOrgPaths": (f"{organization.id}/{account.org_path}",),
    }


def is_of_kms(request: Request) -> bool:
    """Return whether a request goes to KMS, which sends a key of its own."""
    return request.action[:4].lower() == "kms:"


def _is_service(caller: Caller) -> bool:
    """Return whether an AWS service calls, which has no address of its own."""
    return caller.principal != "*" and not caller.principal.startswith("arn:")


def served_region(request: Request) -> str:
    """Return the region that serves a global service, or else the resource's; empty when neither is known."""
    parts = request.resource.split(":", 5)
    return region_of(request.action) or (parts[3].strip("*") if len(parts) == 6 else "")

"""Checks of the names of actions and condition keys against AWS's own lists."""

from __future__ import annotations

import re
from collections.abc import Sequence

from access.language.actions import actions_of
from organization.hints import Hints
from organization.known import regions
from organization.problem import quoted
from policies.checks import aws_names

_ACTION = re.compile(r"[A-Za-z0-9-]+:[A-Za-z0-9*?]+", re.ASCII)
_OF_THE_CALLER = ("aws:principal", "aws:multifactorauth", "aws:userid", "aws:username")
_PRINCIPAL_TAG = "aws:principaltag/"


def action_error(pattern: str, hints: Hints) -> str:
    """Return the error in an action pattern; empty when it has none."""
    if not _ACTION.fullmatch(pattern):
        return f"{quoted(pattern)} must look like s3:GetObject or s3:Delete*, the service without wildcards"
    service, _, name = pattern.partition(":")
    if service.lower() not in aws_names.services():
        return f"{quoted(service)} is no service of AWS{hints.phrase(service, aws_names.services())}"
    known = aws_names.actions(service.lower())
    if not actions_of(pattern):
        return f"{quoted(pattern)} matches no action of {service}"
    if "*" in name or "?" in name or name.lower() in {one.lower() for one in known}:
        return ""
    return f"{quoted(name)} is no action of {service}{hints.phrase(name, known)}"


def one_action_error(action: str, hints: Hints) -> str:
    """Return the error in the name of one action; empty when it has none."""
    if "*" in action or "?" in action:
        return f"'{action}' has a wildcard: ask about one action"
    return action_error(action, hints)


def as_aws_writes(pattern: str) -> str:
    """Return an action in AWS's own capitalization, which IAM ignores."""
    service, _, name = pattern.partition(":")
    known = {one.lower(): one for one in aws_names.actions(service.lower())}
    return f"{service.lower()}:{known.get(name.lower(), name)}"


def condition_error(key: str, values: Sequence[str], actions: Sequence[str], hints: Hints) -> str:
    """Return the error in a key or value after `when`: `mfa`, `region`, or a condition key of one of the actions."""
    if not values or not all(values):
        return f"{quoted(key)} has no value"
    if key == "mfa":
        return (
            "" if list(values) in (["true"], ["false"]) else f"must be true or false, got {quoted(', '.join(values))}"
        )
    if key == "region":
        unknown = [value for value in values if value not in regions()]
        return f"{quoted(unknown[0])} is no region{hints.phrase(unknown[0], regions())}" if unknown else ""
    small = key.lower()
    if small.startswith(_OF_THE_CALLER) and not small.startswith(_PRINCIPAL_TAG):
        return f"{quoted(key)} depends on the caller; say it with allow, deny or mfa"
    services = {action.partition(":")[0].lower() for action in actions} & aws_names.services()
    if any(aws_names.key_form(service).fullmatch(key) for service in (None, *sorted(services))):
        return ""
    known = (
        "mfa",
        "region",
        *aws_names.GLOBAL_CONDITION_KEYS,
        *(k for s in sorted(services) for k in aws_names.condition_keys(s)),
    )
    return f"{quoted(key)} is no condition key of these actions{hints.phrase(key, known)}"

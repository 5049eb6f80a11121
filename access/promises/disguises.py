"""Principals outside of the organization, with the attributes that a policy checks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from access.condition_keys import matching_text
from access.decision import Caller
from access.decision.callers import MFA_AGE, MFA_PRESENT, MFA_SECONDS, OUTSIDE_ACCOUNT, OUTSIDE_ORGANIZATION
from access.model.policies import Policy
from access.world import World
from policies.reading import Statement, conditions

FREE = ("aws:principaltag/", "aws:username")
"""Condition keys that an outside principal controls: tags and names of its own users and roles."""
SOURCES = ("aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths")
_POSITIVE = ("stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike")
_NUMBER = re.compile(r"(?<!\d)\d{12}(?!\d)")


def disguised(world: World, policy: Policy, account: str = OUTSIDE_ACCOUNT) -> Iterator[Caller]:
    """
    Yield an outside principal with MFA: as it is, and with the attributes that each statement of the policy asks for.

    These are its ARN, account, organization or path, as long as they are outside of this organization.
    """
    caller = _as(world.callers.outsider(account), {MFA_PRESENT: "true", MFA_AGE: MFA_SECONDS})
    yield caller
    for statement in policy.statements:
        if attributes := dict(_asked(world, statement, account)):
            yield _as(caller, attributes)


def _as(caller: Caller, attributes: Mapping[str, str | tuple[str, ...]]) -> Caller:
    context = {**caller.context, **attributes}
    arn = str(context["aws:PrincipalArn"]).split(":", 5)
    number, name = arn[4], arn[5].rpartition("/")[2]
    context["aws:PrincipalAccount"] = number
    principal = f"arn:aws:sts::{number}:assumed-role/{name}/session"
    return replace(caller, principal=principal, label=f"a principal of account {number}", context=context)


def _asked(world: World, statement: Statement, account: str) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Yield the context keys that a statement asks of the caller, if an outside principal can have them."""
    own = world.organization.id
    for operator, key, values in conditions(statement):
        plain = operator.lower().removesuffix("ifexists").rpartition(":")[2]
        value = next((one for one in values if own not in one and "${" not in one), "")
        if plain not in _POSITIVE or not value:
            continue
        match key.lower():
            case "aws:principalarn":
                arns = (_arn(world, one, account) for one in values)
                yield from (("aws:PrincipalArn", arn) for arn in arns if arn)
            case "aws:principalaccount":
                yield from (("aws:PrincipalArn", _role(one)) for one in values if _is_outside(world, one))
            case "aws:principalorgid":
                yield "aws:PrincipalOrgID", matching_text(value)
            case "aws:principalorgpaths":
                yield "aws:PrincipalOrgPaths", (matching_text(value),)
                yield "aws:PrincipalOrgID", matching_text(value).partition("/")[0]
            case "aws:userid" if value.startswith("*"):
                yield "aws:userid", matching_text(value)
            case _:
                pass


def _arn(world: World, pattern: str, account: str) -> str:
    """Return an ARN of an outside principal that a pattern matches; empty when there is none."""
    if "${" in pattern:
        return ""
    prefix, slash, name = pattern.partition("/")
    found = _NUMBER.search(prefix)
    if found:
        return matching_text(pattern) if _is_outside(world, found[0]) else ""
    kind = "user" if "user" in prefix else "role"
    return f"arn:aws:iam::{account}:{kind}/{matching_text(name) if slash else 'outsider'}" if "*" in prefix else ""


def _is_outside(world: World, number: str) -> bool:
    return _NUMBER.fullmatch(number) is not None and number not in world.organization.accounts


def _role(number: str) -> str:
    return f"arn:aws:iam::{number}:role/outsider"


def services(world: World, statement: Statement, name: str) -> Iterator[Caller]:
    """Yield an AWS service: without a source, with an outside source, and with the outside source of a statement."""
    yield world.callers.service(name)
    arn = f"arn:aws:{name.partition('.')[0]}:us-east-1:{OUTSIDE_ACCOUNT}:outside"
    plain = {"aws:SourceAccount": OUTSIDE_ACCOUNT, "aws:SourceArn": arn, "aws:SourceOrgID": OUTSIDE_ORGANIZATION}
    yield world.callers.service(name, plain)
    if named := {**plain, **dict(_source(world, statement))}:
        yield world.callers.service(name, named)


def _source(world: World, statement: Statement) -> Iterator[tuple[str, str]]:
    """Yield the source keys that a statement asks for, if an outside principal can have them."""
    for operator, key, values in conditions(statement):
        if operator.lower().removesuffix("ifexists").rpartition(":")[2] not in _POSITIVE:
            continue
        for value in values:
            if key.lower() == "aws:sourceaccount" and _is_outside(world, value):
                yield "aws:SourceAccount", value
            elif key.lower() == "aws:sourcearn" and (arn := _source_arn(world, value)):
                yield "aws:SourceArn", arn
                yield "aws:SourceAccount", arn.split(":")[4]
            elif key.lower() == "aws:sourceorgid" and value != world.organization.id:
                yield "aws:SourceOrgID", value


def _source_arn(world: World, pattern: str) -> str:
    """Return an ARN in an outside account that a pattern matches; empty when it names an account of ours, or none."""
    parts = pattern.split(":", 5)
    if len(parts) < 6:
        return f"arn:aws:example:us-east-1:{OUTSIDE_ACCOUNT}:outside" if "*" in pattern else ""
    if "*" in parts[4]:
        parts[4] = OUTSIDE_ACCOUNT
    return ":".join(map(matching_text, parts)) if _is_outside(world, parts[4]) else ""

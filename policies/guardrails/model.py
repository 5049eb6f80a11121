"""The type of a guardrail: what it stops and breaks, where to use it, and its statements."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from foundation.policy_types import PolicyType
from policies.arns import role_arn
from policies.document import Condition, Statement

Values = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A parameter of a guardrail, required unless it has a default."""

    name: str
    description: str
    example: tuple[str, ...]
    check: Callable[[str], str | None]
    """Returns None for a valid value, otherwise a phrase: ``must look like us-west-2``."""

    default: tuple[str, ...] | None = None
    many: bool = True


@dataclass(frozen=True, kw_only=True)
class Context:
    """Facts about the organization that guardrails use."""

    exempt_roles: tuple[str, ...]
    """Names of the exempt roles and the responder's. They have the path /; a role with another path is not exempt."""

    id_account: str
    """The number of the id account, or a token for it."""


@dataclass(frozen=True, kw_only=True)
class Guardrail:
    """A limit on the actions of all principals of an account, regardless of their own policies."""

    name: str
    stops: str
    breaks: str
    recommended: str
    source: str
    """The page of AWS's documentation (2026-11-22)."""

    build: Callable[[Values, Context], tuple[Statement, ...]]
    """Builds the statements, without Sid, from checked parameters."""

    room: int
    """Characters reserved in the policy that it shares with others. Changing the number moves other guardrails."""

    parameters: tuple[Parameter, ...] = ()
    protects: bool = False
    """True if it protects what the deployment creates, so that the exempt roles and the responder are exempt."""

    policy_type: PolicyType = PolicyType.SERVICE_CONTROL


def statements(
    guardrail: Guardrail, parameters: Mapping[str, Sequence[str]], context: Context
) -> tuple[Statement, ...]:
    """Return the statements of a guardrail, with a Sid from its name. Missing parameters have their defaults."""
    values = {one.name: one.default for one in guardrail.parameters if one.default is not None}
    values |= {name: tuple(given) for name, given in parameters.items()}
    sid = "".join(word.capitalize() for word in guardrail.name.split("-"))
    built = enumerate(guardrail.build(values, context), start=1)
    return tuple({"Sid": sid if number == 1 else f"{sid}Part{number}", **statement} for number, statement in built)


def parameter_errors(guardrail: Guardrail, parameters: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Return the errors of a guardrail's parameters: the name of the parameter and a phrase."""
    known = {one.name: one for one in guardrail.parameters}
    allowed = f"allowed are {', '.join(known)}" if known else "this guardrail has none"
    errors = [(name, f"{name!r} is an unknown parameter; {allowed}") for name in parameters if name not in known]
    for name, parameter in known.items():
        if name in parameters:
            errors += [(name, message) for message in _value_errors(parameter, parameters[name])]
        elif parameter.default is None:
            errors.append((name, f"is missing; {parameter.description}"))
    return errors


def _value_errors(parameter: Parameter, values: Sequence[str]) -> list[str]:
    if not values:
        return [f"is empty; name at least one{'' if parameter.default is None else ', or leave it out'}"]
    if repeated := [value for index, value in enumerate(values) if value in values[:index]]:
        return [f"{repeated[0]!r} occurs twice; keep one"]
    if len(values) > 1 and not parameter.many:
        return [f"must be one value, got {len(values)}"]
    checked = ((value, parameter.check(value)) for value in values)
    return [f"{message}, got {value!r}" for value, message in checked if message is not None]


def unless_exempt(context: Context) -> Condition:
    """
    Return the condition that exempts the exempt roles and the responder.

    It uses ``ArnNotLike`` and not ``…IfExists``: every request that a service control policy evaluates is signed and
    has the key ``aws:PrincipalArn``, the role's ARN for each of its sessions. Service control policies never bind
    service-linked roles and the management account. Source:
    https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html (2026-11-22).
    """
    if not context.exempt_roles:
        return {}
    return {"ArnNotLike": {"aws:PrincipalArn": role_arns(context.exempt_roles)}}


def role_arns(names: Sequence[str]) -> list[str]:
    """Return the ARNs of roles with these names in any account."""
    return [role_arn("*", name) for name in names]


def deny(actions: Sequence[str], resources: Sequence[str] = ("*",), condition: Condition | None = None) -> Statement:
    """Return a statement that denies actions on resources, optionally under a condition."""
    statement: Statement = {"Effect": "Deny", "Action": _one_or_many(actions), "Resource": _one_or_many(resources)}
    if condition:
        statement["Condition"] = condition
    return statement


def deny_all_principals(
    actions: Sequence[str], resources: Sequence[str] = ("*",), condition: Condition | None = None
) -> Statement:
    """Return such a statement for a resource control policy: it binds every principal, from any account."""
    statement = deny(actions, resources, condition)
    return cast(Statement, {"Effect": "Deny", "Principal": "*", **statement})


def _one_or_many(values: Sequence[str]) -> str | Sequence[str]:
    return values[0] if len(values) == 1 else list(values)

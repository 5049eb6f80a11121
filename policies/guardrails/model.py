"""What a guardrail is: what it stops, what it breaks, where it belongs, and the statements that it is made of."""

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
    """Something that a guardrail must be told; without a default it is required."""

    name: str
    description: str
    example: tuple[str, ...]
    check: Callable[[str], str | None]
    """Nothing when a value is right, otherwise a phrase: ``must look like us-west-2``."""

    default: tuple[str, ...] | None = None
    many: bool = True


@dataclass(frozen=True, kw_only=True)
class Context:
    """What every guardrail may need to know of the organization."""

    exempt_roles: tuple[str, ...]
    """Names of the roles that deploy and respond. They have the path /, so that nobody else's role passes for them."""

    id_account: str
    """The number of the account in which the people are, or a token for it."""


@dataclass(frozen=True, kw_only=True)
class Guardrail:
    """A limit on what may be done in accounts, whatever their own policies say."""

    name: str
    stops: str
    breaks: str
    recommended: str
    source: str
    """AWS's page about it (2026-11-22)."""

    build: Callable[[Values, Context], tuple[Statement, ...]]
    """The statements for parameters that have been checked, without Sid."""

    room: int
    """Characters reserved for it in the policy that it shares with others; changing it moves others about."""

    parameters: tuple[Parameter, ...] = ()
    protects: bool = False
    """Whether it guards what the deployment itself makes, so that the roles that deploy and respond are exempt."""

    policy_type: PolicyType = PolicyType.SERVICE_CONTROL


def statements(
    guardrail: Guardrail, parameters: Mapping[str, Sequence[str]], context: Context
) -> tuple[Statement, ...]:
    """The statements of a guardrail, each named after it; what is not said has its default."""
    values = {one.name: one.default for one in guardrail.parameters if one.default is not None}
    values |= {name: tuple(given) for name, given in parameters.items()}
    sid = "".join(word.capitalize() for word in guardrail.name.split("-"))
    built = enumerate(guardrail.build(values, context), start=1)
    return tuple({"Sid": sid if number == 1 else f"{sid}Part{number}", **statement} for number, statement in built)


def parameter_errors(guardrail: Guardrail, parameters: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """What is wrong with the parameters of a guardrail: each one's name and a phrase about it."""
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
        return [f"{repeated[0]!r} is there twice; keep one"]
    if len(values) > 1 and not parameter.many:
        return [f"must be one value, got {len(values)}"]
    checked = ((value, parameter.check(value)) for value in values)
    return [f"{message}, got {value!r}" for value, message in checked if message is not None]


def unless_exempt(context: Context) -> Condition:
    """
    The condition that leaves out the roles that deploy and respond.

    ``ArnNotLike`` and not ``…IfExists``: every request that a service control policy sees is signed and has the key
    ``aws:PrincipalArn``, which is the role's ARN for each of its sessions. Service-linked roles and the management
    account are never bound. Source:
    https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html (2026-11-22).
    """
    if not context.exempt_roles:
        return {}
    return {"ArnNotLike": {"aws:PrincipalArn": role_arns(context.exempt_roles)}}


def role_arns(names: Sequence[str]) -> list[str]:
    """The ARNs of roles of these names in any account."""
    return [role_arn("*", name) for name in names]


def deny(actions: Sequence[str], resources: Sequence[str] = ("*",), condition: Condition | None = None) -> Statement:
    """A statement that denies actions on resources, under a condition if there is one."""
    statement: Statement = {"Effect": "Deny", "Action": _one_or_many(actions), "Resource": _one_or_many(resources)}
    if condition:
        statement["Condition"] = condition
    return statement


def deny_everybody(
    actions: Sequence[str], resources: Sequence[str] = ("*",), condition: Condition | None = None
) -> Statement:
    """The same for a resource control policy, which is about resources: it binds whoever asks, from wherever."""
    statement = deny(actions, resources, condition)
    return cast(Statement, {"Effect": "Deny", "Principal": "*", **statement})


def _one_or_many(values: Sequence[str]) -> str | Sequence[str]:
    return values[0] if len(values) == 1 else list(values)

"""The causes of denied calls, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from access.decision import Reason
from foundation.words import listed
from policies.reading import Statement

_ABOUT_THE_CALLER = ("aws:principal", "aws:userid", "aws:username")


def decisive(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Return the reasons without which the call would be allowed; else every denial."""
    blocking = tuple(reason for reason in reasons if reason.blocking)
    return blocking or tuple(reason for reason in reasons if reason.effect != "Allow")


def cause(reasons: tuple[Reason, ...]) -> str:
    """Return layers and statements as text: `SCP of spacecats, DenyKmsKeyDeletion`; empty without reasons."""
    return listed(list(dict.fromkeys(_said(reason) for reason in decisive(reasons))))


def _said(reason: Reason) -> str:
    if reason.effect == "no Allow":
        return f"{reason.layer}, which does not allow it"
    if not reason.sid:
        return reason.layer
    return f"{reason.layer}, {'' if reason.sid.startswith('statement ') else 'statement '}{reason.sid}"


def binds_every_caller(reasons: tuple[Reason, ...]) -> bool:
    """Return whether every deciding denial binds all callers; such denials are intended, as no role can evade them."""
    found = decisive(reasons)
    return bool(found) and all(one.effect == "Deny" and not _is_about_the_caller(one.said) for one in found)


def _is_about_the_caller(statement: Statement) -> bool:
    if "NotPrincipal" in statement:
        return True
    conditions = cast("Mapping[str, Mapping[str, object]]", statement.get("Condition", {}))
    keys = [key.lower() for operands in conditions.values() for key in operands]
    return any(key.startswith(_ABOUT_THE_CALLER) for key in keys)

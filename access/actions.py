"""The actions that policies name with wildcards."""

from __future__ import annotations

from functools import lru_cache

from access.decision.narrowing import matches
from policies.checks import aws_names


@lru_cache(maxsize=512)
def actions_of(pattern: str) -> tuple[str, ...]:
    """
    Every action that a pattern of a policy names, as `s3:Get*`; `*` names all of AWS's, some 20,000.

    One that AWS does not know stands for itself.
    """
    if "*" not in pattern and "?" not in pattern:
        return (pattern,)
    service, _, name = pattern.lower().partition(":")
    return tuple(
        f"{one}:{action}"
        for one in sorted(aws_names.services())
        if matches(service, one)
        for action in aws_names.actions(one)
        if matches(name or "*", action)
    )

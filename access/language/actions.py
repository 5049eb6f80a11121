"""Expansion of the action patterns that policies use."""

from __future__ import annotations

from functools import lru_cache

from access.decision.narrowing import matches
from policies.checks import aws_names


@lru_cache(maxsize=512)
def actions_of(pattern: str) -> tuple[str, ...]:
    """
    Return every action that a policy pattern such as `s3:Get*` matches; `*` matches all of AWS's, some 20,000.

    A pattern without wildcards is returned as it is, even when AWS does not know the action.
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

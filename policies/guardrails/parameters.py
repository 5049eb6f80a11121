"""The parameters of guardrails and their allowed values."""

from __future__ import annotations

import re
from collections.abc import Callable

from policies.guardrails.model import Parameter


def form(pattern: str, example: str) -> Callable[[str], str | None]:
    """Return a check that a value matches a pattern, with an example for the message."""
    compiled = re.compile(pattern)
    return lambda value: None if compiled.fullmatch(value) else f"must look like {example}"


REGIONS = Parameter(
    name="regions",
    description="the allowed regions",
    example=("us-west-2", "us-east-1"),
    check=form(r"[a-z]{2}(-[a-z]+)+-\d{1,2}", "us-west-2"),
)

_BUCKET = form(r"(?=.{3,63}$)[a-z0-9*?]([a-z0-9.*?-]*[a-z0-9*?])?|\*", "acme-infra-logs or acme-*")

BUCKETS = Parameter(
    name="buckets",
    description="the names of the buckets; * matches any characters",
    example=("acme-infra-tf-state-us-west-2", "acme-infra-logs"),
    check=_BUCKET,
)

EVERY_BUCKET = Parameter(
    name="buckets",
    description="the names of the buckets; * matches any characters",
    example=("acme-infra-logs",),
    check=_BUCKET,
    default=("*",),
)

ROLES = Parameter(
    name="roles",
    description="the names of the roles, with a path if they have one; * matches any characters",
    example=("admin", "atlantis"),
    check=form(r"[\w+=,.@/*?-]{1,128}(?<!/)", "admin or deploy/*"),
)

INSTANCE_TYPES = Parameter(
    name="instance_types",
    description="the allowed instance types; * matches any characters",
    example=("t3.*", "t4g.*", "m7g.large"),
    check=form(r"[a-z0-9*?-]+\.[a-z0-9*?-]+", "t3.* or m7g.large"),
)

ALLOW_ASSUME_ROOT = Parameter(
    name="allow_assume_root",
    description="true or false: exempt the short tasks of centralized root access",
    example=("true",),
    check=lambda value: None if value in ("true", "false") else "must be true or false",
    default=("true",),
    many=False,
)

"""Version numbers and ranges, as far as tools and providers need them."""

import operator
import re
from collections.abc import Callable

Version = tuple[int, int, int]

OPERATORS: dict[str, Callable[[Version, Version], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
    "!=": operator.ne,
}


def parse(text: str) -> Version | None:
    """Return `1.11.4` as (1, 11, 4); None for anything else, including pre-releases."""
    match = re.fullmatch(r"v?(\d+)\.(\d+)(?:\.(\d+))?", text.strip())
    return (int(match[1]), int(match[2]), int(match[3] or 0)) if match else None


def allows(version_range: str, version: Version) -> bool:
    """Return whether a Terraform version range (`>= 5.100.0, < 7.0.0`, `~> 6.2`, `6.25.0`) allows a version."""
    return all(_allows_one(part.strip(), version) for part in version_range.split(",") if part.strip())


def _allows_one(constraint: str, version: Version) -> bool:
    match = re.fullmatch(r"(>=|<=|!=|~>|>|<|=)?\s*v?(\d+(?:\.\d+){0,2})", constraint)
    if match is None:
        return False
    numbers = [int(number) for number in match[2].split(".")]
    major, minor, patch, *_ = [*numbers, 0, 0]
    bound = (major, minor, patch)
    if match[1] == "~>":
        fixed = max(len(numbers) - 1, 1)
        return version >= bound and version[:fixed] == bound[:fixed]
    return OPERATORS[match[1] or "="](version, bound)

"""
Reads that AWS may refuse: a refusal becomes a value instead of an error.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Problem:
    """The reason why a value could not be read, in few words."""

    reason: str


def attempt(read: Callable[[], T]) -> T | Problem:
    """Return the result of `read`, or AWS's refusal."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        return read()
    except ClientError as error:
        return Problem(error.response.get("Error", {}).get("Code", "unknown"))
    except BotoCoreError as error:
        return Problem(str(error))

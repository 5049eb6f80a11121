"""
What cannot be read is a remark on the page, never its end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Problem:
    """Why something could not be read, in few words."""

    reason: str


def attempt(read: Callable[[], T]) -> T | Problem:
    """What `read` gives, or AWS's refusal to give it."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        return read()
    except ClientError as error:
        return Problem(error.response.get("Error", {}).get("Code", "unknown"))
    except BotoCoreError as error:
        return Problem(str(error))

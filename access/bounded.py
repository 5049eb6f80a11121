"""Caches that live as long as the process."""

from __future__ import annotations

from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")

MOST = 100_000
"""An organization of 1,000 accounts needs 80,000 entries for parts of policies, by policy and action."""


class Bounded(dict[Key, Value]):
    """Results by key, limited in number: each new result beyond the limit replaces the oldest one."""

    def __init__(self, most: int = MOST) -> None:
        super().__init__()
        self._most = most

    def __setitem__(self, key: Key, value: Value) -> None:
        if key not in self and len(self) >= self._most:
            del self[next(iter(self))]
        super().__setitem__(key, value)

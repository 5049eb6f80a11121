"""
Stand-ins for account numbers, so that the same question about another account becomes equal.

A decision stays the same only if no policy can distinguish a stand-in from a number: the stand-in occurs nowhere else,
and no pattern ends within it. So stand-ins are chosen for each organization, and a number of which a policy might match
a part (`0000*`, `*1234`) is not replaced.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple, cast

from access.model.organization import Organization
from access.model.policies import Policy

_NOT_PATTERNS = frozenset({"Action", "NotAction", "Effect", "Sid"})
_RUN = re.compile(r"\d+")
_OPENING, _ENDING = ("*", "?", "}"), ("*", "?", "${")
_TRIES = 200


class _Run(NamedTuple):
    """Digits next to a wildcard or a policy variable, which may be a part of a number."""

    digits: str
    opens: bool
    """True after a wildcard: the number may begin before the digits."""
    ends: bool
    """True before a wildcard."""

    def may_cut(self, number: str) -> bool:
        """Return whether the digits may match a part of a number."""
        if self.opens and self.ends and self.digits in number:
            return True
        tails = self.ends and any(number.startswith(self.digits[start:]) for start in range(len(self.digits)))
        heads = self.opens and any(number.endswith(self.digits[:end]) for end in range(1, len(self.digits) + 1))
        return tails or heads


class Renaming:
    """The stand-ins of an organization."""

    def __init__(self, organization: Organization) -> None:
        self._organization = organization
        self._renamed: dict[str, bool] = {}

    def numbers(self, *numbers: str) -> tuple[str, ...]:
        """Return those of these numbers that get a stand-in, each once."""
        wanted = tuple(number for number in dict.fromkeys(numbers) if self._may(number))
        return wanted if self._stand_ins else ()

    def text(self, value: str, numbers: tuple[str, ...]) -> str:
        """Return a text with its stand-ins; all are replaced at once, so that no stand-in is taken for a number."""
        for index, number in enumerate(numbers):
            value = value.replace(number, chr(index + 1))
        for index, stand_in in enumerate(self._stand_ins if numbers else ()):
            value = value.replace(chr(index + 1), stand_in)
        return value

    def _may(self, number: str) -> bool:
        if number not in self._renamed:
            self._renamed[number] = not any(run.may_cut(number) for run in self._runs)
        return self._renamed[number]

    @cached_property
    def _runs(self) -> frozenset[_Run]:
        return frozenset(run for policy in self._organization.policies for run in _runs(policy))

    @cached_property
    def _stand_ins(self) -> tuple[str, ...]:
        """Two numbers that occur nowhere, do not overlap and that no pattern cuts; empty when none are found."""
        taken = "\n".join([*self._organization.accounts, *(policy.text for policy in self._organization.policies)])
        found: list[str] = []
        for candidate in map(_digits, range(_TRIES)):
            if candidate not in taken and self._may(candidate) and not _overlap([*found, candidate]):
                found.append(candidate)
            if len(found) == 2:
                return tuple(found)
        return ()


def _runs(policy: Policy) -> Iterator[_Run]:
    for statement in policy.statements:
        for text in _texts([value for key, value in statement.items() if key not in _NOT_PATTERNS]):
            for match in _RUN.finditer(text):
                opens, ends = text[: match.start()].endswith(_OPENING), text.startswith(_ENDING, match.end())
                if opens or ends:
                    yield _Run(match[0], opens, ends)


def _texts(value: object) -> Iterator[str]:
    """Yield every text within a value, including keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        found = cast("Mapping[str, Any]", value)
        yield from _texts([*found, *found.values()])
    elif isinstance(value, Iterable):
        for one in cast("Iterable[object]", value):
            yield from _texts(one)


def _digits(index: int) -> str:
    return str(int(hashlib.sha256(f"stand-in {index}".encode()).hexdigest(), 16))[:12]


def _overlap(numbers: list[str]) -> bool:
    """Return whether one of these numbers can begin within another, or within itself."""
    return any(one.endswith(other[:size]) for one in numbers for other in numbers for size in range(1, 12))

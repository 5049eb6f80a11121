"""What conditions ask of one value: a text, a number, a date, an address."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Literal

from access.decision.symbolic.patterns import Pattern

Comparison = Literal["==", "<", "<=", ">", ">="]
_DATE = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(Z|[+-]\d\d:?\d\d)?)?)?)?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Number:
    """A comparison with a number."""

    comparison: Comparison
    limit: float

    def matches(self, text: str) -> bool:
        """Return whether a value meets the comparison; a text that is no number does not."""
        return NUMBER.fullmatch(text) is not None and _compare(float(text), self.comparison, self.limit)

    def candidates(self) -> Iterator[str]:
        """Yield values around the limit."""
        whole = self.limit == int(self.limit)
        for step in (-1, 0, 1) if whole else (-1, -0.5, 0, 0.5, 1):
            value = self.limit + step
            yield str(int(value)) if value == int(value) else str(value)


@dataclass(frozen=True, slots=True)
class Moment:
    """A comparison with a moment, in seconds since 1970 in UTC."""

    comparison: Comparison
    limit: float

    def matches(self, text: str) -> bool:
        """Return whether a value meets the comparison; a text that is no date does not."""
        value = seconds_of(text)
        return value is not None and _compare(value, self.comparison, self.limit)

    def candidates(self) -> Iterator[str]:
        """Yield moments around the limit."""
        yield from (date_text(self.limit + step) for step in (-1, 0, 1))


@dataclass(frozen=True, slots=True)
class Network:
    """A range of addresses, of IPv4 or IPv6; none for a range that cannot be read, which no address is in."""

    network: ipaddress.IPv4Network | ipaddress.IPv6Network | None

    def matches(self, text: str) -> bool:
        """Return whether an address is in the range."""
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            return False
        return self.network is not None and address.version == self.network.version and address in self.network

    def candidates(self) -> Iterator[str]:
        """Yield the first and the last address, and those beside them."""
        if self.network is None:
            return
        first, last = int(self.network.network_address), int(self.network.broadcast_address)
        kind = type(self.network.network_address)
        for number in (first, last, first - 1, last + 1):
            if 0 <= number < 1 << self.network.max_prefixlen:
                yield str(kind(number))


@dataclass(frozen=True, slots=True)
class Truth:
    """Equality with a boolean, whatever its case; None for a value that is no boolean, which none equals."""

    value: bool | None

    def matches(self, text: str) -> bool:
        """Return whether a text is this boolean."""
        return self.value is not None and text.lower() == str(self.value).lower()

    def candidates(self) -> Iterator[str]:
        """Yield both booleans."""
        yield from ("true", "false")


@dataclass(frozen=True, slots=True)
class Form:
    """The form of all values of a key that is no text."""

    kind: Literal["Bool", "Numeric", "Date", "IPAddress"]

    def matches(self, text: str) -> bool:
        """Return whether a text has the form."""
        match self.kind:
            case "Bool":
                return text in ("true", "false")
            case "Numeric":
                return NUMBER.fullmatch(text) is not None
            case "Date":
                return seconds_of(text) is not None
            case "IPAddress":
                return _is_address(text)

    def candidates(self) -> Iterator[str]:
        """Yield plain values of the form."""
        yield from _PLAIN[self.kind]


NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_PLAIN = {
    "Bool": ("true", "false"),
    "Numeric": ("0", "1", "60"),
    "Date": ("2026-01-01T00:00:00Z",),
    "IPAddress": ("198.51.100.7", "203.0.113.7", "192.0.2.7", "2001:db8::7"),
}

Predicate = Pattern | Number | Moment | Network | Truth | Form


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _compare(value: float, comparison: Comparison, limit: float) -> bool:
    match comparison:
        case "==":
            return value == limit
        case "<":
            return value < limit
        case "<=":
            return value <= limit
        case ">":
            return value > limit
        case ">=":
            return value >= limit


@lru_cache(maxsize=4_096)
def seconds_of(text: str) -> float | None:
    """
    Return a date as seconds since 1970; None for a text that is none.

    AWS takes the W3C's forms of ISO 8601, and seconds since 1970. Source:
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html (2026-12-01).
    """
    if re.fullmatch(r"\d{5,}(\.\d+)?", text, re.ASCII):
        return float(text)
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    lowest = (0, 1, 1, 0, 0, 0)
    year, month, day, hour, minute, second = (int(found[at] or low) for at, low in enumerate(lowest, 1))
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    return moment.timestamp() - _offset(found[8]) + float(f"0.{found[7] or 0}")


def _offset(zone: str | None) -> float:
    if zone in (None, "Z"):
        return 0
    assert zone is not None
    digits = zone[1:].replace(":", "")
    seconds = timedelta(hours=int(digits[:2]), minutes=int(digits[2:])).total_seconds()
    return -seconds if zone[0] == "-" else seconds


@lru_cache(maxsize=1_024)
def date_text(seconds: float) -> str:
    """Return a moment in the form that AWS sends: `2026-12-01T00:00:00Z`; fractions are cut off."""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(seconds))
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")

"""Numbers and ids that AWS will only give: stable stand-ins, which nobody takes for real ones."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable

PLACEHOLDER_PREFIX = "0000"
ORGANIZATION, ROOT = "o-0000000000", "r-0000"


def account_numbers(names: Iterable[str]) -> dict[str, str]:
    """
    A placeholder number for each account, by its name: the same whatever other accounts there are.

    Two names whose numbers would be equal, one in a hundred million, are told apart in the order of the alphabet.
    """
    numbers: dict[str, str] = {}
    for name in sorted(names):
        candidate, attempt = _digits(name, 0), 0
        while candidate in numbers.values():
            attempt += 1
            candidate = _digits(name, attempt)
        numbers[name] = candidate
    return numbers


def short_id(prefix: str, *parts: str, length: int = 8) -> str:
    """An id of AWS's shape, as `p-1a2b3c4d`."""
    return f"{prefix}{_hash(*parts)[:length]}"


def key_id(*parts: str) -> str:
    """An id of the shape of a KMS key's."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join(parts)))


def _digits(name: str, attempt: int) -> str:
    value = int(_hash(name, str(attempt)), 16) % 10**8
    return f"{PLACEHOLDER_PREFIX}{value:08d}"


def _hash(*parts: str) -> str:
    return hashlib.sha256("/".join(parts).encode()).hexdigest()

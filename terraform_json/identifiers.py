"""Stable placeholders for numbers and ids that AWS assigns, recognizable as such."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection, Iterable

from foundation.ids import PLACEHOLDER_PREFIX

ROOT = "r-0000"


def account_numbers(names: Iterable[str], taken: Collection[str] = ()) -> dict[str, str]:
    """
    Return a placeholder number for each account, by its name, independent of the other accounts.

    Of two names with equal numbers, one in a hundred million, the second in the alphabet gets another number; so does
    one whose number is `taken`, as the real number of another account.
    """
    numbers: dict[str, str] = {}
    for name in sorted(names):
        candidate, attempt = _digits(name, 0), 0
        while candidate in numbers.values() or candidate in taken:
            attempt += 1
            candidate = _digits(name, attempt)
        numbers[name] = candidate
    return numbers


def short_id(prefix: str, *parts: str, length: int = 8) -> str:
    """Return an id of AWS's shape, as `p-1a2b3c4d`."""
    return f"{prefix}{_hash(*parts)[:length]}"


def key_id(*parts: str) -> str:
    """Return an id of the shape of a KMS key's."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join(parts)))


def _digits(name: str, attempt: int) -> str:
    value = int(_hash(name, str(attempt)), 16) % 10**8
    return f"{PLACEHOLDER_PREFIX}{value:08d}"


def _hash(*parts: str) -> str:
    return hashlib.sha256("/".join(parts).encode()).hexdigest()

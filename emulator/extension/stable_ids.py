"""
Ids derived from the created object, not from the order of creation.

Terraform creates accounts concurrently. Ids drawn one after the other, even from a seeded generator, would belong to
different accounts from run to run. So they are computed from an account's e-mail address, an OU's parent and name, or
a policy's name.
"""

from __future__ import annotations

import hashlib
import itertools
import string
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from unittest.mock import patch

from moto.organizations import utils

ALPHANUMERIC = string.ascii_lowercase + string.digits


def stable_id(alphabet: str, length: int, *seed: str) -> str:
    """Return `length` letters of `alphabet`, derived from `seed` alone."""
    number = int.from_bytes(hashlib.sha256("\0".join(seed).encode()).digest(), "big")
    letters = []
    for _ in range(length):
        number, index = divmod(number, len(alphabet))
        letters.append(alphabet[index])
    return "".join(letters)


def unused(make: Callable[[str], str], taken: Container[str]) -> str:
    """Return the first of `make("")`, `make("1")`, … not in `taken`: a name may be free while its id is still used."""
    attempts = ("" if attempt == 0 else str(attempt) for attempt in itertools.count())
    return next(id for id in map(make, attempts) if id not in taken)


def account_number(email: str, taken: Container[str]) -> str:
    """Return twelve digits for the account with this e-mail address; the first is 1 to 8, as in most accounts."""

    def make(attempt: str) -> str:
        seed = ("account", email.casefold(), attempt)
        return stable_id("12345678", 1, "first", *seed) + stable_id(string.digits, 11, *seed)

    return unused(make, taken)


@contextmanager
def next_id(maker: str, value: str) -> Iterator[None]:
    """Let the function `maker` of `moto.organizations.utils` return `value`. Requests are served one at a time."""
    with patch.object(utils, maker, lambda *_: value):
        yield

"""
Ids that depend on what is created, never on when.

Terraform creates accounts concurrently, so ids drawn one after the other, even from a seeded generator, would belong
to different accounts from run to run. Here they are computed from what names the thing: an account's e-mail address,
an OU's parent and name, a policy's name.
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
    """Letters of `alphabet` that follow from `seed` alone."""
    number = int.from_bytes(hashlib.sha256("\0".join(seed).encode()).digest(), "big")
    letters = []
    for _ in range(length):
        number, index = divmod(number, len(alphabet))
        letters.append(alphabet[index])
    return "".join(letters)


def unused(make: Callable[[str], str], taken: Container[str]) -> str:
    """The first id of `make("")`, `make("1")`, … that is not `taken`: a name can be free again while its id is not."""
    attempts = ("" if attempt == 0 else str(attempt) for attempt in itertools.count())
    return next(id for id in map(make, attempts) if id not in taken)


def account_number(email: str, taken: Container[str]) -> str:
    """Twelve digits for the account with this e-mail address. They begin with 1 to 8, as account numbers usually do."""

    def make(attempt: str) -> str:
        seed = ("account", email.casefold(), attempt)
        return stable_id("12345678", 1, "first", *seed) + stable_id(string.digits, 11, *seed)

    return unused(make, taken)


@contextmanager
def next_id(maker: str, value: str) -> Iterator[None]:
    """Let moto's function `maker` (of `moto.organizations.utils`) return `value`. Requests are served one at a time."""
    with patch.object(utils, maker, lambda *_: value):
        yield

"""The built-in promises, in the order in which they are looked at."""

from __future__ import annotations

from access.promises import chaining, given, mfa, outsiders, protection, quarantine
from access.promises.promise import Promise

PROMISES: tuple[Promise, ...] = (
    mfa.PROMISE,
    given.PROMISE,
    chaining.PROMISE,
    outsiders.PROMISE,
    protection.PROMISE,
    quarantine.PROMISE,
)

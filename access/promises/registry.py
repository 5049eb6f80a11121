"""The built-in promises, in the order in which they are checked."""

from __future__ import annotations

from access.promises import (
    birth,
    chaining,
    deployment,
    escalation,
    given,
    mfa,
    operations,
    outsiders,
    protection,
    quarantine,
    state,
)
from access.promises.promise import Promise

PROMISES: tuple[Promise, ...] = (
    mfa.PROMISE,
    given.PROMISE,
    chaining.PROMISE,
    outsiders.PROMISE,
    protection.PROMISE,
    escalation.PROMISE,
    deployment.PROMISE,
    state.PROMISE,
    operations.PROMISE,
    quarantine.PROMISE,
    birth.PROMISE,
)

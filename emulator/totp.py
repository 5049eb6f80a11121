"""
Codes of an authenticator app.

Source: RFC 6238 (time-based one-time passwords: SHA-1, six digits, steps of thirty seconds), as virtual MFA devices of
AWS use it (IAM User Guide, "Assign a virtual MFA device").
"""

from __future__ import annotations

import base64
import time

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP_SECONDS, DIGITS = 30, 6


def code(seed: str | bytes, *, at: float | None = None) -> str:
    """Return the code for a Base32 seed, now or at a time in seconds since 1970."""
    return code_of_step(seed, step(at))


def two_codes(seed: str | bytes, *, at: float | None = None) -> tuple[str, str]:
    """Return two consecutive codes for EnableMFADevice; those of the current and the next step stay unused."""
    now = step(at)
    return code_of_step(seed, now - 2), code_of_step(seed, now - 1)


def step(at: float | None = None) -> int:
    """Return the number of the current step of thirty seconds, or of the step at a time in seconds since 1970."""
    return int((time.time() if at is None else at) // STEP_SECONDS)


def code_of_step(seed: str | bytes, number: int) -> str:
    """Return the code that an app shows during a step."""
    key = base64.b32decode(seed)
    return TOTP(key, DIGITS, SHA1(), STEP_SECONDS, enforce_key_length=False).generate(number * STEP_SECONDS).decode()

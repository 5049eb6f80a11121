"""
Temporary credentials: user, MFA and expiry.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from moto.iam.models import User


@dataclass(frozen=True)
class Session:
    """
    AWS's data about temporary credentials.

    Only credentials of GetSessionToken and `aws login` have a `user` and may have `mfa`. Those of GetSessionToken
    without MFA are `limited`. Those that the emulator's own sessions use to read results are `lasting`: they never
    expire.
    """

    ends: float
    user: User | None = None
    mfa: bool = False
    limited: bool = False
    lasting: bool = False

    @property
    def expired(self) -> bool:
        """Return whether the credentials have expired."""
        return not self.lasting and time.time() >= self.ends


sessions: dict[str, Session] = {}


def expire_sessions() -> None:
    """End all sessions that exist."""
    for key, session in sessions.items():
        sessions[key] = replace(session, ends=0)

"""
Temporary credentials: whose they are, whether MFA stands behind them, and when they end.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from moto.iam.models import User


@dataclass(frozen=True)
class Session:
    """
    What AWS remembers of temporary keys.

    Only those of GetSessionToken and `aws login` have a `user`, and only they may have MFA. Those of GetSessionToken
    without MFA are `limited`. `lasting` ones are of the emulator's own sessions, which look at results at any time.
    """

    ends: float
    user: User | None = None
    mfa: bool = False
    limited: bool = False
    lasting: bool = False

    @property
    def expired(self) -> bool:
        """Whether it has ended."""
        return not self.lasting and time.time() >= self.ends


sessions: dict[str, Session] = {}


def expire_sessions() -> None:
    """End all sessions that were handed out so far."""
    for key, session in sessions.items():
        sessions[key] = replace(session, ends=0)

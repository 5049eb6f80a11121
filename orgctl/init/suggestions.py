"""Suggestions for a new organization, from the caller's login name and environment."""

from __future__ import annotations

import getpass
import os
from collections.abc import Mapping
from dataclasses import dataclass, field

_IMPERSONAL = frozenset(
    {"", "root", "admin", "administrator", "ubuntu", "ec2-user", "cloudshell-user", "runner", "user"}
)
"""Login names that name no person."""


@dataclass(frozen=True)
class Suggestions:
    """Suggestions, computed on demand; empty without one."""

    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)

    def login(self) -> str:
        """Return the caller's login name."""
        try:
            name = getpass.getuser()
        except (OSError, KeyError):  # no user has this number
            return ""
        return "" if name.lower() in _IMPERSONAL else name

    def region(self) -> str:
        """Return the region of the environment, or of the AWS profile in use."""
        named = self.environment.get("AWS_REGION") or self.environment.get("AWS_DEFAULT_REGION")
        from live.session import configured_region

        return named or configured_region()

"""What can be guessed about a new organization from who asks, and where."""

from __future__ import annotations

import getpass
import os
from collections.abc import Mapping
from dataclasses import dataclass, field

_NOBODY = frozenset({"", "root", "admin", "administrator", "ubuntu", "ec2-user", "cloudshell-user", "runner", "user"})
"""Login names that are no person's."""


@dataclass(frozen=True)
class Suggestions:
    """Guesses, each made when it is needed; nothing where there is none."""

    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)

    def login(self) -> str:
        """The name of whoever is logged in here."""
        try:
            name = getpass.getuser()
        except (OSError, KeyError):  # nobody by this number
            return ""
        return "" if name.lower() in _NOBODY else name

    def region(self) -> str:
        """The region of the environment, or of the AWS profile in use."""
        named = self.environment.get("AWS_REGION") or self.environment.get("AWS_DEFAULT_REGION")
        from live.session import configured_region

        return named or configured_region()

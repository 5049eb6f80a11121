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
        return named or _region_of_profile()


def _region_of_profile() -> str:
    import botocore.session
    from botocore.exceptions import BotoCoreError

    try:
        return str(botocore.session.get_session().get_config_variable("region") or "")
    except BotoCoreError:  # no such profile, or a file that cannot be read
        return ""

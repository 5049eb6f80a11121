"""
The AWS account that somebody begins with, and what stands in the way there.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from emulator.environment import ACCESS_KEY, SECRET_KEY

Credentials = Literal["operator", "user", "root", "login"]
ForeignOrganization = Literal["none", "member", "management"]
SETUP_USER = "setup"
USER_KEY, ROOT_KEY, LOGIN_KEY = "AKIAEMULATEDSETUPUSR", "AKIAEMULATEDROOTUSER", "ASIAEMULATEDROOTUSER"
KEYS = {"operator": ACCESS_KEY, "user": USER_KEY, "root": ROOT_KEY, "login": LOGIN_KEY}


@dataclass(frozen=True)
class BareAccount:
    """
    The management account before anything was done in it.

    `credentials` says whose keys the environment has: of an operator whom the account does not know, of the IAM user
    `setup`, of the root user, or of the root user's session as `aws login` gives it. The root user has MFA or not, and
    an access key beside that of the environment or not. A new organization is being finalized for so many seconds and
    takes so many accounts. Some aliases and e-mail addresses are other people's. The account is in no organization, in
    somebody else's, or manages one that was made by hand. AWS takes each MFA code once; tests need not. Subscriptions
    by e-mail are pending until somebody confirms them; here somebody has at once, unless said otherwise.
    """

    credentials: Credentials = "operator"
    root_mfa: bool = True
    root_access_key: bool = False
    finalizing_seconds: float = 0
    account_limit: int | None = None
    taken_aliases: tuple[str, ...] = ()
    taken_emails: tuple[str, ...] = ()
    foreign_organization: ForeignOrganization = "none"
    codes_count_once: bool = True
    subscriptions_pending: bool = False

    def __post_init__(self) -> None:
        for name, kinds in (("credentials", Credentials), ("foreign_organization", ForeignOrganization)):
            if getattr(self, name) not in get_args(kinds):
                raise ValueError(f"{name} must be one of {', '.join(get_args(kinds))}, got {getattr(self, name)!r}")

    def keys(self) -> dict[str, str]:
        """The variables with which the AWS clients of a command sign."""
        keys = {"AWS_ACCESS_KEY_ID": KEYS[self.credentials], "AWS_SECRET_ACCESS_KEY": SECRET_KEY}
        return keys | ({"AWS_SESSION_TOKEN": "emulated"} if self.credentials == "login" else {})

    def to_json(self) -> str:
        """For the command line of the server process."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> BareAccount:
        """The reverse."""
        fields: dict[str, Any] = json.loads(text)
        aliases, emails = (tuple(fields.pop(name)) for name in ("taken_aliases", "taken_emails"))
        return cls(**fields, taken_aliases=aliases, taken_emails=emails)

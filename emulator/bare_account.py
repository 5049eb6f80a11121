"""
The state of the management account before the first deployment, including obstacles that AWS may put there.
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
    The state of the management account before the first deployment.

    `credentials`: the identity whose keys the environment has. This is an operator unknown to the account, the IAM user
    `setup`, the root user, or the root user's session as `aws login` gives it.
    `root_access_key`: the root user has an access key besides that of the environment.
    `finalizing_seconds`, `account_limit`: time until a new organization is finalized, and how many accounts it takes.
    `taken_aliases`, `taken_emails`: aliases and e-mail addresses that accounts of others use.
    `foreign_organization`: the account is in no organization, is a member of another one, or manages one made by hand.
    `codes_count_once`: as in AWS, each MFA code is accepted once.
    `subscriptions_pending`: as in AWS, e-mail subscriptions are pending until the recipient confirms them. Without it,
    they are confirmed at once.
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
        """Return the environment variables with which a command's AWS clients sign."""
        keys = {"AWS_ACCESS_KEY_ID": KEYS[self.credentials], "AWS_SECRET_ACCESS_KEY": SECRET_KEY}
        return keys | ({"AWS_SESSION_TOKEN": "emulated"} if self.credentials == "login" else {})

    def to_json(self) -> str:
        """Return the fields as JSON, for the command line of the server process."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> BareAccount:
        """Return the account that `to_json` describes."""
        fields: dict[str, Any] = json.loads(text)
        aliases, emails = (tuple(fields.pop(name)) for name in ("taken_aliases", "taken_emails"))
        return cls(**fields, taken_aliases=aliases, taken_emails=emails)

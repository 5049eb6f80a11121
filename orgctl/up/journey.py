"""
What all phases need: the organization, the project, whoever is asked, and the credentials of the moment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console

from foundation.names import ADMIN_SUFFIX, ORG_ROOT
from live.accounts import Listed, list_accounts
from live.identity import Identity
from live.state_account import StateAccount
from organization.model import Organization
from orgctl.profiles import own_name
from orgctl.up.dialogue import Dialogue
from terraform_json.folder import StackFolder

_CREDENTIALS = (
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_SECURITY_TOKEN",
    "AWS_CREDENTIAL_EXPIRATION",
    "AWS_ACCOUNT_ID",
    "AWS_ROLE_ARN",
    "AWS_ROLE_SESSION_NAME",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
)


@dataclass
class Journey:
    """
    An organization on its way. `identity` is the first credentials' until the role admin is reached.

    `recognised` are the stacks that were deployed before, `pending` is the phase that a dry run would have begun with.
    """

    organization: Organization
    folder: Path
    environment: Mapping[str, str]
    dialogue: Dialogue
    identity: Identity
    person: str
    is_named: bool = False
    dry_run: bool = False
    lock: int | None = None
    renew: Callable[[Journey], Identity] | None = None
    first: Identity = field(init=False)
    is_synthesized: bool = field(default=False, init=False)
    announced: str = field(default="", init=False)
    pending: str = field(default="", init=False)
    recognised: set[str] = field(default_factory=set, init=False)

    def __post_init__(self) -> None:
        self.first = self.identity

    @property
    def console(self) -> Console:
        """Where everything is told."""
        return self.dialogue.console

    @property
    def account(self) -> str:
        """The number of the management account."""
        return self.identity.caller.account

    @property
    def alias(self) -> str:
        """The alias of the management account."""
        return self.organization.alias(ORG_ROOT)

    @property
    def console_address(self) -> str:
        """Where its people sign in."""
        return f"https://{self.alias}.signin.aws.amazon.com/console"

    @property
    def own_profile(self) -> str:
        """The profile of that user on this computer."""
        return own_name(self.organization, ORG_ROOT)

    @property
    def user(self) -> str:
        """The IAM user of whoever is asked."""
        return self.person + ADMIN_SUFFIX

    @property
    def admin_users(self) -> list[str]:
        """The IAM users of all administrators."""
        return [name + ADMIN_SUFFIX for name in self.organization.org_root.admins]

    def stack(self, name: str) -> StackFolder:
        """A stack, as it was synthesized."""
        return StackFolder.of(self.folder, name)

    @property
    def iam(self) -> Any:
        """A client of IAM in the management account, for the functions of `live`."""
        return self.client("iam")

    def client(self, service: str) -> Any:
        """Return a client of the management account, in the home region, for the functions of `live`."""
        self._demand_time()
        return self.identity.client(service, self.organization.region)

    @property
    def state_account(self) -> StateAccount:
        """The management account, as far as states are concerned."""
        return StateAccount(self.identity.session, self.organization.state_region)

    def listed_accounts(self) -> Sequence[Listed]:
        """Return the accounts of the organization, as AWS lists them."""
        return list_accounts(self.client("organizations"))

    def variables(self) -> dict[str, str]:
        """The environment of `cdktf`, with the credentials of the moment."""
        self._demand_time()
        return {name: value for name, value in self.environment.items() if name not in _CREDENTIALS} | {
            "AWS_REGION": self.organization.region,
            **self.identity.variables(),
        }

    def _demand_time(self) -> None:
        """New credentials before these end, where somebody can be asked for a code."""
        renew, self.renew = self.renew, None  # which itself needs a client
        if self.identity.is_short_of_time and renew and self.dialogue.is_terminal:
            self.console.print("The credentials do not last much longer; new ones are needed.")
            self.identity = renew(self)
        self.renew = self.renew or renew

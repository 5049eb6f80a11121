"""
The context of all phases: the organization, the project, the dialogue, and the current credentials.
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
    A run of `orgctl up`. `identity` is that of the first credentials until the role admin is assumed.

    With `everything`, the phase `changes` plans stacks that do not differ from what was deployed, too. `recognised` are
    the stacks that were deployed before; `pending` is the first phase that a dry run would deploy. `gate` proves what
    is synthesized: it raises UserError, Stopped or NoTerminal when it must not be deployed.
    """

    organization: Organization
    folder: Path
    environment: Mapping[str, str]
    dialogue: Dialogue
    identity: Identity
    person: str
    gate: Callable[[Journey], None]
    is_named: bool = False
    dry_run: bool = False
    everything: bool = False
    lock: int | None = None
    renew: Callable[[Journey], Identity] | None = None
    first: Identity = field(init=False)
    is_synthesized: bool = field(default=False, init=False)
    stacks: dict[str, StackFolder] = field(default_factory=dict, init=False)
    """The synthesized stacks that were asked for."""
    synthesized: str = field(default="", init=False)
    """The digest of the stacks as they were synthesized."""
    is_proven: bool = field(default=False, init=False)
    announced: str = field(default="", init=False)
    pending: str = field(default="", init=False)
    recognised: set[str] = field(default_factory=set, init=False)

    def __post_init__(self) -> None:
        self.first = self.identity

    @property
    def console(self) -> Console:
        """The console for all output."""
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
        """The address where its IAM users sign in."""
        return f"https://{self.alias}.signin.aws.amazon.com/console"

    @property
    def own_profile(self) -> str:
        """The profile of the administrator's user on this computer."""
        return own_name(self.organization, ORG_ROOT)

    @property
    def user(self) -> str:
        """The IAM user of the administrator."""
        return self.person + ADMIN_SUFFIX

    @property
    def admin_users(self) -> list[str]:
        """The IAM users of all administrators."""
        return [name + ADMIN_SUFFIX for name in self.organization.org_root.admins]

    def stack(self, name: str) -> StackFolder:
        """Return a synthesized stack, as it was when it was first asked for after the synthesis."""
        return self.stacks.setdefault(name, StackFolder.of(self.folder, name))

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
        """The management account, as the reader of states."""
        return StateAccount(self.identity.session, self.organization.state_region)

    def listed_accounts(self) -> Sequence[Listed]:
        """Return the accounts of the organization, as AWS lists them."""
        return list_accounts(self.client("organizations"))

    def variables(self) -> dict[str, str]:
        """Return the environment of `cdktf`, with the current credentials."""
        self._demand_time()
        return {name: value for name, value in self.environment.items() if name not in _CREDENTIALS} | {
            "AWS_REGION": self.organization.region,
            **self.identity.variables(),
        }

    def _demand_time(self) -> None:
        """Renew credentials that expire soon, if there is a terminal to ask for a code."""
        renew, self.renew = self.renew, None  # which itself needs a client
        if self.identity.is_short_of_time and renew and self.dialogue.is_terminal:
            self.console.print("The credentials expire soon; new ones are needed.")
            self.identity = renew(self)
        self.renew = self.renew or renew

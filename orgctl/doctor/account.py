"""
Facts about one account of the organization, read on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foundation.names import ACCESS_ROLE, ID, ORG_ROOT, bootstrap_stack
from live.access import Access
from live.live_account import LiveAccount
from live.people import Person
from organization.model import Organization

if TYPE_CHECKING:
    from orgctl.doctor.facts import Facts


class AccountFacts(LiveAccount):
    """An account that `organization.yaml` names, and the names and commands with which findings speak of it."""

    def __init__(self, key: str, access: Access, facts: Facts) -> None:
        super().__init__(access)
        self.key = key
        self.facts = facts

    @property
    def organization(self) -> Organization:
        """The organization of the file."""
        return self.facts.organization

    @property
    def is_management(self) -> bool:
        """True for the management account."""
        return self.key == ORG_ROOT

    @property
    def name(self) -> str:
        """The account's name in findings."""
        return self.facts.name(self.key)

    @property
    def profile(self) -> str:
        """The option that runs an AWS command here as an administrator, with the profile of `orgctl profiles`."""
        organization = self.organization
        if self.is_management:
            return f"--profile {organization.alias(ORG_ROOT)}"
        return f"--profile {organization.alias(self.key)}.{ACCESS_ROLE}"

    @property
    def deploy(self) -> str:
        """The command that deploys the account's stack."""
        return f"cdktf deploy {self.key}"

    @property
    def bootstrap(self) -> str:
        """The command that deploys the account's alias and state bucket."""
        local = self.organization.deployment.state.mode == "local"
        return self.deploy if local else f"cdktf deploy {bootstrap_stack(self.key)}"

    @property
    def named_users(self) -> set[str]:
        """The IAM users that the file gives the account."""
        organization = self.organization
        if self.is_management:
            return {f"{name}.{ORG_ROOT}" for name in organization.org_root.admins}
        return set(organization.users) if self.key == ID else set()

    @property
    def former_users(self) -> set[str]:
        """The IAM users that the next deployment deletes."""
        organization = self.organization
        if self.is_management:
            return {f"{name}.{ORG_ROOT}" for name in organization.org_root.former_admins}
        return set(organization.former_users) if self.key == ID else set()

    @property
    def staff(self) -> list[Person]:
        """The existing IAM users that the file gives the account."""
        return [person for person in self.people if person.name in self.named_users]

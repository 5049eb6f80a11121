"""The organization in the state of the stack org-root."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foundation.names import ORG_ROOT
from live.states import StatePlace
from terraform_json.state import Instance, State

if TYPE_CHECKING:
    from live.session import Session
    from organization.model import Organization

ACCOUNT, ORGANIZATION = "aws_organizations_account", "aws_organizations_organization"
_ACCOUNT_NAME = "account_"


@dataclass(frozen=True)
class OrgRootState:
    """The deployed resources of the stack org-root."""

    state: State

    @property
    def exists(self) -> bool:
        """True when the state exists, even without resources."""
        return bool(self.state)

    @property
    def has_resources(self) -> bool:
        """True when a resource of the stack was deployed."""
        return self.state.has_resources

    @property
    def organization_id(self) -> str | None:
        """The id of the organization; None before it is created."""
        return next((one.id for one in self.state.of_type(ORGANIZATION)), None)

    @property
    def account_numbers(self) -> dict[str, str]:
        """The numbers of the accounts, by key."""
        return {one.resource.removeprefix(_ACCOUNT_NAME): one.id for one in self.state.of_type(ACCOUNT)}

    @property
    def outputs(self) -> Mapping[str, Any]:
        """The state in the form that the reader of the accounts' numbers takes."""
        return self.state.content

    @property
    def addresses(self) -> set[str]:
        """The addresses of the organization and of the accounts."""
        return {one.address for one in self.state.of_type(ACCOUNT, ORGANIZATION)}

    def tainted(self) -> Iterator[Instance]:
        """Return the organization and the accounts that are tainted."""
        return (one for one in self.state.of_type(ACCOUNT, ORGANIZATION) if one.is_tainted)


def read_org_root(organization: Organization, folder: Path, session: Session) -> OrgRootState:
    """Return the state of the stack org-root, empty if it does not exist. Raise LiveError."""
    return OrgRootState(StatePlace.configured(organization, ORG_ROOT, folder).read_or_empty(session))


def account_address(key: str) -> str:
    """Return Terraform's address of an account."""
    return f"{ACCOUNT}.{_ACCOUNT_NAME}{key}"

"""The targets of policies: the root, OUs and accounts."""

from __future__ import annotations

from dataclasses import dataclass

from foundation.names import ORG_ROOT
from organization.model import Organization

ROOT = "root"
ACCOUNT = "account:"


@dataclass(frozen=True)
class Target:
    """The root (no path, no account), an OU by its path, or an account by its key."""

    path: tuple[str, ...] = ()
    account: str | None = None

    @property
    def name(self) -> str:
        """The name of the target in the file: root, spacecats/prod, account:infra."""
        return ACCOUNT + self.account if self.account else "/".join(self.path) or ROOT


def find(organization: Organization, name: str) -> Target | None:
    """Return the target with a name, or None."""
    if name == ROOT:
        return Target()
    if name.startswith(ACCOUNT):
        key = name.removeprefix(ACCOUNT)
        return Target(account=key) if key in organization.accounts else None
    path = tuple(name.split("/"))
    return Target(path) if path in _paths(organization) else None


def get(organization: Organization, name: str) -> Target:
    """Return the target with a checked name. Raises KeyError when there is none."""
    target = find(organization, name)
    if target is None:
        raise KeyError(f"{name!r} is not a target of {organization.name}")
    return target


def names(organization: Organization) -> list[str]:
    """Return the names of all targets."""
    units = ["/".join(path) for path in _paths(organization)]
    return [ROOT, *units, *(ACCOUNT + key for key in organization.accounts)]


def bound_accounts(organization: Organization, target: Target) -> list[str]:
    """Return the keys of the accounts that a policy attached to a target binds, never the management account's."""
    if target.account:
        return [target.account]
    depth = len(target.path)
    units = (unit for path, unit, _ in organization.units() if path[:depth] == target.path)
    return [key for unit in units for key in unit.accounts]


def bound_by(organization: Organization, name: str) -> list[str]:
    """Return the accounts that a policy attached to the target with a name binds; none for an unknown name."""
    target = find(organization, name)
    return bound_accounts(organization, target) if target else []


def is_management_account(name: str) -> bool:
    """Return True if a name stands for the management account, which no policy binds."""
    return name in (ORG_ROOT, ACCOUNT + ORG_ROOT)


def _paths(organization: Organization) -> list[tuple[str, ...]]:
    return [path for path, _, _ in organization.units()]

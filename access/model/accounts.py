"""Accounts, and the organizational units and the root above them."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from access.model.policies import Policy, PolicyKind
from foundation.names import bootstrap_stack
from terraform_json.origin import Origin


@dataclass(frozen=True)
class Target:
    """The root, an organizational unit or an account, with the policies attached directly to it."""

    id: str
    kind: Literal["root", "ou", "account"]
    name: str
    """`root`, the unit's path from the root (`spacecats/prod`), or the account's key."""
    parent: str | None
    """Id of the parent target."""
    policies: tuple[Policy, ...]
    origin: Origin

    @property
    def scps(self) -> tuple[Policy, ...]:
        """The attached service control policies."""
        return tuple(policy for policy in self.policies if policy.kind is PolicyKind.SERVICE_CONTROL)

    @property
    def rcps(self) -> tuple[Policy, ...]:
        """The attached resource control policies."""
        return tuple(policy for policy in self.policies if policy.kind is PolicyKind.RESOURCE_CONTROL)


class Levels(tuple[tuple[Policy, ...], ...]):
    """The policies of each target, from the root down to the account."""

    @cached_property
    def digest(self) -> Hashable:
        """A value that is the same for equal policies in the same places: levels of a tree are not one list."""
        return tuple(tuple(one.digest for one in level) for level in self)


@dataclass(frozen=True)
class Account:
    """An account of the organization."""

    key: str
    """Its key in the configuration: `id`; the management account's is `org-root`."""
    number: str
    """Twelve digits: the real number, or a placeholder that begins with 0000."""
    name: str
    email: str
    is_management: bool
    path: tuple[Target, ...]
    """From the root to the account. The management account has one too, although its SCPs and RCPs do not bind it."""
    origin: Origin

    @cached_property
    def scps(self) -> Levels:
        """The service control policies on each level."""
        return Levels(target.scps for target in self.path)

    @cached_property
    def rcps(self) -> Levels:
        """The resource control policies on each level."""
        return Levels(target.rcps for target in self.path)

    def erased_from(self, text: str) -> str:
        """Return a text in which nothing tells this account from another: `{account}` stands for its names."""
        for word in (self.number, self.name, f"/{self.key}/", f"{bootstrap_stack(self.key)}/"):
            text = text.replace(word, "{account}")
        return text

    @property
    def org_path(self) -> str:
        """The value of `aws:PrincipalOrgPaths` after the organization's id: `r-0000/ou-0000-12345678/`."""
        return "".join(f"{target.id}/" for target in self.path if target.kind != "account")

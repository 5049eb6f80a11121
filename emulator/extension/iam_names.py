"""
Names that are unique regardless of case, and aliases that are unique over all accounts.

Operations: IAM CreateUser, CreateGroup, CreateRole, CreateAccountAlias. Source: IAM API Reference; IAM User Guide, "IAM
name requirements".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from moto.iam.exceptions import EntityAlreadyExists, ValidationError
from moto.iam.models import Group, IAMBackend, Role, User, iam_backends

from emulator.extension.start_options import start_options

ALIAS = re.compile(r"(?!\d{12}$)(?=.{3,63}$)[a-z0-9](?:[a-z0-9]|-(?!-))*[a-z0-9]")


class Names(IAMBackend):
    """The rules for names."""

    def create_account_alias(self, alias: str) -> None:
        """Create an alias that no other account has."""
        if not ALIAS.fullmatch(alias):
            raise ValidationError(f"Value '{alias}' at 'accountAlias' failed to satisfy constraint: {ALIAS.pattern}")
        others = (backend for _, _, backend in iam_backends.iter_backends() if backend is not self)
        known = any(alias in other.account_aliases for other in others if isinstance(other, IAMBackend))
        if known or alias in start_options.account.taken_aliases:
            raise EntityAlreadyExists(f"The account alias {alias} already exists.")
        super().create_account_alias(alias)

    def create_user(self, region_name: str, user_name: str, *args: Any, **kwargs: Any) -> User:
        """Create a user whose name is unique regardless of case."""
        _demand_new_name("User", user_name, self.users)
        return super().create_user(region_name, user_name, *args, **kwargs)

    def create_group(self, group_name: str, path: str = "/") -> Group:
        """Create a group whose name is unique regardless of case."""
        _demand_new_name("Group", group_name, self.groups)
        return super().create_group(group_name, path)

    def create_role(self, role_name: str, *args: Any, **kwargs: Any) -> Role:
        """Create a role whose name is unique regardless of case."""
        _demand_new_name("Role", role_name, (role.name for role in self.roles.values()))
        return super().create_role(role_name, *args, **kwargs)


def _demand_new_name(kind: str, name: str, names: Iterable[str]) -> None:
    if name.casefold() in (other.casefold() for other in names):
        raise EntityAlreadyExists(f"{kind} with name {name} already exists.")

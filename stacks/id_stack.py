"""The stack of the id account."""

from __future__ import annotations

from pathlib import Path

from constructs import Construct

from aws_org import IdAccount
from organization.model import Organization
from organization.problem import Path as Key
from stacks.member_stack import MemberStack
from stacks.org_root_stack import OrgRootStack


class IdStack(MemberStack):
    """The account of the users and groups. It has roles of groups too, like any member account."""

    def __init__(
        self, scope: Construct, key: str, *, organization: Organization, folder: Path, org_root: OrgRootStack
    ) -> None:
        super().__init__(scope, key, organization=organization, folder=folder, org_root=org_root)
        people = IdAccount(self, "people", users=organization.users, leaving=organization.former_users)
        self._add_origins()
        for name, group in organization.groups.items():
            people.add_group(name, users=group.users, roles=self._reachable(name))
        people.add_people_without_group(organization.users_without_group())
        self.output("users", organization.users, "The people of the organization.")

    def _add_origins(self) -> None:
        organization, people = self.organization, "people"
        self.origins.add([people], ("users",))
        for key, names in {"users": organization.users, "former_users": organization.former_users}.items():
            self.origins.add_items([people, "users"], names, (key,))
        for name in organization.groups:
            self.origins.add([people, "groups", name], ("groups", name))
            self.origins.add([people, "groups", name, "assume-roles"], *self._reasons(name))

    def _reasons(self, name: str) -> list[Key]:
        """Return the keys of a group's roles: its own, the billing role, the responder's."""
        organization = self.organization
        own: list[Key] = [("groups", name, "roles")] if organization.groups[name].roles else []
        bills: list[Key] = [("billing_group",)] if organization.billing_group == name else []
        responder = organization.responder
        responds: list[Key] = [("responder",)] if responder and responder.group == name else []
        return [*own, *bills, *responds]

    def _reachable(self, name: str) -> list[tuple[str, str]]:
        """Return the roles that a group may assume. In a quarantined account only the responder's role remains."""
        organization, numbers = self.organization, self.org_root.account_ids
        accounts = [key for key in organization.groups[name].roles if key not in organization.quarantined]
        roles = [(numbers[key], name) for key in accounts]
        if organization.billing_group == name:
            roles.append((self.org_root.management_account_id, name))
        responder = organization.responder
        if responder is not None and responder.group == name:
            roles += [(number, responder.role_name) for number in numbers.values()]
        return roles

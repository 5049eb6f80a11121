"""The stack of the id account."""

from __future__ import annotations

from pathlib import Path

from constructs import Construct

from aws_org import IdAccount
from organization.model import Organization
from stacks.member_stack import MemberStack
from stacks.org_root_stack import OrgRootStack


class IdStack(MemberStack):
    """The account of every person and group; a group's roles in this account are made as in any other."""

    def __init__(
        self, scope: Construct, key: str, *, organization: Organization, folder: Path, org_root: OrgRootStack
    ) -> None:
        super().__init__(scope, key, organization=organization, folder=folder, org_root=org_root)
        self.password_policy()
        people = IdAccount(self, "people", users=organization.users, leaving=organization.former_users)
        for name, group in organization.groups.items():
            reachable = [account for account in group.roles if account not in organization.quarantined]
            people.add_group(
                name, users=group.users, roles=[(org_root.account_ids[account], name) for account in reachable]
            )
        people.add_people_without_group(organization.users_without_group())
        self.output("users", organization.users, "The people of the organization.")

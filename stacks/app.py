"""All stacks of an organization."""

from __future__ import annotations

from pathlib import Path

from cdktf import App

from organization.model import ID, Organization
from stacks.id_stack import IdStack
from stacks.member_stack import MemberStack
from stacks.org_root_stack import OrgRootStack


def add_stacks(app: App, organization: Organization, folder: Path) -> None:
    """
    Add the stack of every account to an app. `folder` holds the policy files that the organization names.

    Accounts in quarantine get no stack: Terraform can do nothing in them either. What they hold stays as it is.
    """
    org_root = OrgRootStack(app, organization)
    for key in organization.accounts_with_stack():
        stack = IdStack if key == ID else MemberStack
        stack(app, key, organization=organization, folder=folder, org_root=org_root)

"""All stacks of an organization."""

from __future__ import annotations

from pathlib import Path

from cdktf import App

from foundation.names import ID, ORG_ROOT
from organization.model import Organization
from stacks.account_stack import AccountStack
from stacks.bootstrap_stack import BootstrapStack
from stacks.id_stack import IdStack
from stacks.member_stack import MemberStack
from stacks.org_root_stack import OrgRootStack


def synthesize(app: App, organization: Organization, folder: Path) -> None:
    """
    Write the Terraform JSON of every account: each resource with the key of the configuration that it comes from.

    `folder` holds the policy files that the organization names.
    """
    stacks = add_stacks(app, organization, folder)
    app.synth()
    written = Path(app.outdir, "stacks")
    for stack in stacks:
        stack.origins.write(written / stack.name / "cdk.tf.json")


def add_stacks(app: App, organization: Organization, folder: Path) -> list[AccountStack]:
    """
    Add the stacks of every account to an app. Gives them all.

    Accounts in quarantine get no stack, because Terraform can do nothing in them. Their resources remain unchanged.
    """
    in_s3 = organization.deployment.state.mode != "local"
    before: list[AccountStack] = [BootstrapStack(app, ORG_ROOT, organization=organization)] if in_s3 else []
    org_root = OrgRootStack(app, organization, folder)
    for bootstrap in before:
        org_root.add_dependency(bootstrap)
    stacks: dict[str, AccountStack] = {ORG_ROOT: org_root}
    for key in organization.accounts_with_stack():
        kind = IdStack if key == ID else MemberStack
        stacks[key] = kind(app, key, organization=organization, folder=folder, org_root=org_root)
        if in_s3:
            bootstrap = BootstrapStack(app, key, organization=organization, org_root=org_root)
            stacks[key].add_dependency(bootstrap)
            before.append(bootstrap)
    _wait_for_logs(stacks, organization)
    return [*before, *stacks.values()]


def _wait_for_logs(stacks: dict[str, AccountStack], organization: Organization) -> None:
    """Make the stacks of recorders wait for the log account's: Config rejects a bucket that does not exist."""
    if organization.config.enabled and organization.log_account != ORG_ROOT:
        for key, stack in stacks.items():
            if key not in (ORG_ROOT, organization.log_account):
                stack.add_dependency(stacks[organization.log_account])

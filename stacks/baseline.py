"""Resources of every account."""

from __future__ import annotations

from collections.abc import Sequence

from cdktf import TerraformResource
from cdktf_cdktf_provider_aws.iam_account_alias import IamAccountAlias
from constructs import Construct

import aws_org
from foundation.names import ORG_ROOT
from organization import model
from stacks.account_stack import AccountStack

CONFIG = "config.amazonaws.com"
ALIAS = "aws_iam_account_alias.alias"
FORMER_ALIAS = "aws_iam_account_alias.organization_alias_6C152F48"
"""Former address of the management account's alias, before all accounts had theirs at the same address."""


class Baseline(Construct):
    """The password policy, contacts and safe defaults of the account of a stack."""

    password_policy: aws_org.PasswordPolicy

    def __init__(self, stack: AccountStack) -> None:
        super().__init__(stack, "baseline")
        organization = stack.organization
        stack.origins.add(["baseline"], ("account_defaults",))
        stack.origins.add(["password-policy"], ("password_policy",))
        for kind in ("security", "operations", "billing"):
            stack.origins.add(["baseline", "contacts", kind], ("alternate_contacts", kind))
        # in the stack itself: a new address would create the policy, and then destroy it at the old address
        self.password_policy = _password_policy(stack, organization.password_policy)
        _contacts(self, organization.alternate_contacts)
        if organization.account_defaults.block_public_s3:
            aws_org.AccountDefaults(self, "account")
        for region in organization.all_regions:
            _region_defaults(self, region, stack)


def add_alias(stack: AccountStack) -> None:
    """
    Add the account's alias, unless the bootstrap stack of the account has it.

    Terraform forgets an alias that this stack had before, with local state: the bootstrap stack has it now.
    """
    former = [FORMER_ALIAS] if stack.key == ORG_ROOT else []
    if stack.organization.deployment.state.mode == "local":
        for address in former:
            stack.moved(address, ALIAS)
        IamAccountAlias(stack, "alias", account_alias=stack.organization.alias(stack.key))
        stack.origins.add(["alias"], ("name",))
        return
    for address in [ALIAS, *former]:
        stack.forget(address)


def add_recorders(
    scope: Construct, stack: AccountStack, *, in_management_account: bool, after: Sequence[TerraformResource] = ()
) -> None:
    """
    Add AWS Config recorders of one account in every region: the stack's own, or the management account.

    They refer to the bucket by its name. If it is in the same stack, `after` holds the resources to wait for.
    """
    organization = stack.organization
    provider = stack.in_management_account if in_management_account else stack.in_region
    home = provider(organization.region)
    role = aws_org.ServiceLinkedRole(scope, "config-role", service=CONFIG, provider=home)
    for region in organization.all_regions:
        aws_org.ConfigRecorder(
            scope,
            f"config-{region}",
            role_arn=role.role_arn,
            bucket_name=organization.config_bucket,
            records_global=region == organization.region,
            recording_frequency=organization.config.recording_frequency,
            depends_on=after,
            provider=provider(region),
        )


def _password_policy(scope: Construct, policy: model.PasswordPolicy) -> aws_org.PasswordPolicy:
    return aws_org.PasswordPolicy(
        scope,
        "password-policy",
        minimum_password_length=policy.minimum_password_length,
        password_reuse_prevention=policy.password_reuse_prevention,
        max_password_age=policy.max_password_age,
    )


def _contacts(scope: Construct, contacts: model.AlternateContacts) -> None:
    if contacts.security or contacts.operations or contacts.billing:
        aws_org.AlternateContacts(
            scope,
            "contacts",
            security=_contact(contacts.security),
            operations=_contact(contacts.operations),
            billing=_contact(contacts.billing),
        )


def _contact(contact: model.Contact | None) -> aws_org.Contact | None:
    if contact is None:
        return None
    return aws_org.Contact(name=contact.name, title=contact.title, email=contact.email, phone=contact.phone)


def _region_defaults(scope: Construct, region: str, stack: AccountStack) -> None:
    defaults = stack.organization.account_defaults
    if defaults.encrypt_ebs or defaults.block_public_snapshots or defaults.require_imdsv2:
        aws_org.RegionDefaults(
            scope,
            region,
            encrypt_volumes=defaults.encrypt_ebs,
            block_public_snapshots=defaults.block_public_snapshots,
            block_public_images=defaults.block_public_snapshots,
            require_metadata_tokens=defaults.require_imdsv2,
            provider=stack.in_region(region),
        )

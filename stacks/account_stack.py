"""The base class of all stacks."""

from __future__ import annotations

from cdktf import LocalBackend, S3Backend, TerraformOutput, TerraformProvider, TerraformResource, TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider, AwsProviderAssumeRole, AwsProviderDefaultTags
from constructs import Construct

from aws_org import forget
from foundation.names import ORG_ROOT, state_file, state_key
from organization.model import Organization
from stacks.origins import Origins

LOCK_TABLE = "terraform-state-lock"


class AccountStack(TerraformStack):
    """A stack for one account: providers, state and outputs. It is deployed after the stacks that it refers to."""

    def __init__(self, scope: Construct, key: str, organization: Organization, *, prefix: str = "") -> None:
        super().__init__(scope, prefix + key)
        self.key = key
        self.name = prefix + key
        self.organization = organization
        self.origins = Origins()
        self._providers: dict[str, TerraformProvider] = {}
        self._assume_role_arn: str | None = None
        _state(self, self.name, organization)

    def provider(self, assume_role_arn: str | None = None) -> None:
        """
        Add the AWS provider of the home region, for the credentials' own account or for another through a role.
        """
        self._assume_role_arn = assume_role_arn
        self._add_provider(self.organization.region, assume_role_arn, alias=None)
        versions = {"source": "hashicorp/aws", "version": self.organization.deployment.provider_version}
        self.add_override("terraform.required_providers.aws", versions)  # the bindings would pin one version

    def further_providers(self) -> None:
        """
        Add the providers of every region, and those of the management account for the security and log accounts.

        Terraform destroys a resource only through the provider that created it: the provider must still exist after a
        service is switched off. Terraform does not start providers without resources.
        """
        for region in self.organization.reachable_regions:
            self.in_region(region)
            if self.key in (self.organization.log_account, self.organization.security_key):
                self.in_management_account(region)

    def in_region(self, region: str) -> TerraformProvider | None:
        """Return the provider of the stack's account in a region; None is the default provider."""
        if region == self.organization.region:
            return None
        return self._further_provider(region, self._assume_role_arn, alias=region)

    def in_management_account(self, region: str) -> TerraformProvider | None:
        """Return the provider of the management account in a region, for resources that the stack needs there."""
        if self._assume_role_arn is None:
            return self.in_region(region)
        return self._further_provider(region, None, alias=f"{ORG_ROOT}-{region}")

    def forget(self, address: str) -> None:
        """Let Terraform forget a resource that now belongs to another stack."""
        forget(self, address)

    def moved(self, before: str, after: str) -> None:
        """Add a `moved` block, which CDKTF does not have. Call it at most once per stack."""
        self.add_override("moved", [{"from": before, "to": after}])

    def output(self, name: str, value: object, description: str) -> None:
        """Add an output, read with ``cdktf output``."""
        TerraformOutput(self, name, value=value, description=description)

    def sign_in_outputs(self) -> None:
        """Add the outputs for signing in to the account."""
        alias = self.organization.alias(self.key)
        self.output("account_alias", alias, "The account's alias.")
        self.output("sign_in_url", f"https://{alias}.signin.aws.amazon.com/console", "Where its people sign in.")

    def _further_provider(self, region: str, assume_role_arn: str | None, alias: str) -> TerraformProvider:
        if alias not in self._providers:
            self._providers[alias] = self._add_provider(region, assume_role_arn, alias)
        return self._providers[alias]

    def _add_provider(self, region: str, assume_role_arn: str | None, alias: str | None) -> TerraformProvider:
        tags = self.organization.tags
        role = AwsProviderAssumeRole(role_arn=assume_role_arn, session_name="cdktf") if assume_role_arn else None
        return AwsProvider(
            self,
            f"aws-{alias}" if alias else "aws",
            alias=alias,
            region=region,
            assume_role=[role] if role else None,
            default_tags=[AwsProviderDefaultTags(tags=tags)] if tags else None,
        )


def make_after(first: TerraformResource, *later: Construct) -> None:
    """Make every resource in some constructs wait for a resource. CDKTF ignores `node.add_dependency`."""
    address = f"{first.terraform_resource_type}.{first.friendly_unique_id}"
    for construct in later:
        for child in construct.node.find_all():
            if isinstance(child, TerraformResource):
                child.depends_on = [*(child.depends_on or []), address]


def _state(stack: AccountStack, name: str, organization: Organization) -> None:
    state = organization.deployment.state
    if state.mode == "local":
        # relative to cdktf.out/stacks/<stack>, so that the JSON is the same on every machine
        LocalBackend(stack, path=f"../../../{state_file(name)}")
        return
    bucket, key = organization.state_bucket(stack.key), state_key(name)
    S3Backend(stack, bucket=bucket, key=key, region=organization.state_region, encrypt=True)
    stack.add_override("terraform.backend.s3.use_lockfile", True)
    if state.dynamodb_table:
        stack.add_override("terraform.backend.s3.dynamodb_table", LOCK_TABLE)

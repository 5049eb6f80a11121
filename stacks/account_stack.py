"""What the stacks of all accounts have in common."""

from __future__ import annotations

from cdktf import LocalBackend, S3Backend, TerraformOutput, TerraformResource, TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider, AwsProviderAssumeRole, AwsProviderDefaultTags
from constructs import Construct

from aws_org import PasswordPolicy
from organization.model import Organization, S3State


class AccountStack(TerraformStack):
    """A stack for one account: its provider, its state, its outputs. Deployed on its own, after those it refers to."""

    def __init__(self, scope: Construct, key: str, organization: Organization) -> None:
        super().__init__(scope, key)
        self.key = key
        self.organization = organization
        _state(self, key, organization)

    def provider(self, assume_role_arn: str | None = None) -> None:
        """
        Add the AWS provider of the home region, in the credentials' own account or in another through a role of it.
        """
        organization = self.organization
        role = AwsProviderAssumeRole(role_arn=assume_role_arn, session_name="cdktf") if assume_role_arn else None
        tags = AwsProviderDefaultTags(tags=organization.tags) if organization.tags else None
        AwsProvider(
            self,
            "aws",
            region=organization.region,
            assume_role=[role] if role else None,
            default_tags=[tags] if tags else None,
        )
        versions = {"source": "hashicorp/aws", "version": organization.deployment.provider_version}
        self.add_override("terraform.required_providers.aws", versions)  # the bindings would pin one version

    def password_policy(self) -> PasswordPolicy:
        """Add the password policy, in an account that has users."""
        policy = self.organization.password_policy
        return PasswordPolicy(
            self,
            "password-policy",
            minimum_password_length=policy.minimum_password_length,
            password_reuse_prevention=policy.password_reuse_prevention,
            max_password_age=policy.max_password_age,
        )

    def output(self, name: str, value: object, description: str) -> None:
        """Add an output, read with ``cdktf output``."""
        TerraformOutput(self, name, value=value, description=description)

    def sign_in_outputs(self) -> None:
        """Add the outputs that tell how to sign in to the account."""
        alias = self.organization.alias(self.key)
        self.output("account_alias", alias, "The account's alias.")
        self.output("sign_in_url", f"https://{alias}.signin.aws.amazon.com/console", "Where its people sign in.")


def make_after(first: TerraformResource, *later: Construct) -> None:
    """Let everything in some constructs wait for a resource. CDKTF makes nothing of `node.add_dependency`."""
    address = f"{first.terraform_resource_type}.{first.friendly_unique_id}"
    for construct in later:
        for child in construct.node.find_all():
            if isinstance(child, TerraformResource):
                child.depends_on = [*(child.depends_on or []), address]


def _state(stack: TerraformStack, key: str, organization: Organization) -> None:
    state = organization.deployment.state
    if isinstance(state, S3State):
        region = state.region or organization.region
        S3Backend(stack, bucket=state.bucket, key=f"{key}/terraform.tfstate", region=region, encrypt=True)
        stack.add_override("terraform.backend.s3.use_lockfile", True)
    else:
        # relative to cdktf.out/stacks/<stack>, so that the JSON is the same on every machine
        LocalBackend(stack, path=f"../../../terraform.{key}.tfstate")

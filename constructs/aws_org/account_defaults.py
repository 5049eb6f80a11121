"""Account-wide settings that override those of resources."""

from __future__ import annotations

from cdktf import TerraformProvider
from cdktf_cdktf_provider_aws.s3_account_public_access_block import S3AccountPublicAccessBlock
from constructs import Construct


class AccountDefaults(Construct):
    """
    Safe settings of an account for all regions: no S3 bucket is public, regardless of its own policy.

    It makes public buckets private. Removing the construct makes them public again if their own settings allow it.
    """

    def __init__(
        self, scope: Construct, id: str, *, block_public_buckets: bool = True, provider: TerraformProvider | None = None
    ) -> None:
        super().__init__(scope, id)
        if block_public_buckets:
            S3AccountPublicAccessBlock(
                self,
                "public-buckets",
                block_public_acls=True,
                block_public_policy=True,
                ignore_public_acls=True,
                restrict_public_buckets=True,
                provider=provider,
            )

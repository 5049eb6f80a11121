"""What an account refuses, whatever its resources say."""

from __future__ import annotations

from cdktf import TerraformProvider
from cdktf_cdktf_provider_aws.s3_account_public_access_block import S3AccountPublicAccessBlock
from constructs import Construct


class AccountDefaults(Construct):
    """
    The safe settings that an account has once: no S3 bucket in it is public, whatever its own policy says.

    It closes buckets that are public now. Taken away, it opens again those whose own settings let it.
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

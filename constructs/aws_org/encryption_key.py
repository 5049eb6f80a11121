"""A key for data that AWS services store."""

from __future__ import annotations

from cdktf import TerraformProvider, TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.kms_alias import KmsAlias
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from constructs import Construct

from aws_org.terraform_text import literal

LONGEST_WAIT_DAYS = 30
"""https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html (2026-11-22)."""


class EncryptionKey(Construct):
    """
    A KMS key with an alias, which AWS rotates every year.

    Without the key, data encrypted with it cannot be read. Terraform does not destroy it. Removing the construct
    disables the key; AWS deletes it after 30 days, and the deletion can be cancelled until then. A key costs about one
    dollar a month.
    """

    key_arn: str

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        policy: str,
        description: str,
        provider: TerraformProvider | None = None,
    ) -> None:
        super().__init__(scope, id)
        key = KmsKey(
            self,
            "key",
            description=description,
            policy=literal(policy),
            enable_key_rotation=True,
            deletion_window_in_days=LONGEST_WAIT_DAYS,
            provider=provider,
            lifecycle=TerraformResourceLifecycle(prevent_destroy=True),
        )
        self.key_arn = key.arn
        KmsAlias(self, "alias", name=f"alias/{name}", target_key_id=self.key_arn, provider=provider)

"""How EC2 treats what does not say otherwise."""

from __future__ import annotations

from cdktf import TerraformProvider
from cdktf_cdktf_provider_aws.ebs_encryption_by_default import EbsEncryptionByDefault
from cdktf_cdktf_provider_aws.ebs_snapshot_block_public_access import EbsSnapshotBlockPublicAccess
from cdktf_cdktf_provider_aws.ec2_image_block_public_access import Ec2ImageBlockPublicAccess
from cdktf_cdktf_provider_aws.ec2_instance_metadata_defaults import Ec2InstanceMetadataDefaults
from constructs import Construct


class RegionDefaults(Construct):
    """
    The safe settings of EC2 that an account has in each region: encrypted volumes, nothing public, metadata version 2.

    They are for what is made from now on; only snapshots that are public stop to be. An instance whose software knows
    nothing but version 1 of the metadata service must ask for it when it is launched. What is taken away goes back to
    AWS's own default, except the block on images: Terraform leaves it as it is.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        encrypt_volumes: bool = True,
        block_public_snapshots: bool = True,
        block_public_images: bool = True,
        require_metadata_tokens: bool = True,
        provider: TerraformProvider | None = None,
    ) -> None:
        super().__init__(scope, id)
        if encrypt_volumes:
            EbsEncryptionByDefault(self, "volumes", enabled=True, provider=provider)
        if block_public_snapshots:
            EbsSnapshotBlockPublicAccess(self, "snapshots", state="block-all-sharing", provider=provider)
        if block_public_images:
            Ec2ImageBlockPublicAccess(self, "images", state="block-new-sharing", provider=provider)
        if require_metadata_tokens:
            Ec2InstanceMetadataDefaults(self, "metadata", http_tokens="required", provider=provider)

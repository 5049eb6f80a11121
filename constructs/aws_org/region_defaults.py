"""Default settings of EC2 in a region."""

from __future__ import annotations

from cdktf import TerraformProvider
from cdktf_cdktf_provider_aws.ebs_encryption_by_default import EbsEncryptionByDefault
from cdktf_cdktf_provider_aws.ebs_snapshot_block_public_access import EbsSnapshotBlockPublicAccess
from cdktf_cdktf_provider_aws.ec2_image_block_public_access import Ec2ImageBlockPublicAccess
from cdktf_cdktf_provider_aws.ec2_instance_metadata_defaults import Ec2InstanceMetadataDefaults
from constructs import Construct


class RegionDefaults(Construct):
    """
    Safe settings of EC2 in one region: encrypted volumes, no public snapshots or images, IMDSv2.

    They apply to new resources; only existing public snapshots become private. An instance whose software supports only
    version 1 of the metadata service must request it at launch. Removing a setting restores AWS's own default, except
    the block on images, which Terraform leaves unchanged.
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

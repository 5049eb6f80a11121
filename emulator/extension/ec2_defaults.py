"""
The defaults of EC2 for an account in a region, which moto lacks.

Operations: EC2 EnableSnapshotBlockPublicAccess, DisableSnapshotBlockPublicAccess, GetSnapshotBlockPublicAccessState,
EnableImageBlockPublicAccess, DisableImageBlockPublicAccess, GetImageBlockPublicAccessState,
ModifyInstanceMetadataDefaults, GetInstanceMetadataDefaults, GetEbsDefaultKmsKeyId, ModifyEbsDefaultKmsKeyId,
ResetEbsDefaultKmsKeyId. Source: Amazon EC2 API Reference.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2 import urls
from moto.ec2.models import ec2_backends
from moto.ec2.responses import EC2Response


@dataclass
class Defaults:
    """The defaults of one account in one region."""

    snapshots: str = "unblocked"
    images: str = "unblocked"
    metadata: dict[str, Any] = field(default_factory=dict)
    ebs_key: str = "alias/aws/ebs"


class Ec2Api(EC2Response):
    """The operations that moto lacks."""

    @property
    def _defaults(self) -> Defaults:
        backend = ec2_backends[self.current_account][self.region]
        defaults: Defaults = vars(backend).setdefault("orgctl_defaults", Defaults())
        return defaults

    def enable_snapshot_block_public_access(self) -> ActionResult:
        """Block all or only new sharing of snapshots."""
        self._defaults.snapshots = self._get_param("State")
        return ActionResult({"State": self._defaults.snapshots})

    def disable_snapshot_block_public_access(self) -> ActionResult:
        """Allow sharing of snapshots."""
        self._defaults.snapshots = "unblocked"
        return ActionResult({"State": self._defaults.snapshots})

    def get_snapshot_block_public_access_state(self) -> ActionResult:
        """Return the current state."""
        return ActionResult({"State": self._defaults.snapshots, "ManagedBy": "account"})

    def enable_image_block_public_access(self) -> ActionResult:
        """Block sharing of images. AWS takes up to ten minutes."""
        self._defaults.images = self._get_param("ImageBlockPublicAccessState")
        return ActionResult({"ImageBlockPublicAccessState": self._defaults.images})

    def disable_image_block_public_access(self) -> ActionResult:
        """Allow sharing of images."""
        self._defaults.images = "unblocked"
        return ActionResult({"ImageBlockPublicAccessState": self._defaults.images})

    def get_image_block_public_access_state(self) -> ActionResult:
        """Return the current state."""
        return ActionResult({"ImageBlockPublicAccessState": self._defaults.images, "ManagedBy": "account"})

    def modify_instance_metadata_defaults(self) -> ActionResult:
        """Change the named defaults; `no-preference`, or -1 as hop limit, removes a default."""
        names = ("HttpTokens", "HttpPutResponseHopLimit", "HttpEndpoint", "InstanceMetadataTags", "HttpTokensEnforced")
        given = {name: self._get_param(name) for name in names}
        self._defaults.metadata.update({name: value for name, value in given.items() if value is not None})
        for name, value in given.items():
            if value in ("no-preference", -1, "-1"):
                del self._defaults.metadata[name]
        return ActionResult({"Return": True})

    def get_instance_metadata_defaults(self) -> ActionResult:
        """Return the defaults that are set."""
        return ActionResult({"AccountLevel": {**self._defaults.metadata, "ManagedBy": "account"}})

    def get_ebs_default_kms_key_id(self) -> ActionResult:
        """Return the chosen key, or AWS's own."""
        return ActionResult({"KmsKeyId": self._defaults.ebs_key})

    def modify_ebs_default_kms_key_id(self) -> ActionResult:
        """Set the key."""
        self._defaults.ebs_key = self._get_param("KmsKeyId")
        return ActionResult({"KmsKeyId": self._defaults.ebs_key})

    def reset_ebs_default_kms_key_id(self) -> ActionResult:
        """Return to AWS's own key."""
        self._defaults.ebs_key = Defaults.ebs_key
        return ActionResult({"KmsKeyId": self._defaults.ebs_key})


def apply() -> None:
    """Route EC2's requests to these operations."""
    urls.url_paths["{0}/"] = Ec2Api.dispatch

"""
IAM's operations about MFA devices.

Operations: IAM EnableMFADevice, DeactivateMFADevice, ResyncMFADevice, ListMFADevices, ListVirtualMFADevices,
GetMFADevice, TagMFADevice, UntagMFADevice, ListMFADeviceTags, and Tags of CreateVirtualMFADevice. Source: IAM API
Reference.
"""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.iam.exceptions import NotFoundException
from moto.iam.models import VirtualMfaDevice

from emulator.extension.mfa import MfaDevices
from emulator.extension.own_keys import OwnKeys


class MfaApi(OwnKeys):
    """IAM's operations about MFA devices."""

    @property
    def _devices(self) -> MfaDevices:
        backend = self.backend
        assert isinstance(backend, MfaDevices)
        return backend

    @property
    def _serial_number(self) -> str:
        return str(self._get_param("SerialNumber"))

    def _codes(self) -> tuple[str, str]:
        return self._get_param("AuthenticationCode1"), self._get_param("AuthenticationCode2")

    def create_virtual_mfa_device(self) -> ActionResult:
        """Create a device with tags."""
        result = super().create_virtual_mfa_device()
        created: Any = result.result
        tags = self._get_param("Tags") or []
        self.backend.tagger.tag_resource(created["VirtualMFADevice"].serial_number, tags)
        return result

    def enable_mfa_device(self) -> ActionResult:
        """Assign a device to a user who gives two codes of it."""
        self._devices.enable_mfa_device(self.named_user().name, self._serial_number, *self._codes())
        return EmptyResult()

    def deactivate_mfa_device(self) -> ActionResult:
        """Take the device from its user."""
        self._devices.deactivate_mfa_device(self.named_user().name, self._serial_number)
        return EmptyResult()

    def resync_mfa_device(self) -> ActionResult:
        """Accept two codes again after the device's clock went wrong."""
        self._devices.resync_mfa_device(self.named_user().name, self._serial_number, *self._codes())
        return EmptyResult()

    def list_mfa_devices(self) -> ActionResult:
        """List the devices of the named user, or of the caller."""
        user = self.named_user()
        devices = [
            {"UserName": user.name, "SerialNumber": device.serial_number, "EnableDate": device.enable_date}
            for device in user.mfa_devices.values()
        ]
        return ActionResult({"MFADevices": devices, "IsTruncated": False})

    def list_virtual_mfa_devices(self) -> ActionResult:
        """List devices without their secrets, which only CreateVirtualMFADevice returns."""
        result = super().list_virtual_mfa_devices()
        listed: Any = result.result
        listed["VirtualMFADevices"] = [
            {"SerialNumber": device.serial_number, "EnableDate": device.enable_date, "User": device.user}
            for device in listed["VirtualMFADevices"]
        ]
        return result

    def get_mfa_device(self) -> ActionResult:
        """Return the device's user and the date of the assignment."""
        device = self._devices.virtual_mfa_device(self._serial_number)
        name = self._get_param("UserName")
        if name and (device.user is None or device.user.name != name):
            raise NotFoundException(f"MFA device {device.serial_number} does not belong to user {name}.")
        found = {"SerialNumber": device.serial_number, "EnableDate": device.enable_date}
        return ActionResult(found | ({"UserName": device.user.name} if device.user else {}))

    def list_mfa_device_tags(self) -> ActionResult:
        """List the tags of a virtual device."""
        tags = self.backend.tagger.list_tags_for_resource(self._tagged().serial_number)["Tags"]
        return ActionResult({"Tags": tags, "IsTruncated": False})

    def tag_mfa_device(self) -> ActionResult:
        """Add tags."""
        self.backend.tagger.tag_resource(self._tagged().serial_number, self._get_param("Tags"))
        return EmptyResult()

    def untag_mfa_device(self) -> ActionResult:
        """Remove tags."""
        self.backend.tagger.untag_resource_using_names(self._tagged().serial_number, self._get_param("TagKeys"))
        return EmptyResult()

    def _tagged(self) -> VirtualMfaDevice:
        return self._devices.virtual_mfa_device(self._serial_number)

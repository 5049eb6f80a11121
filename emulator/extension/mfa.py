"""
Virtual MFA devices whose codes are checked.

Operations: IAM CreateVirtualMFADevice, EnableMFADevice, ResyncMFADevice, DeleteVirtualMFADevice. Two consecutive codes
enable a device; clocks may differ by a step. Source: IAM API Reference, these operations and VirtualMFADevice; IAM
User Guide, "IAM and AWS STS quotas" and "AWS: Multi-factor authentication in IAM".
"""

from __future__ import annotations

from urllib.parse import quote

from moto.iam.exceptions import DeleteConflictException, IAMException, LimitExceededException, NotFoundException
from moto.iam.models import IAMBackend, User, VirtualMfaDevice

from emulator.extension import quotas
from emulator.extension.png import png
from emulator.extension.start_options import start_options
from emulator.totp import code_of_step, step

SKEW = (-1, 0, 1)  # steps
SKEW_OF_PAIRS = (-2, *SKEW)  # the second code may have expired while the user typed it


class MfaDevices(IAMBackend):
    """The devices of an account's users."""

    def create_virtual_mfa_device(self, device_name: str, path: str) -> VirtualMfaDevice:
        """Create a device with a picture that contains the configuration of an authenticator app."""
        device = super().create_virtual_mfa_device(device_name, path)
        label = quote(f"{device_name}@{next(iter(self.account_aliases), self.account_id)}", safe="@")
        device.qr_code_png = png(f"otpauth://totp/{label}?secret={device.base32_string_seed}")
        return device

    def enable_mfa_device(
        self, user_name: str, serial_number: str, authentication_code_1: str, authentication_code_2: str
    ) -> None:
        """Assign a free device to a user who gives two consecutive codes."""
        user, device = self.get_user(user_name), self.virtual_mfa_device(serial_number)
        if len(user.mfa_devices) >= quotas.MFA_DEVICES_PER_USER:
            raise LimitExceededException(f"Cannot exceed quota for MFADevicesPerUser: {quotas.MFA_DEVICES_PER_USER}")
        if device.user not in (None, user):
            raise IAMException("EntityAlreadyExists", f"MFA device {serial_number} is already in use.")
        codes = (authentication_code_1, authentication_code_2)
        steps = _consecutive_steps(device, *codes)
        super().enable_mfa_device(user_name, serial_number, *codes)
        _used(device).update(steps)

    def resync_mfa_device(self, user_name: str, serial_number: str, code_1: str, code_2: str) -> None:
        """Demand two consecutive codes of the user's device."""
        if serial_number not in self.get_user(user_name).mfa_devices:
            raise NotFoundException(f"MFA device {serial_number} does not belong to user {user_name}.")
        device = self.virtual_mfa_device(serial_number)
        _used(device).update(_consecutive_steps(device, code_1, code_2))

    def delete_virtual_mfa_device(self, serial_number: str) -> None:
        """Delete a device that is not assigned."""
        if self.virtual_mfa_device(serial_number).user:
            raise DeleteConflictException("Cannot delete entity, must deactivate MFA device first.")
        super().delete_virtual_mfa_device(serial_number)

    def virtual_mfa_device(self, serial_number: str) -> VirtualMfaDevice:
        """Return an existing device, assigned or not; raise when it is missing."""
        if serial_number not in self.virtual_mfa_devices:
            raise NotFoundException(f"VirtualMFADevice with serial number {serial_number} doesn't exist.")
        return self.virtual_mfa_devices[serial_number]

    def device_of(self, user: User | None, serial_number: str) -> VirtualMfaDevice | None:
        """Return the user's device with this serial number."""
        device = self.virtual_mfa_devices.get(serial_number)
        return device if device and user and device.user is user else None


def accepts(device: VirtualMfaDevice, code: str) -> bool:
    """Return whether a code is right and, unless `codes_count_once` is off, has not been used before."""
    once, used = start_options.account.codes_count_once, _used(device)
    for number in (step() + skew for skew in SKEW):
        if code == code_of_step(device.base32_string_seed, number) and not (once and number in used):
            used.add(number)
            return True
    return False


def _consecutive_steps(device: VirtualMfaDevice, code_1: str, code_2: str) -> tuple[int, int]:
    for second in (step() + skew for skew in SKEW_OF_PAIRS):
        if (code_1, code_2) == tuple(
            code_of_step(device.base32_string_seed, number) for number in (second - 1, second)
        ):
            return second - 1, second
    raise IAMException("InvalidAuthenticationCode", "Authentication code for device is not valid.")


def _used(device: VirtualMfaDevice) -> set[int]:
    """Return the steps whose codes were used; the caller may add to them."""
    used: set[int] = vars(device).setdefault("used_steps", set())
    return used

"""
An authenticator app as the MFA device of an IAM user.

It is enrolled with an administrator's credentials: users may do so only where they are signed in with their password.
Source: IAM User Guide, "Enable a virtual MFA device" (2026-11-22): a device takes two codes that follow each other.
"""

from __future__ import annotations

import io
from typing import Any

from botocore.exceptions import ClientError

from foundation.aws_errors import code_of
from orgctl.up.dialogue import Dialogue
from orgctl.up.phase import UpError

ISSUER = "AWS"
GROUPS = 8  # of four letters, in a row


def device_of(iam: Any, user: str) -> str | None:
    """The serial number of a device whose codes can be typed; None when the user has none."""
    devices = [str(device["SerialNumber"]) for device in iam.list_mfa_devices(UserName=user)["MFADevices"]]
    return next((serial for serial in devices if ":mfa/" in serial or not serial.startswith("arn:")), None)


def enrol(iam: Any, user: str, account: str, dialogue: Dialogue) -> str:
    """Make a device, let an app learn it, and give its serial number. Raises Stopped, NobodyToAsk and UpError."""
    dialogue.demand_terminal("the codes of an authenticator app")
    serial, seed = _new_device(iam, user)
    _show(dialogue, f"otpauth://totp/{ISSUER}:{user}@{account}?secret={seed}&issuer={ISSUER}", seed)
    while True:
        first = dialogue.code("A code of the app")
        second = dialogue.code("The code after it (within a minute)")
        try:
            iam.enable_mfa_device(
                UserName=user, SerialNumber=serial, AuthenticationCode1=first, AuthenticationCode2=second
            )
        except ClientError as error:
            if code_of(error) != "InvalidAuthenticationCode":
                raise
            dialogue.console.print("AWS does not take these codes. Is the clock of the device right? Once more.")
        else:
            return serial


def _new_device(iam: Any, user: str) -> tuple[str, str]:
    """A device that nobody has. One that was begun and not finished is thrown away: its seed is lost."""
    for begun in _unassigned(iam, user):
        iam.delete_virtual_mfa_device(SerialNumber=begun)
    try:
        made = iam.create_virtual_mfa_device(VirtualMFADeviceName=user)["VirtualMFADevice"]
    except ClientError as error:
        if code_of(error) != "EntityAlreadyExists":
            raise
        raise UpError(f"there is an MFA device of the name {user} that belongs to another user") from None
    seed = made["Base32StringSeed"]
    return str(made["SerialNumber"]), seed.decode() if isinstance(seed, bytes) else str(seed)


def _unassigned(iam: Any, user: str) -> list[str]:
    pages = iam.get_paginator("list_virtual_mfa_devices").paginate(AssignmentStatus="Unassigned")
    found = [str(device["SerialNumber"]) for page in pages for device in page["VirtualMFADevices"]]
    return [serial for serial in found if serial.endswith(f":mfa/{user}")]


def _show(dialogue: Dialogue, address: str, seed: str) -> None:
    import segno

    console = dialogue.console
    code = segno.make(address, error="l")
    console.print("\nScan this with an authenticator app, or type the key below it:\n")
    if console.is_terminal and code.symbol_size(border=2)[0] <= console.width:
        picture = io.StringIO()
        code.terminal(out=picture, border=2, compact=True)
        console.file.write(picture.getvalue())
    groups = [seed[start : start + 4] for start in range(0, len(seed), 4)]
    for start in range(0, len(groups), GROUPS):
        console.print(f"  {' '.join(groups[start : start + GROUPS])}", soft_wrap=True, highlight=False)
    console.print()
    console.print("AWS shows it only now, and it is kept nowhere else. Clear the screen when it is scanned.")

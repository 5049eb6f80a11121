"""
An authenticator app as the MFA device of an IAM user.

It is enrolled with an administrator's credentials: users may do so only when signed in with their password.
Source: IAM User Guide, "Enable a virtual MFA device" (2026-11-22): a device takes two codes that follow each other.
"""

from __future__ import annotations

import io
from typing import Any

from live import writes
from live.errors import NameTakenError
from orgctl.up.dialogue import Dialogue
from orgctl.up.phase import UpError

ISSUER = "AWS"
GROUPS = 8  # of four letters, in a row


def enrol(iam: Any, user: str, account: str, dialogue: Dialogue) -> str:
    """Create a device, show it to an app, and return its serial number. Raise Stopped, NoTerminal and UpError."""
    dialogue.demand_terminal("the codes of an authenticator app")
    try:
        device = writes.create_device(iam, user)
    except NameTakenError:
        raise UpError(f"an MFA device of the name {user} exists and belongs to another user") from None
    _show(dialogue, f"otpauth://totp/{ISSUER}:{user}@{account}?secret={device.seed}&issuer={ISSUER}", device.seed)
    while True:
        first = dialogue.code("A code of the app")
        second = dialogue.code("The code after it (within a minute)")
        if writes.enable_device(iam, user, device.serial, (first, second)):
            return device.serial
        dialogue.console.print("AWS rejects these codes. Is the clock of the device right? Try again.")


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
    console.print("AWS shows it only once, and it is stored nowhere else. Clear the screen when it is scanned.")

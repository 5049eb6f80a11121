"""An MFA device is enrolled with codes that AWS checks."""

from __future__ import annotations

import re
from typing import Any

import pytest

from emulator import Emulator
from emulator.totp import two_codes
from live.iam import device_of
from orgctl.up.dialogue import NoTerminal, Stopped
from orgctl.up.mfa import enrol
from orgctl.up.phase import UpError
from tests.emulator.people import Person
from tests.up.journeys import ACCOUNT
from tests.up.typist import Answer, Typist, key_on, talk

USER = "myuser.org-root"
SERIAL = f"arn:aws:iam::{ACCOUNT}:mfa/{USER}"


@pytest.fixture
def iam(aws: Emulator) -> Any:
    client: Any = aws.session().client("iam")
    client.create_user(UserName=USER)
    return client


def enrolled(iam: Any, *first: Answer, user: str = USER) -> tuple[str, Typist]:
    """Return the answers given, then the two codes of the key on the screen."""
    codes: list[str] = []

    def code() -> str:
        if not codes:
            codes.extend(two_codes(key_on(typist)))
        return codes.pop(0)

    dialogue, typist = talk(*first, code, code)
    return enrol(iam, user, ACCOUNT, dialogue), typist


def unassigned(iam: Any) -> list[str]:
    devices = iam.list_virtual_mfa_devices(AssignmentStatus="Unassigned")["VirtualMFADevices"]
    return [device["SerialNumber"] for device in devices]


def test_two_codes_of_the_key_on_the_screen_enrol_it(iam: Any) -> None:
    assert device_of(iam, USER) is None
    serial, typist = enrolled(iam)

    assert (serial, device_of(iam, USER)) == (SERIAL, SERIAL)
    assert typist.asked == ["A code of the app: ", "The code after it (within a minute): "]
    assert max(map(len, typist.text.splitlines())) <= 80


def test_wrong_codes_are_asked_for_again_with_the_same_key(iam: Any) -> None:
    serial, typist = enrolled(iam, "123456", "654321", "000000", "000000")

    assert serial == SERIAL
    assert typist.one_line.count("AWS rejects these codes.") == 2
    assert typist.one_line.count("Scan this") == 1


def test_a_device_that_was_begun_is_thrown_away(iam: Any) -> None:
    with pytest.raises(Stopped):
        enrol(iam, USER, ACCOUNT, talk("123456")[0])
    assert unassigned(iam) == [SERIAL]

    assert enrolled(iam)[0] == SERIAL
    assert unassigned(iam) == []


def test_devices_of_others_that_were_begun_stay(iam: Any) -> None:
    for name in ("ann", f"not-{USER}", f"{USER}.2"):
        iam.create_virtual_mfa_device(VirtualMFADeviceName=name)
    before = unassigned(iam)
    enrolled(iam)

    assert unassigned(iam) == before


def test_a_device_of_the_name_that_another_user_has_is_kept(aws: Emulator) -> None:
    ann = Person(aws, USER).enrol()
    iam = ann.admin
    iam.create_user(UserName="other")
    iam.deactivate_mfa_device(UserName=USER, SerialNumber=SERIAL)
    codes = two_codes(ann.seed)
    iam.enable_mfa_device(
        UserName="other", SerialNumber=SERIAL, AuthenticationCode1=codes[0], AuthenticationCode2=codes[1]
    )

    with pytest.raises(
        UpError, match=f"an MFA device of the name {re.escape(USER)} exists and belongs to another user"
    ):
        enrol(iam, USER, ACCOUNT, talk("123456", "123456")[0])
    assert device_of(iam, "other") == SERIAL


def test_without_a_terminal_no_device_is_made(iam: Any) -> None:
    with pytest.raises(NoTerminal):
        enrol(iam, USER, ACCOUNT, talk(is_terminal=False, yes=True)[0])

    assert unassigned(iam) == []


class Devices:
    """Return a user's devices, as IAM lists them."""

    def __init__(self, *serials: str) -> None:
        self.serials = serials

    def list_mfa_devices(self, *, UserName: str) -> dict[str, Any]:
        return {"MFADevices": [{"UserName": UserName, "SerialNumber": serial} for serial in self.serials]}


@pytest.mark.parametrize(
    ("serials", "device"),
    [
        ((), None),
        ((f"arn:aws:iam::{ACCOUNT}:u2f/user/ann/key-ABC",), None),
        ((f"arn:aws:iam::{ACCOUNT}:u2f/user/ann/key-ABC", f"arn:aws:iam::{ACCOUNT}:mfa/phone"), "mfa/phone"),
        (("GAHT12345678",), "GAHT12345678"),
    ],
    ids=["none", "passkey", "passkey and app", "hardware"],
)
def test_a_device_without_codes_is_none_for_the_command_line(serials: tuple[str, ...], device: str | None) -> None:
    """A passkey works only in the browser."""
    found = device_of(Devices(*serials), "ann")

    assert (found and found.rpartition(":")[2]) == device

from __future__ import annotations

from typing import Any

import pytest

from emulator import BareAccount, Emulator
from emulator.totp import code, code_of_step, step, two_codes
from tests.emulator.conftest import refused, trust
from tests.emulator.people import Person

ROOT = "arn:aws:iam::123456789012:root"
MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
WRONG = ("invalid MFA one time pass code", "verify your MFA serial number", "must provide both")


def codes(seed: bytes) -> dict[str, str]:
    return dict(zip(("AuthenticationCode1", "AuthenticationCode2"), two_codes(seed), strict=True))


@pytest.fixture
def ann(emulator: Emulator) -> Person:
    emulator.reset()
    person = Person(emulator, "ann")
    for role, seconds in (("admin", 3_600), ("long", 43_200)):
        document = trust(ROOT, Condition=MFA)
        person.admin.create_role(RoleName=role, AssumeRolePolicyDocument=document, MaxSessionDuration=seconds)
    return person


def assume(sts: Any, role: str = "admin", **arguments: Any) -> Any:
    return sts.assume_role(RoleArn=f"{ROOT[:-4]}role/{role}", RoleSessionName="test", **arguments)["Credentials"]


def test_codes_are_those_of_rfc_6238() -> None:
    seed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # that of the appendix in Base32, whose codes have two more digits

    assert [code(seed, at=time) for time in (59, 1_111_111_109, 20_000_000_000)] == ["287082", "081804", "353130"]


def test_a_new_device_has_a_seed_and_a_picture_and_no_user(ann: Person) -> None:
    assert ann.device == "arn:aws:iam::123456789012:mfa/ann"
    assert ann.picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert b"otpauth://totp/ann@123456789012?secret=" + ann.seed in ann.picture
    assert ann.iam.list_mfa_devices()["MFADevices"] == []
    (device,) = ann.iam.list_virtual_mfa_devices(AssignmentStatus="Unassigned")["VirtualMFADevices"]
    assert set(device) == {"SerialNumber"}


def test_two_consecutive_codes_enable_a_device(ann: Person) -> None:
    now = step()
    codes = [code_of_step(ann.seed, now + skew) for skew in (-9, -8, -2, -1, 0)]
    for first, second in ((codes[0], codes[1]), (codes[3], codes[2]), (codes[2], codes[4]), ("000000", "000000")):
        with refused("InvalidAuthenticationCode"):
            ann.enable(first, second)
    ann.enable(codes[2], codes[3])

    (device,) = ann.iam.list_mfa_devices(UserName="ann")["MFADevices"]
    assert (device["UserName"], device["SerialNumber"]) == ("ann", ann.device)
    (assigned,) = ann.iam.list_virtual_mfa_devices(AssignmentStatus="Assigned")["VirtualMFADevices"]
    assert assigned["User"]["UserName"] == "ann"
    assert ann.iam.get_mfa_device(SerialNumber=ann.device)["UserName"] == "ann"


def test_only_an_unassigned_device_can_be_deleted(ann: Person) -> None:
    ann.enrol()

    with refused("DeleteConflict"):
        ann.iam.delete_virtual_mfa_device(SerialNumber=ann.device)
    ann.iam.deactivate_mfa_device(UserName="ann", SerialNumber=ann.device)
    ann.iam.delete_virtual_mfa_device(SerialNumber=ann.device)
    with refused("NoSuchEntity"):
        ann.iam.get_mfa_device(SerialNumber=ann.device)


def test_a_device_belongs_to_one_user_and_a_user_has_eight(ann: Person) -> None:
    bob = Person(ann.emulator, "bob")
    ann.enrol()
    with refused("EntityAlreadyExists"):
        bob.iam.enable_mfa_device(UserName="bob", SerialNumber=ann.device, **codes(ann.seed))
    for number in range(8):
        device = bob.iam.create_virtual_mfa_device(VirtualMFADeviceName=f"bob{number}")["VirtualMFADevice"]
        arguments = {"SerialNumber": device["SerialNumber"], **codes(device["Base32StringSeed"])}
        bob.iam.enable_mfa_device(UserName="bob", **arguments)
    with refused("LimitExceeded", "MFADevicesPerUser"):
        bob.enrol()


def test_a_device_can_be_resynchronized_and_tagged(ann: Person) -> None:
    ann.enrol()
    ann.enable(*two_codes(ann.seed), operation="resync_mfa_device")
    with refused("InvalidAuthenticationCode"):
        ann.enable("000000", "000000", operation="resync_mfa_device")
    ann.iam.tag_mfa_device(SerialNumber=ann.device, Tags=[{"Key": "team", "Value": "infra"}])

    assert ann.iam.list_mfa_device_tags(SerialNumber=ann.device)["Tags"] == [{"Key": "team", "Value": "infra"}]
    ann.iam.untag_mfa_device(SerialNumber=ann.device, TagKeys=["team"])
    assert ann.iam.list_mfa_device_tags(SerialNumber=ann.device)["Tags"] == []


def test_a_role_that_demands_mfa_wants_a_code_of_the_callers_own_device_once(ann: Person) -> None:
    bob = Person(ann.emulator, "bob").enrol()
    with refused("AccessDenied", "not authorized"):
        assume(ann.sts)
    with refused("AccessDenied", WRONG[1]):
        assume(ann.sts, **ann.mfa())  # not assigned yet
    ann.enrol()
    with refused("AccessDenied", WRONG[1]):
        assume(ann.sts, **bob.mfa())
    for wrong in (ann.mfa(skew=9), ann.mfa(skew=-9), {"SerialNumber": ann.device, "TokenCode": ann.used}):
        with refused("AccessDenied", WRONG[0]):
            assume(ann.sts, **wrong)
    with refused("AccessDenied", WRONG[2]):
        assume(ann.sts, TokenCode="123456")
    given = ann.mfa()
    assume(ann.sts, **given)
    with refused("AccessDenied", WRONG[0]):
        assume(ann.sts, **given)


def test_a_session_of_a_user_carries_mfa_and_one_of_a_role_does_not(ann: Person) -> None:
    session = ann.enrol().session(**ann.mfa())
    sts = ann.client("sts", session)
    assert sts.get_caller_identity()["Arn"] == "arn:aws:iam::123456789012:user/ann"
    assert ann.client("iam", session).list_mfa_devices()["MFADevices"][0]["UserName"] == "ann"

    role = assume(sts, "long", DurationSeconds=43_200)  # a user's session is no role chaining
    keys = {name: role[name] for name in ("AccessKeyId", "SecretAccessKey", "SessionToken")}
    with refused("AccessDenied", "not authorized"):
        assume(ann.client("sts", keys))
    with refused("AccessDenied", "with session credentials"):
        sts.get_session_token()


def test_a_session_without_mfa_calls_nothing_of_iam(ann: Person) -> None:
    session = ann.session()

    assert ann.client("sts", session).get_caller_identity()["Arn"].endswith(":user/ann")
    with refused("InvalidClientTokenId"):
        ann.client("iam", session).list_users()
    with refused("AccessDenied", "not authorized"):
        assume(ann.client("sts", session))


def test_codes_count_more_than_once_where_a_test_wants_it() -> None:
    with Emulator.start(account=BareAccount(codes_count_once=False)) as emulator:
        ann = Person(emulator, "ann").enrol()
        ann.admin.create_role(RoleName="admin", AssumeRolePolicyDocument=trust(ROOT, Condition=MFA))
        given = ann.mfa()

        for _ in range(2):
            assume(ann.sts, **given)

"""The first credentials are deleted, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from emulator import BareAccount, Emulator
from emulator.bare_account import ROOT_KEY, SETUP_USER, USER_KEY
from emulator.certificates import Authority
from live.caller import Caller, caller_of
from live.identity import Identity
from live.writes import remove_user
from orgctl.up import PHASES, first_credentials
from orgctl.up.dialogue import Stopped
from orgctl.up.journey import Journey
from tests.emulator.conftest import document
from tests.emulator.people import Person, client
from tests.end_to_end.deployment import GUIDE
from tests.up.journeys import ACCOUNT, ADMIN, begin
from tests.up.scene import contents
from tests.up.typist import Answer, Typist, talk

PHASE = next(phase for phase in PHASES if phase.name == "first-credentials")
QUESTION = "Delete the IAM user {}, with its keys, password and MFA device? "


def arrived(
    folder: Path, *answers: Answer, first: str | None = None, yes: bool = False, **more: Any
) -> tuple[Journey, Typist]:
    """Return the journey of an administrator who began as the environment's user, or as `first`, and has signed in."""
    session = boto3.Session()
    dialogue, typist = talk(*answers, yes=yes)
    came = Identity(session, Caller(ACCOUNT, first) if first else caller_of(session))
    journey = begin(folder, dialogue, who=came, **more)
    journey.identity = Identity(session, Caller(ACCOUNT, ADMIN))
    return journey, typist


def remove(journey: Journey) -> None:
    first_credentials.remove(PHASE, journey)


def users(aws: Emulator) -> list[str]:
    iam: Any = aws.session().client("iam")
    return sorted(user["UserName"] for user in iam.list_users()["Users"])


def add(aws: Emulator, *names: str) -> None:
    iam: Any = aws.session().client("iam")
    for name in names:
        iam.create_user(UserName=name)


def refused(iam: Any, user: str) -> bool:
    try:
        iam.delete_user(UserName=user)
    except ClientError as error:
        return "DeleteConflict" in str(error)
    return False


def test_the_temporary_user_is_deleted_if_the_administrator_agrees(aws: Emulator, tmp_path: Path) -> None:
    add(aws, "myuser.org-root")
    journey, typist = arrived(tmp_path, "y")
    journey.identity = Identity(aws.session(), journey.identity.caller)
    remove(journey)

    assert users(aws) == ["myuser.org-root"]
    assert typist.asked == [QUESTION.format(SETUP_USER) + "[y/N] "]
    assert f"the IAM user setup, the first credentials (AdministratorAccess, key {USER_KEY})" in typist.one_line
    assert "ok the IAM user setup is deleted" in typist.one_line


@pytest.mark.parametrize("answer", ["n", ""])
def test_it_stays_without_agreement(aws: Emulator, tmp_path: Path, answer: str) -> None:
    journey, typist = arrived(tmp_path, answer)
    remove(journey)

    assert users(aws) == [SETUP_USER]
    assert "left the IAM user setup; to delete it later" in typist.one_line


def test_before_the_sign_in_was_tried_nothing_is_deleted(aws: Emulator, tmp_path: Path) -> None:
    journey, typist = arrived(tmp_path, yes=True)
    journey.identity = journey.first
    remove(journey)

    assert users(aws) == [SETUP_USER]
    assert "nothing is deleted before the sign-in as the role admin was tried" in typist.one_line


def test_a_dry_run_only_tells(aws: Emulator, tmp_path: Path) -> None:
    before = contents(lambda service: client(aws, service))
    journey, typist = arrived(tmp_path, dry_run=True)
    remove(journey)

    assert contents(lambda service: client(aws, service)) == before
    assert "delete the IAM user setup" in typist.one_line
    assert typist.asked == []


def test_the_option_yes_deletes_no_user(aws: Emulator, tmp_path: Path) -> None:
    add(aws, "backup-robot", "ann")
    journey, typist = arrived(tmp_path, yes=True)
    journey.identity = Identity(aws.session(), journey.identity.caller)
    remove(journey)

    assert users(aws) == ["ann", "backup-robot", SETUP_USER]
    assert "left the IAM user backup-robot" in typist.one_line
    assert "the IAM user ann, which is not in organization.yaml (no policies, no keys)" in typist.one_line


def test_each_stranger_is_asked_about_and_stays_without_a_word(aws: Emulator, tmp_path: Path) -> None:
    add(aws, "ann", "ben", "eve")
    journey, typist = arrived(tmp_path, "y", "", "y", "n")
    journey.identity = Identity(aws.session(), journey.identity.caller)
    remove(journey)

    assert [question.partition("?")[0].split()[4] for question in typist.asked] == ["setup,", "ann,", "ben,", "eve,"]
    assert users(aws) == ["ann", "eve"]


def test_administrators_and_former_ones_are_not_removed(aws: Emulator, tmp_path: Path) -> None:
    """Terraform deletes former administrators."""
    file = tmp_path / "organization.yaml"
    file.write_text(GUIDE.read_text().replace("admins: [myuser]", "admins: [myuser, ben]\n  former_admins: [old]"))
    add(aws, "myuser.org-root", "ben.org-root", "old.org-root")
    aws.session().client("iam").delete_access_key(UserName=SETUP_USER, AccessKeyId=USER_KEY)
    journey = begin(tmp_path, talk()[0], who=Identity(aws.session(), Caller(ACCOUNT, ADMIN)), file=file)
    remove_user(aws.session().client("iam"), SETUP_USER)
    remove(journey)

    assert users(aws) == ["ben.org-root", "myuser.org-root", "old.org-root"]


def test_of_two_users_that_of_the_first_credentials_is_the_one_that_signed(aws: Emulator, tmp_path: Path) -> None:
    """A role session of the same name is not that user."""
    journey, typist = arrived(tmp_path, "", first=f"arn:aws:sts::{ACCOUNT}:assumed-role/{SETUP_USER}/x")
    remove(journey)

    assert users(aws) == [SETUP_USER]
    assert "which is not in organization.yaml" in typist.one_line


@pytest.mark.parametrize(("answer", "is_gone"), [("y", True), ("n", False)])
def test_the_root_users_key_is_deleted_with_the_root_users_credentials(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, is_gone: bool, root: Emulator
) -> None:
    journey, typist = arrived(tmp_path, answer)
    journey.identity = Identity(root.session(), journey.identity.caller)
    if is_gone:
        remove(journey)
    else:
        with pytest.raises(Stopped):
            remove(journey)

    summary = root.session().client("iam").get_account_summary()["SummaryMap"]
    assert summary["AccountAccessKeysPresent"] == (0 if is_gone else 1)
    assert typist.asked == [f"Delete the root user's access key {ROOT_KEY}? [y/n] "]


@pytest.fixture(scope="module")
def with_root_key() -> Any:
    with Emulator.start(account=BareAccount(credentials="root")) as emulator:
        yield emulator


@pytest.fixture
def root(with_root_key: Emulator, aws: Emulator, monkeypatch: pytest.MonkeyPatch) -> Emulator:
    with_root_key.reset()
    for name, value in with_root_key.environment({}).items():
        monkeypatch.setenv(name, value)
    return with_root_key


def test_a_session_of_the_root_user_has_no_key_to_remove(aws: Emulator, tmp_path: Path) -> None:
    who = Identity(boto3.Session("ASIAX", "secret", "token"), Caller(ACCOUNT, f"arn:aws:iam::{ACCOUNT}:root"))
    remove_user(aws.session().client("iam"), SETUP_USER)
    dialogue, typist = talk()
    journey = begin(tmp_path, dialogue, who=who)
    journey.identity = Identity(aws.session(), Caller(ACCOUNT, ADMIN))
    remove(journey)

    assert "the root user has no access key" in typist.one_line
    assert typist.asked == []


def test_a_user_is_deleted_after_all_that_aws_requires_to_be_deleted_first(aws: Emulator) -> None:
    person = Person(aws, "ann").enrol()
    iam = person.admin
    iam.create_access_key(UserName="ann")
    iam.create_login_profile(UserName="ann", Password="correct horse 1A battery")
    iam.put_user_policy(UserName="ann", PolicyName="own", PolicyDocument=document("s3:*"))
    iam.attach_user_policy(UserName="ann", PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
    for group in ("cats", "dogs"):
        iam.create_group(GroupName=group)
        iam.add_user_to_group(GroupName=group, UserName="ann")
    iam.upload_signing_certificate(UserName="ann", CertificateBody=certificate())
    iam.upload_ssh_public_key(UserName="ann", SSHPublicKeyBody=public_key())
    assert refused(iam, "ann")
    remove_user(iam, "ann")

    assert users(aws) == [SETUP_USER]
    assert iam.list_virtual_mfa_devices()["VirtualMFADevices"] == []
    assert iam.get_group(GroupName="cats")["Users"] == []
    log = aws.log.read_text()
    for operation in ("DeleteSigningCertificate", "DeleteSSHPublicKey", "DeleteUserPolicy", "DetachUserPolicy"):
        assert f"{operation} 200" in log


def test_a_device_of_another_name_than_the_user_is_deleted_too(aws: Emulator) -> None:
    """Otherwise a device without a user would be left over."""
    person = Person(aws, "ann")
    phone = person.admin.create_virtual_mfa_device(VirtualMFADeviceName="phone")["VirtualMFADevice"]
    person.device, person.seed = phone["SerialNumber"], phone["Base32StringSeed"]
    person.admin.delete_virtual_mfa_device(SerialNumber=f"arn:aws:iam::{ACCOUNT}:mfa/ann")
    person.enrol()
    remove_user(person.admin, "ann")

    assert person.admin.list_virtual_mfa_devices()["VirtualMFADevices"] == []


def test_a_user_without_credentials_and_policies_is_deleted(aws: Emulator) -> None:
    add(aws, "ann")
    remove_user(aws.session().client("iam"), "ann")

    assert users(aws) == [SETUP_USER]


def certificate() -> str:
    return Authority().certificate.decode()


def public_key() -> str:
    key = rsa.generate_private_key(65537, 2048).public_key()
    return key.public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH).decode()

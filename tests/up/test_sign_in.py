"""The sign-in of the administrator's own user, with MFA, as the role admin."""

from __future__ import annotations

import getpass
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest

from emulator import Emulator
from emulator.totp import code, code_of_step, step, two_codes
from live.caller import caller_of
from live.iam import device_of
from live.identity import Identity
from orgctl.up import PHASES, sign_in
from orgctl.up.dialogue import NoTerminal, Stopped
from orgctl.up.journey import Journey
from orgctl.up.phase import UpError
from orgctl.up.sign_in import recognise
from tests.emulator.conftest import trust
from tests.emulator.people import Person
from tests.end_to_end.deployment import GUIDE
from tests.up.journeys import ACCOUNT, begin
from tests.up.typist import Answer, Typist, key_on, talk

USER, PROFILE = "myuser.org-root", "spacecats-org-root-user"
PHASE = next(phase for phase in PHASES if phase.name == "sign-in")
WITH_MFA = {"Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}


@pytest.fixture(autouse=True)
def role(aws: Emulator, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Create the role admin; no password is typed."""
    monkeypatch.setattr(getpass, "getpass", lambda prompt: "")
    monkeypatch.setattr(sign_in, "NEW_KEY_SECONDS", 0.2)
    monkeypatch.setattr(sign_in, "NEW_KEY_PAUSE", 0.05)
    iam: Any = aws.session().client("iam")
    policy = trust(f"arn:aws:iam::{ACCOUNT}:root", **WITH_MFA)
    iam.create_role(RoleName="admin", AssumeRolePolicyDocument=policy, MaxSessionDuration=43_200)
    return iam


def own(person: Person) -> boto3.Session:
    return boto3.Session(person.keys["id"], person.keys["secret"], region_name="us-west-2")


def come(session: boto3.Session, folder: Path, *answers: Answer, **more: Any) -> tuple[Journey, Typist]:
    terminal = more.pop("is_terminal", True)
    dialogue, typist = talk(*answers, is_terminal=terminal)
    return begin(folder, dialogue, who=Identity(session, caller_of(session)), **more), typist


def keys_of(iam: Any) -> list[str]:
    return [key["AccessKeyId"] for key in iam.list_access_keys(UserName=USER)["AccessKeyMetadata"]]


def test_an_administrators_own_keys_lead_to_the_role_at_once(aws: Emulator, tmp_path: Path) -> None:
    person = Person(aws, USER).enrol()
    journey, typist = come(own(person), tmp_path, lambda: code(person.seed))
    found = recognise(journey.identity, journey)

    assert found.is_admin
    assert found.until is not None
    assert caller_of(found.session).arn == f"arn:aws:sts::{ACCOUNT}:assumed-role/admin/myuser"
    assert typist.asked == [f"MFA code of {USER} (each works once): "]
    assert journey.renew is not None


def test_other_identities_stay_unchanged(aws: Emulator, tmp_path: Path) -> None:
    for session in (boto3.Session(), own(Person(aws, "myuser"))):
        journey, typist = come(session, tmp_path)
        assert recognise(journey.identity, journey) is journey.identity
        assert typist.asked == []


def test_another_administrator_is_recognised_as_that_person(aws: Emulator, tmp_path: Path) -> None:
    person = Person(aws, "ben.org-root").enrol()
    file = tmp_path / "organization.yaml"
    file.write_text(GUIDE.read_text().replace("admins: [myuser]", "admins: [myuser, ben]"))
    journey, _ = come(own(person), tmp_path, lambda: code(person.seed), file=file)

    assert recognise(journey.identity, journey).caller.arn.endswith("/admin/ben")
    assert (journey.person, journey.user) == ("ben", "ben.org-root")


def test_in_a_dry_run_too_since_nothing_else_may_look(aws: Emulator, tmp_path: Path) -> None:
    person = Person(aws, USER).enrol()
    journey, _ = come(own(person), tmp_path, lambda: code(person.seed), dry_run=True)

    assert recognise(journey.identity, journey).is_admin


def test_wrong_and_used_codes_are_asked_for_again(aws: Emulator, tmp_path: Path) -> None:
    person = Person(aws, USER).enrol()
    now = step()
    right = code_of_step(person.seed, now)
    wrong = "000000" if right != "000000" else "111111"
    journey, typist = come(own(person), tmp_path, wrong, person.used, right)

    assert recognise(journey.identity, journey).is_admin
    assert typist.one_line.count("AWS rejects this code. Wait for the next one.") == 2
    assert len(typist.asked) == 3


def test_a_user_with_only_a_passkey_learns_that_an_app_is_needed(aws: Emulator, tmp_path: Path) -> None:
    journey, _ = come(own(Person(aws, USER)), tmp_path, "123456")

    with pytest.raises(UpError, match=r"has no MFA device with codes.*https://spacecats-org-root.*a passkey does not"):
        recognise(journey.identity, journey)


def test_a_user_who_may_not_assume_the_role_learns_the_reason(aws: Emulator, tmp_path: Path, role: Any) -> None:
    person = Person(aws, USER).enrol()
    role.delete_role(RoleName="admin")
    now = step()
    codes = (code_of_step(person.seed, now), person.used, code_of_step(person.seed, now + 1))
    journey, typist = come(own(person), tmp_path, *codes)

    with pytest.raises(UpError, match=f"{re.escape(USER)} cannot assume the role admin: AWS refused AssumeRole"):
        recognise(journey.identity, journey)
    assert len(typist.asked) == 3, "a wrong code is no refusal"


def test_a_code_needs_a_terminal(aws: Emulator, tmp_path: Path) -> None:
    journey, _ = come(own(Person(aws, USER).enrol()), tmp_path, is_terminal=False)

    with pytest.raises(NoTerminal, match=f"MFA code of {re.escape(USER)}"):
        recognise(journey.identity, journey)


def begun(folder: Path) -> tuple[Journey, Typist]:
    """Return an administrator with the first credentials who agrees, enrols an app, and chooses an access key."""
    journey, typist = come(boto3.Session(), folder)
    enrolling: list[Answer] = [lambda: two_codes(key_on(typist))[0], lambda: two_codes(key_on(typist))[1]]
    typist.answers = ["y", *enrolling, "", lambda: code(key_on(typist))]
    return journey, typist


def test_a_new_administrator_gets_a_device_and_a_key_and_is_let_in(role: Any, tmp_path: Path) -> None:
    role.create_user(UserName=USER)
    journey, typist = begun(tmp_path)
    sign_in.sign_in(PHASE, journey)

    assert journey.identity.is_admin
    assert device_of(role, USER) == f"arn:aws:iam::{ACCOUNT}:mfa/{USER}"
    assert caller_of(boto3.Session(profile_name=PROFILE)).name == USER
    (key,) = keys_of(role)
    assert f"the access key {key} is in" in typist.one_line
    secret = boto3.Session(profile_name=PROFILE).get_credentials()
    assert secret is not None
    assert secret.secret_key not in typist.text


def test_a_second_time_nothing_is_made(aws: Emulator, role: Any, tmp_path: Path) -> None:
    person = Person(aws, USER).enrol()
    write_profile(person)
    journey, typist = come(boto3.Session(), tmp_path, "y", lambda: code(person.seed))
    sign_in.sign_in(PHASE, journey)

    assert journey.identity.is_admin
    assert keys_of(role) == [person.keys["id"]]
    assert typist.asked == [f"Continue as {USER}? [y/n] ", f"MFA code of {USER} (each works once): "]


def write_profile(person: Person) -> None:
    Path(os.environ["AWS_SHARED_CREDENTIALS_FILE"]).write_text(
        f"[{PROFILE}]\naws_access_key_id = {person.keys['id']}\naws_secret_access_key = {person.keys['secret']}\n"
    )


def test_a_profile_with_another_users_keys_is_neither_used_nor_overwritten(
    aws: Emulator, role: Any, tmp_path: Path
) -> None:
    write_profile(Person(aws, "eve"))
    before = Path(os.environ["AWS_SHARED_CREDENTIALS_FILE"]).read_text()
    Person(aws, USER).enrol()
    journey, _ = come(boto3.Session(), tmp_path, "y", "")
    (key,) = keys_of(role)
    with pytest.raises(UpError, match=rf"has a section \[{PROFILE}\], whose keys are not those of the user"):
        sign_in.sign_in(PHASE, journey)

    assert keys_of(role) == [key]
    assert Path(os.environ["AWS_SHARED_CREDENTIALS_FILE"]).read_text() == before


def test_with_two_existing_keys_it_names_the_remedy(aws: Emulator, role: Any, tmp_path: Path) -> None:
    Person(aws, USER).enrol()
    role.create_access_key(UserName=USER)
    journey, _ = come(boto3.Session(), tmp_path, "y", "")

    with pytest.raises(UpError, match=f"two access keys already.*aws configure --profile {PROFILE}.*delete-access-key"):
        sign_in.sign_in(PHASE, journey)


def test_a_key_that_cannot_be_kept_is_not_left_in_aws(
    aws: Emulator, role: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """AWS shows a key's secret once."""
    role.create_user(UserName=USER)
    (tmp_path / "file").touch()
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "file" / "credentials"))
    journey, _ = begun(tmp_path)
    with pytest.raises((UpError, OSError)):
        sign_in.sign_in(PHASE, journey)

    assert keys_of(role) == []


def test_a_sign_in_with_the_browser_is_waited_for_and_reported(aws: Emulator, role: Any, tmp_path: Path) -> None:
    Person(aws, USER).enrol()
    role.create_login_profile(UserName=USER, Password="correct horse 1A battery")
    before = keys_of(role)
    journey, typist = come(boto3.Session(), tmp_path, "y", "2", "")
    with pytest.raises(UpError, match=f"the profile {PROFILE} cannot be used: .*could not be found"):
        sign_in.sign_in(PHASE, journey)

    assert typist.asked[-1] == "Press Enter when you are signed in: "
    assert f"aws login --profile {PROFILE}" in typist.one_line
    assert keys_of(role) == before


def test_without_a_password_the_browser_is_no_way(aws: Emulator, tmp_path: Path) -> None:
    Person(aws, USER).enrol()
    journey, typist = come(boto3.Session(), tmp_path, "y")
    with pytest.raises(Stopped):
        sign_in.sign_in(PHASE, journey)

    assert typist.asked[-1].startswith("[1-1")
    assert "aws login" not in typist.one_line


def test_with_several_administrators_it_asks_which_one_is_there(aws: Emulator, role: Any, tmp_path: Path) -> None:
    ben = Person(aws, "ben.org-root").enrol()
    file = tmp_path / "organization.yaml"
    file.write_text(GUIDE.read_text().replace("admins: [myuser]", "admins: [myuser, ben]"))
    write_profile(ben)
    journey, typist = come(boto3.Session(), tmp_path, "2", "y", lambda: code(ben.seed), file=file)
    sign_in.sign_in(PHASE, journey)

    assert "Which of the administrators are you? 1 myuser 2 ben" in typist.one_line
    assert journey.identity.caller.arn.endswith("/admin/ben")


def test_a_role_that_is_shorter_than_the_file_says_is_taken_for_an_hour(
    aws: Emulator, role: Any, tmp_path: Path
) -> None:
    """The administrator who lengthens it must first sign in."""
    person = Person(aws, USER).enrol()
    role.update_role(RoleName="admin", MaxSessionDuration=3600)
    file = tmp_path / "organization.yaml"
    file.write_text(GUIDE.read_text().replace("admins: [myuser]", "admins: [myuser]\n  max_session_duration: 7200"))
    codes = iter((code_of_step(person.seed, step()), code_of_step(person.seed, step() + 1)))
    journey, _ = come(own(person), tmp_path, lambda: next(codes), lambda: next(codes), file=file)
    found = recognise(journey.identity, journey)

    assert found.is_admin
    assert found.until is not None
    assert timedelta(minutes=50) < found.until - datetime.now(UTC) <= timedelta(hours=1)


def test_a_password_is_typed_twice_and_again_when_aws_refuses_it(
    aws: Emulator, role: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    role.update_account_password_policy(MinimumPasswordLength=20)
    good = "correct horse battery staple 1A"
    typed = iter(("one thing", "another", "short", "short", good, good))
    monkeypatch.setattr(getpass, "getpass", lambda prompt: next(typed))
    person = Person(aws, USER).enrol()
    write_profile(person)
    journey, typist = come(boto3.Session(), tmp_path, "y", lambda: code(person.seed))
    sign_in.sign_in(PHASE, journey)

    assert role.get_login_profile(UserName=USER)["LoginProfile"]["PasswordResetRequired"] is False
    assert "The two differ." in typist.one_line
    assert next(typed, None) is None
    assert good not in typist.text


def test_who_does_not_go_on_changes_nothing(role: Any, tmp_path: Path) -> None:
    role.create_user(UserName=USER)
    journey, _ = come(boto3.Session(), tmp_path, "n")
    with pytest.raises(Stopped):
        sign_in.sign_in(PHASE, journey)

    assert (device_of(role, USER), keys_of(role), journey.identity.caller.name) == (None, [], "setup")


def test_a_dry_run_only_prints_its_actions(role: Any, tmp_path: Path) -> None:
    role.create_user(UserName=USER)
    journey, typist = come(boto3.Session(), tmp_path, dry_run=True)
    sign_in.sign_in(PHASE, journey)

    assert (device_of(role, USER), keys_of(role), typist.asked) == (None, [], [])
    assert "gives your user MFA" in typist.one_line


def test_who_is_the_administrator_already_is_asked_nothing(aws: Emulator, tmp_path: Path) -> None:
    person = Person(aws, USER).enrol()
    journey, typist = come(own(person), tmp_path, lambda: code(person.seed))
    journey.identity = recognise(journey.identity, journey)
    sign_in.sign_in(PHASE, journey)

    assert len(typist.asked) == 1
    assert "these are already the credentials of the role admin" in typist.one_line

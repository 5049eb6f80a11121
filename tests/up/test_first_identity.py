"""The choice of the first credentials."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from botocore.exceptions import ClientError, NoCredentialsError, ProfileNotFound

from emulator import Emulator
from emulator.bare_account import SETUP_USER, USER_KEY
from live.identity import first_identity
from tests.emulator.people import Person

OWN = "spacecats-org-root-user"


@pytest.fixture
def own(aws: Emulator) -> Person:
    """Write the profile that `orgctl up` gives the administrator on this computer."""
    person = Person(aws, "myuser.org-root")
    Path(os.environ["AWS_SHARED_CREDENTIALS_FILE"]).write_text(
        f"[{OWN}]\naws_access_key_id = {person.keys['id']}\naws_secret_access_key = {person.keys['secret']}\n"
    )
    return person


def test_those_of_the_environment_come_first(own: Person) -> None:
    assert first_identity(OWN).caller.name == SETUP_USER


def test_once_they_are_gone_it_is_the_own_user_of_this_computer(own: Person) -> None:
    own.admin.delete_access_key(UserName=SETUP_USER, AccessKeyId=USER_KEY)

    assert first_identity(OWN).caller.name == own.name


def test_without_any_it_is_the_own_user_too(own: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)

    assert first_identity(OWN).caller.name == own.name


def test_without_that_profile_the_error_is_that_of_the_environment(
    aws: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    aws.session().client("iam").delete_access_key(UserName=SETUP_USER, AccessKeyId=USER_KEY)
    with pytest.raises(ClientError, match="InvalidClientTokenId"):
        first_identity(OWN)

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    with pytest.raises(NoCredentialsError):
        first_identity(OWN)


def test_a_profile_that_was_named_is_never_replaced_by_another(own: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nobody")

    with pytest.raises(ProfileNotFound):
        first_identity(OWN)

from __future__ import annotations

import configparser
import stat
from pathlib import Path

import boto3
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orgctl.up.keys import add_key, credentials_file, demand_room
from orgctl.up.phase import UpError

OTHERS = "# mine\n[default]\naws_access_key_id=AKIA1\naws_secret_access_key  =  x y  \n\n[work]\nregion = mars\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "credentials"


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def test_a_new_file_is_for_its_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "home" / ".aws" / "credentials"
    add_key(file, "cats-org-root-user", "AKIA2", "secret/+=")

    assert mode(file) == 0o600
    assert file.read_text() == "[cats-org-root-user]\naws_access_key_id = AKIA2\naws_secret_access_key = secret/+=\n"
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(file))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    found = boto3.Session(profile_name="cats-org-root-user").get_credentials()
    assert found is not None
    assert (found.access_key, found.secret_key) == ("AKIA2", "secret/+=")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=st.lists(st.sampled_from(["[a]\n", "k = v\n", "# ü\n", "\n", "  x=1\r\n", "; end", "\t", "[b]"])).map(
        "".join
    )
)
def test_existing_text_stays_byte_for_byte(file: Path, before: str) -> None:
    file.write_bytes(before.encode())
    add_key(file, "ann", "AKIA2", "secret")

    added = file.read_bytes().removeprefix(before.encode())
    assert file.read_bytes() == before.encode() + added
    assert added.strip() == b"[ann]\naws_access_key_id = AKIA2\naws_secret_access_key = secret"
    assert not before or added.startswith(b"\n")


def test_other_peoples_keys_are_found_as_before(file: Path) -> None:
    file.write_text(OTHERS)
    file.chmod(0o644)
    add_key(file, "ann", "AKIA2", "secret")

    parser = configparser.RawConfigParser()
    parser.read(file)
    assert parser.sections() == ["default", "work", "ann"]
    assert parser["default"]["aws_secret_access_key"] == "x y"
    assert mode(file) == 0o600


def test_a_link_stays_a_link(tmp_path: Path, file: Path) -> None:
    real = tmp_path / "dotfiles" / "credentials"
    real.parent.mkdir()
    real.write_text(OTHERS)
    file.symlink_to(real)
    add_key(file, "ann", "AKIA2", "secret")

    assert file.is_symlink()
    assert real.read_text().startswith(OTHERS)
    assert "[ann]" in real.read_text()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["credentials", "dotfiles"]


def test_nothing_is_left_beside_the_file(file: Path) -> None:
    add_key(file, "ann", "AKIA2", "secret")

    assert list(file.parent.iterdir()) == [file]


def test_an_existing_profile_is_not_written_twice(file: Path) -> None:
    file.write_text(OTHERS)

    demand_room(file, "ann")
    with pytest.raises(UpError, match=r"has a section \[work\].*Remove it, or .*aws configure --profile work"):
        demand_room(file, "work")
    assert file.read_text() == OTHERS


@pytest.mark.parametrize("content", [b"no section\n", b"[a]\n[a]\n", b"[a]\nk = \xff\n"])
def test_a_file_that_cannot_be_understood_is_an_error(file: Path, content: bytes) -> None:
    file.write_bytes(content)

    with pytest.raises(UpError, match=f"{file} cannot be read: ") as caught:
        demand_room(file, "ann")
    assert "\n" not in str(caught.value)


def test_an_unwritable_folder_is_reported_before_a_key_is_created(file: Path) -> None:
    """AWS shows the secret of a key once."""
    file.mkdir()

    with pytest.raises(UpError, match=f"{file} cannot be read: "):
        demand_room(file, "ann")


def test_without_a_file_there_is_room(file: Path) -> None:
    demand_room(file, "ann")


def test_the_file_is_the_one_that_the_aws_cli_uses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "~/keys")
    assert credentials_file() == tmp_path / "keys"
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "")
    assert credentials_file() == tmp_path / ".aws" / "credentials"
    monkeypatch.delenv("AWS_SHARED_CREDENTIALS_FILE")
    assert credentials_file() == tmp_path / ".aws" / "credentials"

from __future__ import annotations

import os
from pathlib import Path

import pytest

from orgctl.profiles import ProfileError, config_file, plan, render, write, write_merged
from tests.profiles.config_files import MINE

SECRET = "[profile other]\naws_secret_access_key = hidden\n"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "aws" / "config"


@pytest.fixture
def existing(config: Path) -> Path:
    config.parent.mkdir()
    config.write_text(SECRET, encoding="utf-8")
    config.chmod(0o640)
    return config


def test_a_new_file_is_for_its_owner_only(config: Path) -> None:
    assert write_merged(config, MINE) is None

    assert config.read_text(encoding="utf-8") == render(MINE)
    assert config.stat().st_mode & 0o777 == 0o600
    assert config.parent.stat().st_mode & 0o777 == 0o700
    assert os.listdir(config.parent) == ["config"]


def test_the_former_file_is_kept_as_a_backup(existing: Path) -> None:
    backup = write_merged(existing, MINE)

    assert backup is not None
    assert backup.parent == existing.parent
    assert backup.name.startswith("config.backup-2")
    assert backup.read_text(encoding="utf-8") == SECRET
    assert existing.read_text(encoding="utf-8") == f"{SECRET}\n{render(MINE)}"
    assert [path.stat().st_mode & 0o777 for path in (backup, existing)] == [0o640, 0o640]


def test_a_second_copy_in_one_second_replaces_no_first(existing: Path) -> None:
    copies = [write_merged(existing, [profile]) for profile in MINE]

    assert len(set(copies)) == 3
    assert sorted(os.listdir(existing.parent)) == sorted(["config", *(path.name for path in copies if path)])


def test_where_nothing_changes_nothing_is_written(existing: Path) -> None:
    write_merged(existing, MINE)
    before = existing.stat(), os.listdir(existing.parent)

    assert write_merged(existing, MINE) is None
    assert (existing.stat(), os.listdir(existing.parent)) == before


def test_a_symbolic_link_stays_one(existing: Path, tmp_path: Path) -> None:
    link = tmp_path / "config"
    link.symlink_to("aws/config")

    backup = write_merged(link, MINE)

    assert link.is_symlink()
    assert existing.read_text(encoding="utf-8") == f"{SECRET}\n{render(MINE)}"
    assert backup is not None
    assert backup.parent == tmp_path
    assert not backup.is_symlink()


def test_when_writing_fails_the_file_is_as_it_was(existing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError("No space left on device")

    change = plan(existing, MINE)
    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(OSError, match="No space"):
        write(change)
    assert existing.read_text(encoding="utf-8") == SECRET
    assert os.listdir(existing.parent) == ["config"]


def test_a_change_by_another_program_is_not_overwritten(existing: Path) -> None:
    change = plan(existing, MINE)
    existing.write_text("[default]\n", encoding="utf-8")

    with pytest.raises(ProfileError, match="changed by another program"):
        write(change)
    assert existing.read_text(encoding="utf-8") == "[default]\n"


def test_every_mistake_of_a_file_is_named_with_its_line(existing: Path) -> None:
    existing.write_text("x = 1\n[a]\n[a]\n", encoding="utf-8")

    with pytest.raises(ProfileError) as error:
        plan(existing, MINE)
    assert f"{existing}:1: this is before" in str(error.value)
    assert f"{existing}:3: this repeats [a] of line 2" in str(error.value)


def test_a_file_that_is_not_utf_8_is_refused(existing: Path) -> None:
    existing.write_bytes(b"[a]\nx = \xe4\n")

    with pytest.raises(ProfileError, match=r"not UTF-8 \(byte 9\)"):
        plan(existing, MINE)


def test_the_diff_shows_changed_lines_and_nothing_else(existing: Path) -> None:
    existing.write_text(f"{SECRET}[profile cats-infra.infra]\nkey = hidden\nregion = x\n", encoding="utf-8")

    shown = plan(existing, MINE[1:]).diff()

    assert shown.startswith(
        "  [profile cats-infra.infra]\n- region = x\n+ region = eu-west-1\n+ source_profile = ann-id\n"
    )
    assert "+ [profile cats-id.a=b,c]\n" in shown
    assert "hidden" not in shown


def test_the_config_file_is_where_the_aws_cli_looks() -> None:
    assert config_file({"AWS_CONFIG_FILE": "/etc/aws"}) == Path("/etc/aws")
    assert config_file({}) == Path.home() / ".aws" / "config"

"""`orgctl up --dry-run` prints the actions and performs none."""

from __future__ import annotations

from pathlib import Path

import pytest

from emulator import BareAccount
from orgctl.up import PHASES
from tests.up.scene import contents, scene

pytestmark = pytest.mark.e2e


def files(folder: Path) -> dict[str, bytes]:
    """Return all files of a project but those that every synthesis writes."""
    found = (path for path in folder.iterdir() if path.is_file() and not path.is_symlink())
    return {path.name: path.read_bytes() for path in found}


def test_it_looks_at_everything_and_writes_nothing(tmp_path: Path) -> None:
    with scene(tmp_path, BareAccount(credentials="user", root_access_key=True)) as bare:
        before, here = contents(bare.client), files(bare.deployed.folder)
        bare.deployed.emulator.log.write_text("")
        ended = bare.up("--dry-run")

        assert (ended.status, ended.errors) == (0, "")
        assert ended.output.endswith("\nNothing was changed.\n")
        assert [line.split()[1] for line in ended.output.splitlines() if line.startswith(tuple("123456789"))] == [
            phase.name for phase in PHASES
        ]
        assert bare.writes() == []
        assert contents(bare.client) == before
        assert files(bare.deployed.folder) == here
        assert not list(bare.deployed.folder.glob("cdktf.out/stacks/*/*.tfstate*"))
        assert all(len(line) <= 80 or "-target=" in line for line in ended.output.splitlines())

"""`orgctl init` in a real terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pexpect
import pytest

from organization.load import load
from tests.organization.files import ROOT

PROGRAM = """
import sys
from rich.console import Console
from orgctl.init import init
from orgctl.outcome import run
sys.exit(run(lambda: init(None, name=None, email=None, region="us-west-2", admin=None, users=[], groups=[], yes=False,
    console=Console(highlight=False))))
"""


@pytest.fixture
def terminal(tmp_path: Path) -> Any:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TERM": "xterm", "LOGNAME": "ann"}
    environment.pop("ORGANIZATION_FILE", None)
    child = pexpect.spawn(
        sys.executable, ["-P", "-c", PROGRAM], cwd=tmp_path, env=environment, timeout=20, encoding="utf-8"
    )
    yield child
    child.close(force=True)


def test_a_user_at_a_terminal_is_asked(terminal: Any, tmp_path: Path) -> None:
    for prompt, typed in {
        "name: ": "Acme",
        "name: \\Z|lower-case letters.*name: ": "acme",
        "email: ": "example.com",
        r"admin \[ann\]: ": "",
        r"users \[ann\]: ": "ann,ben",
        r"groups \[infra=ann,ben\]: ": "",
    }.items():
        terminal.expect(prompt)
        terminal.sendline(typed)
    terminal.expect("orgctl up")
    terminal.expect(pexpect.EOF)
    terminal.wait()

    assert terminal.exitstatus == 0
    assert load(tmp_path / "organization.yaml")[0].users == ["ann", "ben"]


def test_ctrl_c_stops_and_writes_nothing(terminal: Any, tmp_path: Path) -> None:
    terminal.expect("name: ")
    terminal.sendline("acme")
    terminal.expect("email: ")
    terminal.sendintr()
    terminal.expect("stopped; nothing was written")
    terminal.expect(pexpect.EOF)
    terminal.wait()

    assert terminal.exitstatus == 130
    assert list(tmp_path.iterdir()) == []

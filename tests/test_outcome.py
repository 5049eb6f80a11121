"""Errors of a command end in one message and its exit status, wherever its output goes."""

from __future__ import annotations

import errno
import os
import pty
import shlex
import subprocess
from pathlib import Path

import pytest

from foundation.errors import UsageError, UserError
from orgctl import outcome
from tests.synthesis import ROOT

ORGCTL = ROOT / "bin" / "orgctl"
IN_SHELL = shlex.quote(str(ORGCTL))


def raising(error: BaseException) -> int:
    raise error


@pytest.mark.parametrize(
    ("error", "status", "message"),
    [
        (UserError("it is wrong", remedy="do this"), 1, "orgctl: it is wrong\ndo this\n"),
        (UserError("one", "two"), 1, "orgctl: one\norgctl: two\n"),
        (UsageError("no such option"), 2, "orgctl: no such option\n"),
        (UserError("stopped", exit_status=130), 130, "orgctl: stopped\n"),
        (
            FileNotFoundError(errno.ENOENT, "No such file or directory", "x/y"),
            1,
            "orgctl: x/y cannot be read or written: No such file or directory\n",
        ),
        (
            OSError(errno.EISDIR, "Is a directory", ".temporary", None, "report"),
            1,
            "orgctl: report cannot be read or written: Is a directory\n",
        ),
    ],
    ids=["error", "several", "usage", "status", "file", "rename"],
)
def test_an_error_is_one_message(
    error: BaseException, status: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert outcome.run(lambda: raising(error)) == status
    assert capsys.readouterr().err == message


def test_a_command_that_succeeds_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome.run(lambda: 0) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "command", ["check <&-", "check >&-", "check 2>&-", "init <&- >&-", "profiles ann --merge <&-"]
)
def test_a_closed_stream_is_no_traceback(command: str, tmp_path: Path) -> None:
    ended = subprocess.run(
        f"{IN_SHELL} {command}",
        shell=True,
        cwd=ROOT,
        env=os.environ | {"HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode in (0, 1)
    assert "Traceback" not in ended.stdout + ended.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device without space")
@pytest.mark.parametrize("command", ["--help", "check", "check --json"])
def test_output_without_space_is_one_message(command: str) -> None:
    ended = subprocess.run(
        f"{IN_SHELL} {command} >/dev/full", shell=True, cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert ended.returncode == 1
    assert ended.stderr.splitlines() == ["orgctl: the output cannot be written: No space left on device"]


def test_a_message_on_a_terminal_is_wrapped_at_words() -> None:
    primary, secondary = pty.openpty()
    with subprocess.Popen(
        [ORGCTL, "up", "--until", "nowhere"],
        cwd=ROOT,
        env=os.environ | {"COLUMNS": "80"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=secondary,
    ) as process:
        os.close(secondary)
        shown = b""
        while chunk := _read(primary):
            shown += chunk
    os.close(primary)
    lines = shown.decode().splitlines()

    assert process.returncode == 2
    assert len(lines) > 1
    assert all(len(line) <= 80 for line in lines)
    assert "first-credentials" in shown.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # Linux reports the end of a terminal so
        return b""

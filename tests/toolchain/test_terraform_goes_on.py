from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from orgctl.toolchain.environment import GOES_ON

TERRAFORM = """
import os, pathlib, signal, sys, time
for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, signal.SIG_DFL)  # a Go program hears them too, though they were ignored when it began
pathlib.Path(os.environ["BEGIN"]).touch()
while not pathlib.Path(os.environ["GONE"]).exists():
    time.sleep(0.02)
try:
    os.write(1, b"more")
except OSError:
    pass  # its terminal is gone
pathlib.Path(os.environ["END"]).touch()
"""


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    terraform = tmp_path / "terraform"
    (tmp_path / "terraform.py").write_text(TERRAFORM)
    terraform.write_text(f"#!/bin/sh\nexec '{sys.executable}' '{tmp_path}/terraform.py'\n")
    terraform.chmod(0o755)
    files = {name: str(tmp_path / name.lower()) for name in ("BEGIN", "GONE", "END")}
    return {"PATH": os.environ["PATH"], "ORGCTL_TERRAFORM": str(terraform), **files}


def wait_for(file: str) -> None:
    end = time.monotonic() + 10
    while not Path(file).exists():
        assert time.monotonic() < end, f"{file} did not appear"
        time.sleep(0.01)


def test_terraform_finishes_its_stack_when_its_terminal_goes(env: dict[str, str]) -> None:
    """As when cdktf-cli is stopped or killed: it holds the other end of the terminal."""
    child, terminal = pty.fork()
    if child == 0:
        os.execve(GOES_ON, [str(GOES_ON), "apply"], env)
    wait_for(env["BEGIN"])

    os.close(terminal)
    Path(env["GONE"]).touch()

    wait_for(env["END"])
    os.waitpid(child, 0)


def test_terraform_finishes_its_stack_when_ctrl_c_is_typed_in_its_terminal(env: dict[str, str]) -> None:
    """As cdktf-cli does with each Terraform when it is stopped itself."""
    child, terminal = pty.fork()
    if child == 0:
        os.execve(GOES_ON, [str(GOES_ON), "apply"], env)
    wait_for(env["BEGIN"])

    os.write(terminal, b"\x03")
    time.sleep(0.2)  # were it heard, it would be by now
    Path(env["GONE"]).touch()

    wait_for(env["END"])
    os.close(terminal)
    os.waitpid(child, 0)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_terraform_finishes_its_stack_when_cdktf_interrupts_it(env: dict[str, str], number: signal.Signals) -> None:
    process = subprocess.Popen([str(GOES_ON), "apply"], env=env, stdin=subprocess.DEVNULL)
    wait_for(env["BEGIN"])

    process.send_signal(number)
    Path(env["GONE"]).touch()

    assert process.wait(10) == 0
    assert Path(env["END"]).exists()


def test_terraform_keeps_its_arguments_input_and_exit_status(env: dict[str, str]) -> None:
    script = Path(env["ORGCTL_TERRAFORM"])
    script.write_text('#!/bin/sh\nread line; printf "%s|" "$line" "$@"; exit 2\n')

    process = subprocess.run(
        [str(GOES_ON), "plan", "-out=a b"], env=env, input="yes\n", text=True, capture_output=True, check=False
    )

    assert process.stdout == "yes|plan|-out=a b|"
    assert process.returncode == 2

from __future__ import annotations

import os
import pty
import signal
import subprocess
import time
from pathlib import Path

import pytest

from orgctl.toolchain.environment import GOES_ON

TERRAFORM = """#!/bin/sh
echo "$@" > "$BEGIN"
while [ ! -e "$GONE" ]; do sleep 0.02; done
echo more
echo complete > "$END"
"""


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    terraform = tmp_path / "terraform"
    terraform.write_text(TERRAFORM)
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

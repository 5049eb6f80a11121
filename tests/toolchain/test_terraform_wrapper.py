from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from toolchain.environment import WRAPPER

TERRAFORM = """
import os, pathlib, signal, sys, time
for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, signal.SIG_DFL)  # a Go program hears them too, though they were ignored when it began
with open(os.environ["CALLS"], "a") as calls:
    print(*sys.argv[1:], file=calls)
if sys.argv[1] == "init":
    sys.exit()
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
    terraform.write_text(f"#!/bin/sh\nexec '{sys.executable}' '{tmp_path}/terraform.py' \"$@\"\n")
    terraform.chmod(0o755)
    files = {name: str(tmp_path / name.lower()) for name in ("BEGIN", "GONE", "END", "CALLS")}
    tools = {"ORGCTL_TERRAFORM": str(terraform), "ORGCTL_PYTHON": sys.executable}
    return {"PATH": os.environ["PATH"], "AWS_EC2_METADATA_DISABLED": "true", **tools, **files}


@pytest.fixture(params=["stack", "bootstrap-stack"])
def folder(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Return an initialized stack: an ordinary one, or one whose state is moved after the apply."""
    folder = tmp_path / "cdktf.out" / "stacks" / str(request.param)
    folder.mkdir(parents=True)
    backend = {"s3": {"bucket": "state", "key": f"{request.param}/terraform.tfstate", "region": "us-west-2"}}
    resources = {"aws_s3_bucket": {"state": {"bucket": "state"}}}
    (folder / "cdk.tf.json").write_text(json.dumps({"terraform": {"backend": backend}, "resource": resources}))
    return folder


def wait_for(file: str) -> None:
    end = time.monotonic() + 10
    while not Path(file).exists():
        assert time.monotonic() < end, f"{file} did not appear"
        time.sleep(0.01)


def test_terraform_finishes_its_stack_when_its_terminal_closes(env: dict[str, str], folder: Path) -> None:
    """As when cdktf-cli, which holds the other end of the terminal, is stopped or killed."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execve(WRAPPER, [str(WRAPPER), "apply"], env)
    wait_for(env["BEGIN"])

    os.close(terminal)
    Path(env["GONE"]).touch()

    wait_for(env["END"])
    os.waitpid(child, 0)


def test_terraform_finishes_its_stack_when_ctrl_c_is_typed_in_its_terminal(env: dict[str, str], folder: Path) -> None:
    """As cdktf-cli does with each Terraform when it is stopped."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execve(WRAPPER, [str(WRAPPER), "apply"], env)
    wait_for(env["BEGIN"])

    os.write(terminal, b"\x03")
    time.sleep(0.2)  # long enough for an effect of Ctrl-C
    Path(env["GONE"]).touch()

    wait_for(env["END"])
    os.close(terminal)
    os.waitpid(child, 0)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_terraform_finishes_its_stack_when_cdktf_interrupts_it(
    env: dict[str, str], folder: Path, number: signal.Signals
) -> None:
    process = subprocess.Popen([str(WRAPPER), "apply"], cwd=folder, env=env, stdin=subprocess.DEVNULL)
    wait_for(env["BEGIN"])

    process.send_signal(number)
    Path(env["GONE"]).touch()

    assert process.wait(10) == 0
    assert Path(env["END"]).exists()


def test_terraform_keeps_its_arguments_input_and_exit_status(env: dict[str, str]) -> None:
    script = Path(env["ORGCTL_TERRAFORM"])
    script.write_text('#!/bin/sh\nread line; printf "%s|" "$line" "$@"; exit 2\n')

    process = subprocess.run(
        [str(WRAPPER), "plan", "-out=a b"], env=env, input="yes\n", text=True, capture_output=True, check=False
    )

    assert process.stdout == "yes|plan|-out=a b|"
    assert process.returncode == 2


@pytest.mark.parametrize("folder", ["bootstrap-stack"], indirect=True)
def test_state_is_moved_although_the_terminal_is_closed(env: dict[str, str], folder: Path, tmp_path: Path) -> None:
    override = folder / "backend_override.tf.json"
    override.write_text('{"terraform": {"backend": {"local": {}}}}')
    made = {"mode": "managed", "type": "aws_s3_bucket", "name": "state", "instances": [{"attributes": {"id": "state"}}]}
    (tmp_path / "terraform.bootstrap-stack.tfstate").write_text(json.dumps({"resources": [made]}))
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execve(WRAPPER, [str(WRAPPER), "apply"], env)
    wait_for(env["BEGIN"])

    os.close(terminal)
    Path(env["GONE"]).touch()
    os.waitpid(child, 0)

    calls = Path(env["CALLS"]).read_text().splitlines()
    assert calls == ["apply", "init -input=false -no-color -migrate-state -force-copy"]
    assert not override.exists()
    assert (tmp_path / "terraform.bootstrap-stack.tfstate").exists()  # not verified in the bucket yet


def test_terraform_keeps_its_exit_status_in_a_bootstrap_stack(env: dict[str, str], folder: Path) -> None:
    Path(env["ORGCTL_TERRAFORM"]).write_text('#!/bin/sh\nread line; printf "%s|" "$line" "$@"; exit 2\n')

    process = subprocess.run(
        [str(WRAPPER), "apply", "a b"], cwd=folder, env=env, input="yes\n", text=True, capture_output=True, check=False
    )

    assert process.stdout == "yes|apply|a b|"
    assert process.returncode == 2

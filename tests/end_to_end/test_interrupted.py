"""A deployment that somebody stops half-way, and starts again."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.deployment import Deployment, deployment
from tests.terraform_json import ROOT

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


@pytest.fixture
def example(tmp_path: Path) -> Iterator[Deployment]:
    with deployment(ROOT / "organization.yaml", tmp_path) as deployed:
        yield deployed


def stop_in(example: Deployment, stack: str, number: signal.Signals) -> None:
    """Start ``cdktf deploy '*'`` and send a signal to all of its processes as soon as a stack has resources."""
    state = example.folder / f"terraform.{stack}.tfstate"
    log = example.folder / "deploy.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["cdktf", "deploy", "*", "--auto-approve"],
            cwd=example.folder,
            env=example.environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    end = time.monotonic() + 120
    try:
        while not (state.exists() and '"instances"' in state.read_text()):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.01)
    finally:
        os.killpg(process.pid, number)
        process.wait()
    wait_for_terraform(example.folder)


def wait_for_terraform(folder: Path) -> None:
    """Until no Terraform has held or taken a state for three seconds."""
    quiet = 0
    while quiet < 30:
        quiet = 0 if list(folder.glob(".terraform.*.lock.info")) else quiet + 1
        time.sleep(0.1)


@pytest.mark.parametrize(("stack", "number"), [("org-root", signal.SIGKILL), ("id", signal.SIGTERM)])
def test_a_deploy_that_was_stopped_converges_when_run_again(
    example: Deployment, stack: str, number: signal.Signals
) -> None:
    """Even killed: Terraform finishes the stack at hand, so that what it made is in its state."""
    stop_in(example, stack, number)

    example.deploy("*")

    assert example.all_changes() == {}
    accounts = example.client("organizations").list_accounts()["Accounts"]
    assert len(accounts) == 3

"""A deployment that somebody stops half-way, and starts again."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from tests.end_to_end.deployment import GUIDE, Deployment, deployment

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]


@pytest.fixture
def guide(tmp_path: Path) -> Iterator[Deployment]:
    """With a bucket for the state of each account."""
    source = tmp_path / "source.yaml"
    source.write_text(GUIDE.read_text().replace("{state: local}", "{state: account}"))
    with deployment(source, tmp_path) as deployed:
        yield deployed


def stop_when(guide: Deployment, begun: Callable[[Deployment], bool], number: signal.Signals) -> None:
    """Start ``cdktf deploy '*'`` and send a signal to all of its processes when something is there."""
    log = guide.folder / "deploy.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["cdktf", "deploy", "*", "--auto-approve"],
            cwd=guide.folder,
            env=guide.environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    end = time.monotonic() + 240
    try:
        while not begun(guide):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.02)
    finally:
        os.killpg(process.pid, number)
        process.wait()
    wait_for_terraform(guide.folder)


def wait_for_terraform(folder: Path) -> None:
    """Until no Terraform has run for three seconds."""
    quiet = 0
    while quiet < 30:
        quiet = 0 if list(folder.glob("cdktf.out/stacks/*/.terraform.running")) else quiet + 1
        time.sleep(0.1)


def bucket_is_there(guide: Deployment) -> bool:
    """The state of bootstrap-org-root is still in this folder then."""
    return bool(guide.emulator.session().client("s3").list_buckets()["Buckets"])


def account_is_there(guide: Deployment) -> bool:
    try:
        return len(guide.emulator.session().client("organizations").list_accounts()["Accounts"]) > 1
    except ClientError:
        return False


def test_a_deploy_that_was_stopped_twice_converges_when_run_again(guide: Deployment) -> None:
    """Even killed: Terraform finishes the stack at hand, so that what it made is in its state."""
    stop_when(guide, bucket_is_there, signal.SIGKILL)
    stop_when(guide, account_is_there, signal.SIGTERM)

    guide.deploy("*")

    assert guide.all_changes() == {}
    assert len(guide.client("organizations").list_accounts()["Accounts"]) == 3
    buckets = {item["Name"] for item in guide.client("s3").list_buckets()["Buckets"]}
    assert buckets == {"spacecats-org-root-tf-state-us-west-2", "spacecats-org-root-tf-state-log-us-west-2"}
    assert not list(guide.folder.glob("*.tfstate"))

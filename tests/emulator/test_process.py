from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from emulator import Emulator, EmulatorError
from emulator import process as emulator_process
from tests.synthesis import ROOT

PARENT = """
import json, sys, time
from emulator import Emulator
with Emulator.start() as emulator:
    print(json.dumps([emulator.port, str(emulator.folder)]), flush=True)
    time.sleep(60)
"""


def gone(port: int, folder: Path, seconds: float = 5) -> bool:
    """Return whether port and folder of an emulator have disappeared, now or within some seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) and not folder.exists():
                return True
        time.sleep(0.05)
    return False


def test_an_emulator_ends_with_its_block() -> None:
    with Emulator.start() as emulator:
        assert emulator.folder.stat().st_mode & 0o077 == 0
        assert emulator.session().client("sts").get_caller_identity()["Account"] == emulator.management_account

    assert gone(emulator.port, emulator.folder, seconds=1)
    emulator.stop()  # a second call


def test_an_emulator_ends_with_an_exception() -> None:
    with pytest.raises(ZeroDivisionError), Emulator.start() as emulator:
        raise ZeroDivisionError

    assert gone(emulator.port, emulator.folder, seconds=1)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_no_emulator_outlives_the_program_that_started_it(number: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], cwd=ROOT, stdout=subprocess.PIPE, stderr=-3) as parent:
        try:
            assert parent.stdout
            port, folder = json.loads(parent.stdout.readline())
            assert not gone(port, Path(folder), seconds=0.1)
            parent.send_signal(number)

            assert gone(port, Path(folder))
        finally:
            parent.kill()


def test_a_failed_start_reports_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emulator_process, "_importable", lambda environment: environment | {"PYTHONPATH": "/nowhere"})
    monkeypatch.chdir("/")

    with pytest.raises(EmulatorError, match="No module named"):
        Emulator.start()


def open_through(emulator: Emulator, url: str) -> Any:
    proxy = f"http://127.0.0.1:{emulator.port}"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": proxy, "https": proxy}))
    return opener.open(url, timeout=5)


@pytest.mark.parametrize("url", ["https://example.com/", "http://example.com/", "https://amazonaws.com.example.com/"])
def test_only_requests_to_aws_are_answered_and_none_is_forwarded(emulator: Emulator, url: str) -> None:
    with pytest.raises(urllib.error.URLError, match="is not a host of AWS and the emulator forwards no requests"):
        open_through(emulator, url)


def test_clients_must_trust_the_authority_of_this_run(emulator: Emulator) -> None:
    with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
        open_through(emulator, "https://iam.amazonaws.com/")


@pytest.mark.parametrize(
    ("service", "operation", "arguments"),
    [
        ("iam", "generate_service_last_accessed_details", {"Arn": "arn:aws:iam::123456789012:user/ann"}),
        ("organizations", "list_handshakes_for_organization", {}),
        ("detective", "list_graphs", {}),
    ],
)
def test_what_is_not_emulated_fails_at_once(
    emulator: Emulator, service: Any, operation: str, arguments: dict[str, str]
) -> None:
    emulator.reset()
    if service == "organizations":  # it first asks for the organization
        emulator.session().client("organizations").create_organization(FeatureSet="ALL")
    client = emulator.session().client(service)

    with pytest.raises(ClientError, match="emulated AWS") as caught:
        getattr(client, operation)(**arguments)
    answer: Any = caught.value.response
    assert answer["Error"]["Code"] == "NotEmulated"
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 400  # no SDK repeats it


def test_sessions_ignore_the_environment(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "no-such-profile")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAREALREALREALREAL")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "https://example.com")
    monkeypatch.setenv("NO_PROXY", "*")

    assert emulator.session().client("sts").get_caller_identity()["Account"] == emulator.management_account


def test_buckets_of_every_address_style_work(emulator: Emulator) -> None:
    s3 = emulator.session().client("s3")
    s3.create_bucket(Bucket="spacecats-state")
    s3.put_object(Bucket="spacecats-state", Key="a/b c", Body=b"x" * 3_000_000)

    assert s3.get_object(Bucket="spacecats-state", Key="a/b c")["Body"].read() == b"x" * 3_000_000
    assert s3.head_object(Bucket="spacecats-state", Key="a/b c")["ContentLength"] == 3_000_000
    s3.delete_object(Bucket="spacecats-state", Key="a/b c")
    with pytest.raises(ClientError, match="404"):
        s3.head_object(Bucket="spacecats-state", Key="a/b c")


def test_reset_gives_an_empty_aws(emulator: Emulator) -> None:
    emulator.reset()
    organizations: Any = emulator.session().client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    organizations.create_account(Email="a@example.com", AccountName="a")
    emulator.reset()

    with pytest.raises(ClientError, match="AWSOrganizationsNotInUse"):
        organizations.describe_organization()
    organizations.create_organization(FeatureSet="ALL")
    status = organizations.create_account(Email="a@example.com", AccountName="a")["CreateAccountStatus"]
    assert status["State"] == "SUCCEEDED"

"""`orgctl` as a user runs it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from emulator.run import run_command
from tests.synthesis import ROOT


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "cdktf.json").write_text("{}")
    (tmp_path / "terraform.id.tfstate").write_text("real")
    return tmp_path


def orgctl(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "AWS_PROFILE": "real", "COLUMNS": "80"}
    command = [sys.executable, "-P", "-m", "orgctl", *arguments]
    return subprocess.run(
        command, cwd=project, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


def test_help_is_quick_and_short(project: Path) -> None:
    result = orgctl(project, "--help")

    assert result.returncode == 0
    assert max(map(len, result.stdout.splitlines())) <= 80
    loaded = "import sys, orgctl.cli; print(*sys.modules)"
    modules = subprocess.check_output([sys.executable, "-c", loaded], cwd=ROOT, text=True).split()
    assert not {"moto", "boto3", "botocore", "cdktf", "jsii", "pydantic", "rich.console"} & {*modules}


def test_a_command_runs_on_the_emulator_in_a_copy_and_its_status_is_the_result(project: Path) -> None:
    script = (
        "import boto3, pathlib, sys;"
        "print(boto3.client('sts').get_caller_identity()['Account']);"
        "pathlib.Path('terraform.id.tfstate').write_text('emulated');"
        "print(pathlib.Path.cwd()); sys.exit(7)"
    )
    result = orgctl(project, "emulate", "--", "python", "-c", script)

    assert result.returncode == 7, result.stderr
    account, folder = result.stdout.split()
    assert account == "123456789012"
    assert not Path(folder).exists()
    assert (project / "terraform.id.tfstate").read_text() == "real"


def test_the_work_folder_can_be_chosen_and_stays(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("parent") / "work"
    options = ["emulate", "--workdir", str(folder), "--log", str(folder) + ".log", "--"]
    result = orgctl(project, *options, "sh", "-c", "echo state >terraform.id.tfstate; orgctl --help >/dev/null || true")

    assert result.returncode == 0, result.stderr
    assert (folder / "terraform.id.tfstate").read_text() == "state\n"
    assert Path(str(folder) + ".log").is_file()


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["emulate", "--", "no-such-command"], 127, "orgctl: no-such-command: command not found\n"),
        (
            ["emulate", "--workdir", ".", "--", "true"],
            1,
            "is the project itself or contains it; choose another folder\n",
        ),
        (["show"], 1, "'orgctl profiles' writes those of this organization.\n"),
    ],
)
def test_an_error_is_one_message(project: Path, arguments: list[str], status: int, message: str) -> None:
    result = orgctl(project, *arguments)

    assert (result.returncode, result.stdout) == (status, "")
    assert result.stderr.endswith(message)
    assert all(line.startswith("  ") for line in result.stderr.splitlines()[1:]), "below it, what to do"


@pytest.mark.parametrize(
    "arguments",
    [["show"], ["doctor"], ["up", "--yes"], ["profiles", "myuser"], ["invite", "myuser"]],
    ids=lambda one: one[0],
)
def test_an_mfa_code_is_not_asked_for_without_a_terminal(tmp_path: Path, arguments: list[str]) -> None:
    config = tmp_path / "config"
    config.write_text(
        "[profile keys]\naws_access_key_id = AKIA\naws_secret_access_key = secret\n"
        "[profile mine]\nsource_profile = keys\nrole_arn = arn:aws:iam::111122223333:role/admin\n"
        "mfa_serial = arn:aws:iam::111122223333:mfa/ann\nregion = us-east-1\n"
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    environment = {**kept, "PYTHONPATH": str(ROOT), "AWS_CONFIG_FILE": str(config), "AWS_PROFILE": "mine"}
    result = subprocess.run(
        [sys.executable, "-P", "-m", "orgctl", *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        start_new_session=True,  # without the terminal in which the tests may run
    )

    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == (
        "orgctl: the profile mine needs an MFA code, and there is no terminal to ask for it. Run in a terminal:\n"
        '  eval "$(aws configure export-credentials --profile mine --format env)"\n'
    )


TRAP = "trap 'echo stopped; exit 5' TERM INT HUP; echo $HTTPS_PROXY; for i in $(seq 300); do sleep 0.1; done"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_reaches_the_command_whose_end_is_awaited(project: Path, number: signal.Signals) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-P", "-m", "orgctl", "emulate", "--", "sh", "-c", TRAP]
    with subprocess.Popen(
        command, cwd=project, env=environment, stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        output: IO[bytes] | None = process.stdout
        assert output
        proxy = output.readline().decode().strip()
        process.send_signal(number)

        assert output.read() == b"stopped\n"
        assert process.wait() == 5
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", int(proxy.rpartition(":")[2])))  # the emulator is gone


def test_the_status_of_a_killed_command_is_the_shells(tmp_path: Path) -> None:
    assert run_command(["sh", "-c", "kill -9 $$"], tmp_path, os.environ) == 128 + 9


def test_a_file_that_cannot_be_executed_is_reported(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    program = tmp_path / "broken"
    program.write_text("\x7fELF")
    program.chmod(0o755)

    assert run_command([str(program)], tmp_path, os.environ) == 126
    assert capfd.readouterr().err == f"orgctl: {program}: Exec format error\n"

"""A deployment is followed in its log, and continues when the follower ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from orgctl.deploy import Deployment, explain, follow
from tests.synthesis import ROOT
from tests.up.typist import Typist

STACK = r"printf 'id  Initializing the backend...\nid  Plan: 2 to add, 0 to change, 0 to destroy.\n'; "
APPLIED = r"printf 'id  Apply complete! Resources: 2 added, 0 changed, 0 destroyed.\n'; "
FAILED = r"printf 'id  \342\225\267\n    \342\224\202 Error: creating user: taken\n    \342\225\265\n'; exit 7"


@pytest.fixture(autouse=True)
def logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the logs."""
    folder = tmp_path / "logs"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def run(folder: Path, script: str, *, stack: str = "", **environment: str) -> tuple[Deployment, Typist]:
    typist = Typist()
    variables = {"PATH": os.environ["PATH"]} | environment
    return follow(["sh", "-c", script], folder, variables, typist, stack=stack), typist


def test_progress_is_printed_and_the_log_is_deleted(tmp_path: Path, logs: Path) -> None:
    ended, typist = run(tmp_path, STACK + APPLIED)

    assert ended.status == 0
    assert ended.progress.stacks == {"id": True}
    assert "id done: 2 added" in typist.one_line
    assert typist.one_line.endswith("1 stack, 2 resources")
    assert list(logs.iterdir()) == []


def test_after_a_failure_the_log_has_everything(tmp_path: Path, logs: Path) -> None:
    ended, typist = run(tmp_path, STACK + FAILED)

    assert ended.status == 7
    assert ended.errors == "id: Error: creating user: taken"
    assert list(logs.iterdir()) == [ended.log]
    assert "Plan: 2 to add" in ended.log.read_text()
    explain(ended, typist)
    for text in ("(exit status 7)", "id: Error: creating user: taken", "Done before that: nothing", str(ended.log)):
        assert text in typist.one_line


def test_without_a_report_the_last_lines_say_why(tmp_path: Path) -> None:
    ended, _ = run(tmp_path, "seq 1 50; echo 'command failed' >&2; exit 1")

    assert ended.errors.splitlines()[-1] == "command failed"
    assert ended.errors.splitlines()[0] == "32"


def test_terraforms_output_for_one_stack_is_reported_as_that_stack(tmp_path: Path) -> None:
    script = "printf 'Plan: 1 to add, 0 to change, 0 to destroy.\\n'; " + APPLIED.replace("id  ", "") + FAILED
    ended, typist = run(tmp_path, script.replace("id  ", "").replace("    ", ""), stack="org-root")

    assert ended.progress.stacks == {"org-root": True}
    assert "org-root done: 2 added" in typist.one_line
    assert "synthesized" not in typist.one_line
    assert ended.errors == "org-root: Error: creating user: taken"


def test_it_runs_in_its_folder_with_its_environment_only_and_reads_nothing(tmp_path: Path) -> None:
    ended, _ = run(tmp_path, 'pwd; echo "$SETTING/${HOME-none}"; cat; exit 1', SETTING="x")

    assert ended.errors.splitlines() == [str(tmp_path), "x/none"]


def test_a_signal_that_ended_it_is_its_exit_status(tmp_path: Path) -> None:
    ended, _ = run(tmp_path, "kill -KILL $$")

    assert ended.status == 128 + signal.SIGKILL


def test_its_program_is_looked_for_where_the_environment_says(tmp_path: Path) -> None:
    program = tmp_path / "cdktf"
    program.write_text("#!/bin/sh\necho ours; exit 3\n")
    program.chmod(0o755)
    ended = follow(["cdktf", "deploy"], tmp_path, {"PATH": f"{tmp_path}:/usr/bin:/bin"}, Typist())

    assert (ended.status, ended.errors) == (3, "ours")


def test_a_line_may_come_in_pieces_and_without_an_end(tmp_path: Path) -> None:
    ended, _ = run(tmp_path, "printf 'id  Initia'; sleep 0.2; printf 'lizing x\\nlast'; exit 1")

    assert ended.errors.splitlines() == ["id  Initializing x", "last"]


WATCHER = """
import os, sys
from pathlib import Path
from rich.console import Console
from orgctl.deploy import follow
script = "echo $$ >pid; for i in 1 2 3; do echo line; sleep 0.1; done; while [ ! -e go ]; do sleep 0.02; done; "
script += "for i in $(seq 2000); do echo a line that would fill a pipe and end in an error; done && echo yes >end"
follow(["sh", "-c", script], Path.cwd(), os.environ, Console())
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGHUP])
def test_it_continues_when_its_parent_has_ended(tmp_path: Path, number: signal.Signals) -> None:
    """SIGHUP goes on to the program; one that ignores it, as Terraform here does, must live."""
    script = WATCHER.replace('script = "', "script = \"trap '' HUP; ") if number is signal.SIGHUP else WATCHER
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)}
    watcher = subprocess.Popen([sys.executable, "-c", script], cwd=tmp_path, env=environment, stdout=subprocess.PIPE)
    wait_for(tmp_path / "pid")
    watcher.send_signal(number)
    if number is signal.SIGKILL:
        watcher.wait()
    (tmp_path / "go").touch()

    wait_for(tmp_path / "end")
    watcher.communicate()


def wait_for(file: Path) -> None:
    end = time.monotonic() + 10
    while not (file.exists() and file.read_text()):
        assert time.monotonic() < end, f"{file.name} did not appear"
        time.sleep(0.02)

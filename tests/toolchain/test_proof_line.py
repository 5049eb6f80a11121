"""`cdktf deploy` says in one line whether what it deploys was proven; other commands say nothing of it."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from foundation.proof_record import ProofRecord, inputs_in, write_record
from tests.synthesized_project import write_project
from toolchain import __main__, environment, node, preflight
from toolchain.node import LAZY, PROOF_LINE, bin_folder

NEVER = "Never proven: run 'orgctl prove'.\n"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """Return the commands that would have been executed in a synthesized project."""
    commands: list[list[str]] = []
    monkeypatch.setattr(os, "execve", lambda path, command, env: commands.append(command))
    monkeypatch.setattr(node, "cdktf_cli", lambda root: tmp_path / "cdktf.js")
    monkeypatch.setattr(preflight, "check", lambda folder, request: 0)
    for name in ("prepare", "prepare_synthesis"):
        monkeypatch.setattr(environment, name, lambda env, root: {"JSII_NODE": "node"})
    monkeypatch.delenv("ORGANIZATION_FILE", raising=False)
    monkeypatch.chdir(write_project(tmp_path, {"id": {}}))
    return commands


def test_stacks_that_are_deployed_as_they_are_are_judged_at_once(
    started: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    __main__.main(["cdktf", "deploy", "id", "--skip-synth"])

    assert capsys.readouterr() == ("", NEVER)
    assert str(PROOF_LINE) not in started[0]


@pytest.mark.parametrize("option", [["--output", "other"], ["--output=other"], ["-o", "other"], ["-o=other"]])
def test_stacks_in_another_folder_are_judged_themselves(
    started: list[list[str]], capsys: pytest.CaptureFixture[str], tmp_path: Path, option: list[str]
) -> None:
    out, file = tmp_path / "cdktf.out", tmp_path / "organization.yaml"
    inputs = inputs_in(out, file, tmp_path / "access.yaml")
    write_record(out, ProofRecord("2026-12-01 16:02", "2026-12-01", "proven", "9", inputs, depends_on_time=False))
    shutil.copytree(out, tmp_path / "other")
    (tmp_path / "other" / "stacks" / "id" / "cdk.tf.json").write_text('{"resource": {}}')

    __main__.main(["cdktf", "deploy", "id", "--skip-synth"])
    assert capsys.readouterr().err.startswith("Proven ")
    __main__.main(["cdktf", "deploy", "id", "--skip-synth", *option])
    assert capsys.readouterr().err.startswith("Not proven: the stacks are not as proven ")


def test_stacks_that_are_about_to_be_synthesized_are_judged_by_the_app(
    started: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    __main__.main(["cdktf", "apply", "id"])

    assert capsys.readouterr() == ("", "")
    assert started[0][1:5] == ["--require", str(LAZY), "--require", str(PROOF_LINE)]


@pytest.mark.parametrize("command", ["synth", "diff id", "diff id --skip-synth", "list", "deploy --help", "destroy id"])
def test_other_commands_say_nothing(started: list[list[str]], capsys: pytest.CaptureFixture[str], command: str) -> None:
    __main__.main(["cdktf", *command.split()])

    assert capsys.readouterr() == ("", "")
    assert str(PROOF_LINE) not in started[0]


def test_the_app_of_another_project_is_not_judged(
    started: list[list[str]], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "organization.yaml").unlink()
    __main__.main(["cdktf", "deploy", "id", "--skip-synth"])

    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(("status", "printed"), [(0, "said\n"), (1, "")])
def test_what_the_app_says_in_its_pipe_is_printed_when_it_has_ended(tmp_path: Path, status: int, printed: str) -> None:
    app = tmp_path / "app.py"
    app.write_text(
        "import os, sys\n"
        "if 'ORGCTL_PROOF_LINE' in os.environ: os.write(int(os.environ['ORGCTL_PROOF_LINE']), b'said\\n')\n"
        "print('app')\n"
        f"sys.exit({status})\n"
    )
    code = f"""
        const {{ spawn }} = require("child_process");
        const run = (env) => require("child_process").spawn({json.dumps(shlex.join([sys.executable, str(app)]))}, [],
          {{ shell: true, env: {{ ...process.env, ...env }} }});
        run({{}}).on("close", () => run({{ CDKTF_OUTDIR: "x" }}).on("close", () => run({{ CDKTF_OUTDIR: "x" }})));
    """
    command = [str(bin_folder() / "node"), "--require", str(PROOF_LINE), "-e", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert (done.stdout, done.stderr) == ("", printed)

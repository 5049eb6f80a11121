"""`bin/cdktf`, up to the start of Node."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from toolchain import (
    ToolchainError,
    __main__,
    arguments,
    environment,
    lock_file,
    node,
    preflight,
    provider_lock,
    versions,
)
from toolchain.network import _proxies
from toolchain.node import LAZY

BIN = Path(__file__).resolve().parents[2] / "bin"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """Return the commands that would have been executed."""
    commands: list[list[str]] = []
    monkeypatch.setattr(os, "execve", lambda path, command, env: commands.append(command))
    monkeypatch.setattr(node, "cdktf_cli", lambda root: tmp_path / "cdktf.js")
    monkeypatch.setattr(environment, "prepare", lambda env, root: {"JSII_NODE": "node"})
    monkeypatch.setattr(environment, "prepare_synthesis", lambda env, root: {"JSII_NODE": "node"})
    monkeypatch.chdir(tmp_path)
    return commands


def test_node_is_not_started_when_the_configuration_is_wrong(
    started: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preflight, "check", lambda folder, request: 1)

    assert __main__.main(["cdktf", "synth"]) == 1
    assert not started


def test_arguments_are_passed_on(started: list[list[str]], tmp_path: Path) -> None:
    __main__.main(["cdktf", "diff", "id", "--no-color"])

    assert started == [["node", "--require", str(LAZY), str(tmp_path / "cdktf.js"), "diff", "id", "--no-color"]]


def test_missing_tool_is_one_message(
    started: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(env: object, root: object) -> None:
        raise ToolchainError("There is no Terraform.")

    monkeypatch.setattr(environment, "prepare", fail)

    assert __main__.main(["cdktf", "deploy", "id"]) == 1
    assert capsys.readouterr().err == "cdktf: There is no Terraform.\n"


def test_lock_file_that_is_broken_is_one_message_and_nothing_starts(
    started: list[list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prepared = {"JSII_NODE": "node", provider_lock.REGISTRY_HOST: "registry.terraform.io"}
    monkeypatch.setattr(environment, "prepare", lambda env, root: prepared)
    (tmp_path / lock_file.FILE).write_text("")

    assert __main__.main(["cdktf", "deploy", "id"]) == 1
    assert capsys.readouterr().err.startswith(f"cdktf: {tmp_path / lock_file.FILE}: must have a block provider")
    assert not started


def test_providers_are_locked_by_a_command_of_their_own(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`make providers`: the source may hold any version of the range."""
    asked: list[bool] = []

    def prepare(env: object, root: object, *, any_version: bool) -> None:
        asked.append(any_version)
        raise ToolchainError("There is no Terraform.")

    monkeypatch.setattr(environment, "prepare", prepare)

    assert __main__.main(["providers"]) == 1
    assert asked == [True]
    assert capsys.readouterr().err == "providers: There is no Terraform.\n"


def test_folder_that_cannot_be_written_is_one_message(
    started: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(env: object, root: object) -> None:
        raise PermissionError(13, "Permission denied", "/project/.tools")

    monkeypatch.setattr(environment, "prepare_synthesis", fail)

    assert __main__.main(["cdktf", "synth"]) == 1
    assert capsys.readouterr().err == "cdktf: [Errno 13] Permission denied: '/project/.tools'\n"


def test_in_folders_of_the_repository_its_root_is_used(tmp_path: Path) -> None:
    assert __main__.project_folder(__main__.ROOT / "tests") == __main__.ROOT
    assert __main__.project_folder(tmp_path) == tmp_path


@pytest.mark.parametrize("name", ["cdktf", "orgctl"])
def test_script_without_set_up_reports_it_from_any_folder(tmp_path: Path, name: str) -> None:
    copy = tmp_path / "a clone" / "bin" / name
    copy.parent.mkdir(parents=True)
    copy.write_bytes((BIN / name).read_bytes())
    copy.chmod(0o755)
    (tmp_path / "link").symlink_to(copy)

    done = subprocess.run([tmp_path / "link"], cwd="/", capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr == f"{name}: not set up yet: run 'make setup' first in {tmp_path.resolve() / 'a clone'}\n"


def test_start_imports_no_library() -> None:
    heavy = "{'typer', 'rich', 'boto3', 'pydantic', 'cdktf', 'jsii'}"
    code = f"import sys, toolchain.__main__; sys.exit(bool({heavy} & set(sys.modules)))"

    assert subprocess.run([sys.executable, "-c", code], cwd=__main__.ROOT, check=False).returncode == 0


def test_other_commands_of_the_module_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert __main__.main([]) == 2
    assert "usage" in capsys.readouterr().err
    assert arguments.Request(()).command == ""


@pytest.mark.parametrize(
    ("version_range", "inside", "outside"),
    [
        (">= 5.100.0, < 7.0.0", "6.25.0", "7.0.0"),
        ("~> 6.2", "6.99.0", "7.0.0"),
        ("~> 6.2.1", "6.2.9", "6.3.0"),
        ("6.25.0", "6.25.0", "6.25.1"),
        (">= 5.100.0, != 6.0.0", "6.0.1", "6.0.0"),
    ],
)
def test_version_ranges_are_read_as_terraform_reads_them(version_range: str, inside: str, outside: str) -> None:
    def allows(version: str) -> bool:
        parsed = versions.parse(version)
        return parsed is not None and versions.allows(version_range, parsed)

    assert allows(inside)
    assert not allows(outside)


def test_no_proxy_is_honoured() -> None:
    env = {"HTTPS_PROXY": "http://p:3128", "NO_PROXY": "localhost,.terraform.io"}

    assert _proxies(env, "https://registry.terraform.io/x") == {}
    assert _proxies(env, "https://releases.hashicorp.com/x") == {"https": "http://p:3128"}

"""The index of the libraries' types is built once, and nothing unfinished stays beside it."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.synthesis import ROOT
from toolchain import first_run, jsii_index

MANIFESTS = [f"{name}/{version(package)}/0123/{jsii_index.MANIFEST}" for package, name in jsii_index.LIBRARIES.items()]
BINDINGS = MANIFESTS[-1]


def write(folder: Path, *manifests: str) -> None:
    for name in manifests:
        (folder / name).parent.mkdir(parents=True)
        (folder / name).touch()


def build(folder: Path) -> bool:
    return jsii_index.build({jsii_index.FOLDER: str(folder)}, ROOT)


def test_it_is_there_after_setup() -> None:
    assert build(jsii_index.folder_of(ROOT))


def test_an_index_that_is_there_is_not_built_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, *MANIFESTS)
    monkeypatch.setattr(jsii_index, "_LOAD", "raise AssertionError")
    monkeypatch.setattr(subprocess, "Popen", None)

    assert build(tmp_path)


@pytest.mark.parametrize("other", [[], [BINDINGS.replace(version("cdktf-cdktf-provider-aws"), "1.0.0")]])
def test_a_library_without_an_index_of_its_version_is_waited_for(
    tmp_path: Path, other: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, *MANIFESTS[:-1], *other)
    file = tmp_path / BINDINGS
    load = f"print('loaded', flush=True); import pathlib, time; time.sleep(0.2); file = pathlib.Path({str(file)!r});"
    monkeypatch.setattr(jsii_index, "_LOAD", f"{load} file.parent.mkdir(parents=True); file.touch()")

    assert build(tmp_path)


def test_without_it_synthesis_is_only_slower(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(jsii_index, "_LOAD", "raise SystemExit(1)")
    monkeypatch.setattr(first_run, "start_cdktf", lambda env, root: None)

    first_run.prepare({jsii_index.FOLDER: str(tmp_path)}, ROOT)

    message = capsys.readouterr().err
    assert f"setup: jsii could not write its index into {tmp_path}" in message
    assert "make setup" in message


def test_files_of_ended_programs_are_deleted_and_those_of_running_ones_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsii_index, "_LOAD", "")
    write(tmp_path, *MANIFESTS)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = [
        (tmp_path / name).with_name(f".jsii.runtime-defs.v1.jsonl.{process}.tmp")
        for name in MANIFESTS
        for process in (ended.pid, os.getpid())
    ]
    for file in left:
        file.touch()

    assert build(tmp_path)

    assert [file for file in left if file.exists()] == left[1::2]


def test_main_uses_the_index_of_its_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty setting is none, for jsii too."""
    monkeypatch.setenv(jsii_index.FOLDER, "")
    jsii_index.use(tmp_path)
    before_setup = os.environ[jsii_index.FOLDER]
    jsii_index.folder_of(tmp_path).mkdir(parents=True)
    jsii_index.use(tmp_path)

    assert (before_setup, os.environ[jsii_index.FOLDER]) == ("", str(jsii_index.folder_of(tmp_path)))


def test_main_respects_a_folder_that_the_user_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(jsii_index.FOLDER, "/theirs")
    jsii_index.folder_of(tmp_path).mkdir(parents=True)

    jsii_index.use(tmp_path)

    assert os.environ[jsii_index.FOLDER] == "/theirs"

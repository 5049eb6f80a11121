"""The index of the bindings' types is built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.synthesis import ROOT
from toolchain import jsii_index

INDEX = "@cdktf/provider-aws/21.22.1/0123/.jsii.runtime.v1.json"


def test_it_is_there_after_setup() -> None:
    assert jsii_index.build({jsii_index.FOLDER: str(ROOT / ".tools" / "jsii-cache")}, ROOT)


def test_an_index_that_is_there_is_not_built_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / INDEX).parent.mkdir(parents=True)
    (tmp_path / INDEX).touch()
    monkeypatch.setattr(jsii_index, "_LOAD", "raise AssertionError")

    assert jsii_index.build({jsii_index.FOLDER: str(tmp_path)}, ROOT)


def test_it_is_waited_for_while_the_bindings_are_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / INDEX
    load = f"print('loaded', flush=True); import pathlib, time; time.sleep(0.3); file = pathlib.Path({str(file)!r});"
    monkeypatch.setattr(jsii_index, "_LOAD", f"{load} file.parent.mkdir(parents=True); file.touch()")

    assert jsii_index.build({jsii_index.FOLDER: str(tmp_path)}, ROOT)


def test_without_it_synthesis_is_only_slower(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsii_index, "_LOAD", "raise SystemExit(1)")

    assert not jsii_index.build({jsii_index.FOLDER: str(tmp_path)}, ROOT)

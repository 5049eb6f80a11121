"""docs/prove.md is correct."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from access.language.words import ALONE
from access.promises.custom import own_in
from access.promises.custom.model import Entry, Line
from orgctl.cli import app
from orgctl.prove.reading import read_synthesized
from tests.synthesis import ROOT
from tests.synthesized_project import write_project

PAGE = (ROOT / "docs" / "prove.md").read_text(encoding="utf-8")


def test_the_promises_of_the_page_are_promises_of_the_example(stacks: dict[str, Any], tmp_path: Path) -> None:
    (text,) = (block for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL) if "promises:" in block)

    folder = write_project(tmp_path, stacks)
    own, problems = own_in(text.encode(), read_synthesized(folder, folder / "organization.yaml").organization)

    assert problems == []
    assert len(own.promises) == 2


def test_the_entry_of_the_page_is_an_entry(stacks: dict[str, Any], tmp_path: Path) -> None:
    (text,) = (block for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL) if "accepted:" in block)

    folder = write_project(tmp_path, stacks)
    own, problems = own_in(text.encode(), read_synthesized(folder, folder / "organization.yaml").organization)

    assert problems == []
    assert [one.until for one in own.accepted] == ["2027-03-31"]


def test_every_key_and_word_of_a_line_is_on_the_page() -> None:
    assert [name for name in (*Line.model_fields, *Entry.model_fields, *ALONE) if f"`{name}`" not in PAGE] == []


def test_the_explanation_of_the_page_is_the_printed_one(
    stacks: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (block,) = re.findall(r"```\n\$ orgctl (explain .*?)```", PAGE, re.DOTALL)
    command, _, printed = block.partition("\n")
    monkeypatch.chdir(write_project(tmp_path, stacks))
    monkeypatch.setenv("COLUMNS", "80")

    assert CliRunner().invoke(app, command.split()).stdout == printed

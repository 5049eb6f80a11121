"""The recording of `orgctl` in docs/journey.md: current, and free of values that change."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from typer.main import get_command

from organization.check import command as check
from orgctl.cli import app
from orgctl.doctor.registry import CHECKS
from orgctl.doctor.report import HEADINGS
from orgctl.init import init
from orgctl.up import PHASES
from scripts.recording.page import FILE, filled, phases, shown_in
from scripts.recording.screen import COLUMNS, lines_on
from scripts.recording.session import PERSON, REGION
from scripts.recording.stable import stable
from scripts.walk import PASSWORD
from tests.init.dialogue import Person
from tests.synthesis import ROOT, addresses

PAGE = FILE.read_text(encoding="utf-8")
SHOWN = shown_in(PAGE)
AGAIN = "run: make recording"
LOOKS_ONLY = {"account", "changes"}
"""Phases that only report their findings when every resource was made on the way."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ORGANIZATION_FILE", raising=False)
    return tmp_path


@pytest.fixture
def init_shown(folder: Path) -> str:
    """Return the output of `orgctl init` for the answers on the page; it writes the file."""
    answers, shown = re.findall("‹(.*)›", SHOWN["init"]), io.StringIO()

    def ask(prompt: str) -> str:
        typed = answers.pop(0)
        shown.write(f"{prompt}‹{typed}›\n")
        return "" if typed == "Enter" else str(typed)

    status = init(
        None,
        name=None,
        email=None,
        region=None,
        admin=None,
        users=[],
        groups=[],
        yes=False,
        console=Console(file=shown, highlight=False, width=COLUMNS),
        ask=ask,
        suggestions=Person(),
    )
    assert (status, answers) == (0, [])
    return shown.getvalue()


def rows(shown: str) -> list[tuple[str, str]]:
    """Return the rows of a phase: their names, and their texts without line breaks."""
    found: list[tuple[str, str]] = []
    for line in shown.splitlines():
        if match := re.fullmatch(r"  (?! )(.{9})  (\S.*)", line):
            found.append((match[1].strip(), match[2]))
        elif found and line.startswith(" " * 13):
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}")
    return found


def test_init_prints_the_text_of_the_page(init_shown: str) -> None:
    assert SHOWN["init"] == f"$ orgctl init\n{init_shown}", AGAIN


@pytest.mark.usefixtures("init_shown")
def test_the_check_of_that_file_prints_the_text_of_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert check([]) == 0
    assert SHOWN["check"] == f"$ orgctl check\n{capsys.readouterr().out}", AGAIN


def test_every_phase_is_on_the_page_in_order() -> None:
    assert list(phases(SHOWN["up"])) == [phase.name for phase in PHASES], AGAIN


@pytest.mark.parametrize("phase", PHASES, ids=[phase.name for phase in PHASES])
def test_the_page_has_the_current_text_of_a_phase(phase: Any) -> None:
    told = dict(rows(phases(SHOWN["up"])[phase.name]))
    wanted = {} if phase.name in LOOKS_ONLY else {"does": phase.does, "for good": phase.for_good}

    assert {name: told[name] for name in ("does", "for good") if name in told} == wanted, AGAIN
    assert told.get("way back", phase.way_back) == phase.way_back, AGAIN
    assert "ok" in told


@pytest.mark.usefixtures("init_shown")
def test_the_plans_on_the_page_are_those_of_the_stacks_now(folder: Path) -> None:
    """Except for `terraform_data`, of which each may represent any number of resources."""
    planned: dict[str, Counter[str]] = {}
    for name, text in (row for shown in phases(SHOWN["up"]).values() for row in rows(shown)):
        if name == "plan":
            kinds = planned.setdefault(text.partition(":")[0], Counter())
            kinds.update({kind: int(count) for count, kind in re.findall(r"(\d+)\W(aws_\w+)", text)})
            kinds.update(re.findall(r"import (aws_\w+)\.", text))
    subprocess.run([sys.executable, ROOT / "main.py"], cwd=folder, check=True)
    stacks = {path.parent.name: json.loads(path.read_text()) for path in folder.glob("cdktf.out/stacks/*/cdk.tf.json")}

    assert planned == {
        stack: Counter(kind for kind, _, _ in addresses(tf) if kind.startswith("aws_")) for stack, tf in stacks.items()
    }, AGAIN


def test_the_doctor_on_the_page_has_existing_checks_and_the_right_number_of_findings() -> None:
    told = re.findall(r"^  (?! )(\S.*): (.+)$", SHOWN["doctor"], re.MULTILINE)
    numbers = dict(
        re.findall(
            rf"^({'|'.join(heading for heading, _ in HEADINGS.values())}) \((\d+)\)$", SHOWN["doctor"], re.MULTILINE
        )
    )

    assert {check for _, checks in told for check in checks.split(", ")} <= {*CHECKS}
    assert told
    assert f"{numbers['Wrong']} wrong, {numbers['Cannot be known from here']} cannot be known" in SHOWN["doctor"]


@pytest.mark.parametrize(
    "line", sorted({*re.findall(r"(?:^\$ |`|^  )(orgctl [^`\n]+?)(?:`|  |$)", PAGE, re.MULTILINE)})
)
def test_every_command_on_the_page_is_one(line: str) -> None:
    commands: Any = get_command(app)
    _, name, *arguments = line.split()

    given = commands.commands[name].make_context(name, arguments).params.values()

    assert not [words for words in given if isinstance(words, list | tuple) and words and words[0].startswith("-")]


def test_the_recording_has_eighty_columns() -> None:
    assert [line for shown in SHOWN.values() for line in shown.splitlines() if len(line) > COLUMNS] == []


def test_nothing_of_a_computer_or_of_a_moment_is_on_the_page() -> None:
    for text in (str(ROOT), "/tmp", "/root", "127.0.0.1", PASSWORD, "\x1b"):
        assert text not in PAGE
    assert not re.search(r"‹\d{6}›", PAGE)
    assert {name: stable(shown, "no home") for name, shown in SHOWN.items()} == SHOWN


def test_a_terminal_shows_what_was_written_last() -> None:
    drawn = "\x1b[?25l| planning\r\x1b[2K/ planning\r\x1b[2K\x1b[1mdone\x1b[0m\r\n\x1b[1A\x1b[2Kover\x1b[K\r\n"

    assert lines_on(drawn + "a" * 81 + "\r\nx\by") == ["over", "a" * 80, "a", "y"]


def test_two_recordings_of_the_same_are_equal() -> None:
    first = "  1.2 s  2 stacks initialized\n 12.0 s  b  done: 1 added\n"
    first += " 12.9 s  a  waits for AWS\n            to think\n 13.0 s  a  done: 2 added\n"
    other = "  3.0 s  2 stacks initialized\n  9.0 s  a  done: 2 added\n 19.9 s  b  done: 1 added\n"
    qr = "\n█▀▀█\n ▄▄ \n\n  ABCD EFGH 2345 AAAA\n"

    assert stable(f"{first}{qr}until 09:59", "/tmp/abcd") == stable(f"{other}{qr}until 10:30", "/tmp/1234")
    assert "ABCD" not in stable(qr, "/tmp/abcd")
    assert stable("in /tmp/abcd/.aws", "/tmp/abcd") == f"in /home/{PERSON}/.aws"


def test_a_page_that_leaves_out_a_phase_is_refused() -> None:
    recorded = {**SHOWN, "up": SHOWN["up"] + "\n99/99  new\n  ok         new\n"}

    assert filled(PAGE, SHOWN) == PAGE
    with pytest.raises(ValueError, match="no block shows up new"):
        filled(PAGE, recorded)


def test_the_region_of_the_page_is_the_one_that_was_suggested() -> None:
    assert f"region [{REGION}]: ‹Enter›" in SHOWN["init"]

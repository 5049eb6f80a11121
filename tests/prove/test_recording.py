"""A proof is recorded beside the stacks that it is about, and never fails because of that."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from access.proof import Proof
from foundation.proof_record import deployment_line, read_record
from orgctl.cli import app
from orgctl.prove.recording import Recording, record_of
from tests.prove.accepting import only_accepted, proof

NOW = datetime(2026, 12, 1, 16, 2, tzinfo=UTC)


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["prove", *arguments], catch_exceptions=False)
    return result.exit_code, result.stderr


def test_prove_records_what_it_has_proven(project: Path, quick: None) -> None:
    assert run() == (0, "")

    line = deployment_line(project, project / "organization.yaml")
    assert line.startswith(f"Proven {datetime.now(UTC):%Y-%m-%d}")
    assert line.endswith(" UTC: 7 promises kept, 0 broken.")


def test_a_proof_as_of_a_later_day_says_so(project: Path, quick: None) -> None:
    run("--as-of", "2999-01-01")

    assert " is as of 2999-01-01: run 'orgctl prove'." in deployment_line(project, project / "organization.yaml")


@pytest.mark.parametrize(
    ("found", "result"),
    [(proof(), "not proven"), (only_accepted(), "accepted"), (replace(only_accepted(), promises=()), "proven")],
)
def test_the_record_has_the_result(found: Proof, result: str) -> None:
    record = record_of(found, {}, NOW, ("mfa", "mfa"))

    assert (record.at, record.as_of, record.result) == ("2026-12-01 16:02", "2026-12-01", result)
    assert record.accepted_for_one_run == ("mfa",)


def test_the_first_end_of_what_is_accepted_is_recorded() -> None:
    promise = only_accepted().promises[1]
    later = replace(promise, accepted=(*promise.accepted, replace(promise.accepted[0], until="2999-01-01")))
    record = record_of(replace(only_accepted(), promises=(later,)), {}, NOW)

    assert record.ends == "2027-03-31"
    assert date.fromisoformat(record.ends)


def test_a_folder_that_cannot_be_written_is_one_warning(
    project: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: Any, **options: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refuse)

    status, error = run()
    assert (status, error) == (
        0,
        "orgctl: the record of this proof cannot be written to cdktf.out: Permission denied\n",
    )


def test_files_that_change_during_the_proof_are_not_recorded(project: Path) -> None:
    recording = Recording(project, project / "organization.yaml")
    (project / "organization.yaml").write_text("name: other\n")

    assert recording.write(proof()) == ""
    assert read_record(project / "cdktf.out") is None

"""`cdktf deploy` says of its stacks only what was proven of exactly these; a damaged record is told."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from foundation.proof_record import (
    FILE,
    ProofRecord,
    depends_on_time,
    deployment_line,
    inputs_in,
    read_record,
    verdict_on,
    write_record,
)

TODAY = "2026-12-01"
RECORD = ProofRecord("2026-12-01 16:02", TODAY, "proven", "17 promises kept, 0 broken", {}, depends_on_time=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project of two stacks."""
    out = tmp_path / "cdktf.out"
    paths = {name: {"synthesizedStackPath": f"stacks/{name}/cdk.tf.json"} for name in ("id", "infra")}
    for name in paths:
        (out / "stacks" / name).mkdir(parents=True)
        (out / "stacks" / name / "cdk.tf.json").write_text(f'{{"//": "{name}"}}')
    (out / "manifest.json").write_text(json.dumps({"stacks": paths}))
    (tmp_path / "organization.yaml").write_text("name: cats\n")
    (tmp_path / "access.yaml").write_text("promises: {}\n")
    return tmp_path


def inputs(project: Path) -> dict[str, str]:
    return inputs_in(project / "cdktf.out", project / "organization.yaml", project / "access.yaml")


def line(project: Path, record: ProofRecord = RECORD, *, today: str = TODAY) -> str:
    """Return the line after a proof."""
    return verdict_on(_recorded(project, record), inputs(project), today=today)


def _recorded(project: Path, record: ProofRecord) -> Path:
    write_record(project / "cdktf.out", replace(record, inputs=inputs(project)))
    return project / "cdktf.out"


def test_what_was_never_proven_is_said(project: Path) -> None:
    assert deployment_line(project, project / "organization.yaml") == "Never proven: run 'orgctl prove'."


def test_the_same_files_are_proven(project: Path) -> None:
    assert line(project) == "Proven 2026-12-01 16:02 UTC: 17 promises kept, 0 broken."
    assert line(project, today="2026-12-20") == line(project)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("cdktf.out/stacks/infra/cdk.tf.json", "the stacks are"),
        ("organization.yaml", "organization.yaml is"),
        ("access.yaml", "access.yaml is"),
    ],
)
def test_a_single_byte_makes_it_not_proven(project: Path, name: str, says: str) -> None:
    _recorded(project, RECORD)
    file = project / name
    file.write_bytes(file.read_bytes() + b" ")

    found = deployment_line(project, project / "organization.yaml")
    assert found == f"Not proven: {says} not as proven 2026-12-01 16:02 UTC: run 'orgctl prove'."


def test_a_file_that_was_removed_or_a_stack_of_another_name_makes_it_not_proven(project: Path) -> None:
    _recorded(project, RECORD)
    (project / "access.yaml").unlink()
    assert "access.yaml is not as proven" in deployment_line(project, project / "organization.yaml")

    manifest = project / "cdktf.out" / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"id"', '"other"'))
    assert "the stacks are not as proven" in deployment_line(project, project / "organization.yaml")


@pytest.mark.parametrize(
    ("record", "says"),
    [
        (
            replace(RECORD, result="not proven", counts="12 promises kept, 2 broken"),
            "NOT PROVEN 2026-12-01 16:02 UTC: 12 ",
        ),
        (replace(RECORD, result="accepted"), "Kept, but for what is accepted, 2026-12-01 16:02 UTC: 17 "),
        (replace(RECORD, accepted_for_one_run=("mfa",)), "kept, 0 broken (accepted for one run: mfa)."),
        (replace(RECORD, as_of="2026-11-01"), "Proven 2026-12-01 16:02 UTC as of 2026-11-01: 17 "),
        (replace(RECORD, as_of="2027-01-01"), "Not proven as of 2026-12-01: "),
        (replace(RECORD, as_of="2026-11-30", depends_on_time=True), "Not proven as of 2026-12-01: "),
        (replace(RECORD, depends_on_time=True), "Proven 2026-12-01 16:02 UTC: 17 "),
        (replace(RECORD, proof_version=1), "Not proven: another version of orgctl made the proof of 2026-12-01 "),
        (replace(RECORD, result="accepted", ends="2026-11-30"), "Not proven: what was accepted ended on 2026-11-30: "),
        (replace(RECORD, result="accepted", ends=TODAY), "Kept, but for what is accepted, "),
    ],
)
def test_the_line_has_the_verdict_and_its_limits(project: Path, record: ProofRecord, says: str) -> None:
    assert says in line(project, record)
    assert "\n" not in line(project, record)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "{}",
        "null",
        '{"format": 1}',
        "\udcff",
        "[" * 100_000,
        json.dumps({**RECORD.__dict__, "format": 1}),
        json.dumps({**RECORD.__dict__, "as_of": ""}),
        json.dumps({**RECORD.__dict__, "as_of": "today"}),
        json.dumps({**RECORD.__dict__, "at": "2026-12-01"}),
        json.dumps({**RECORD.__dict__, "ends": "never"}),
        json.dumps({**RECORD.__dict__, "depends_on_time": "no"}),
        json.dumps({**RECORD.__dict__, "result": "right"}),
        json.dumps({**RECORD.__dict__, "result": []}),
        json.dumps({**RECORD.__dict__, "counts": 3}),
        json.dumps({**RECORD.__dict__, "counts": "a\nb"}),
        json.dumps({**RECORD.__dict__, "inputs": []}),
        json.dumps({**RECORD.__dict__, "accepted_for_one_run": 1}),
    ],
)
def test_a_damaged_record_is_said(project: Path, content: str) -> None:
    (project / "cdktf.out" / FILE).write_bytes(content.encode(errors="surrogateescape"))

    found = deployment_line(project, project / "organization.yaml")
    assert found == "Not known to be proven: cdktf.out/proof.json is damaged: run 'orgctl prove'."


@pytest.mark.parametrize("name", ["cdktf.out/stacks/infra/cdk.tf.json", "access.yaml"])
def test_a_file_that_names_the_time_depends_on_it(project: Path, name: str) -> None:
    assert not depends_on_time(project / "cdktf.out", project / "access.yaml")
    (project / name).write_text('{"DateLessThan": {"AWS:CurrentTime": "2027-01-01"}}')
    assert depends_on_time(project / "cdktf.out", project / "access.yaml")


def test_without_stacks_nothing_is_known(project: Path) -> None:
    (project / "cdktf.out" / "manifest.json").write_text("{")
    assert "cannot be read" in deployment_line(project, project / "organization.yaml")
    (project / "cdktf.out" / "manifest.json").unlink()
    assert "cannot be read" in deployment_line(project, project / "organization.yaml")


def test_a_record_is_read_as_it_was_written(project: Path) -> None:
    record = replace(RECORD, accepted_for_one_run=("mfa",), ends=TODAY, inputs=inputs(project))
    write_record(project / "cdktf.out", record)
    assert read_record(project / "cdktf.out") == record

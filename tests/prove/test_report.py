"""A proof as text of 80 columns."""

from __future__ import annotations

import io
import re

from rich.console import Console
from syrupy.assertion import SnapshotAssertion

from orgctl.prove.report import render
from tests.prove.conftest import Proven


def printed(proven: Proven, width: int = 80) -> list[str]:
    output = io.StringIO()
    render(*proven, Console(file=output, width=width, highlight=False))
    return output.getvalue().splitlines()


def test_the_proof_of_the_example_reads_well(proven: Proven, snapshot: SnapshotAssertion) -> None:
    lines = printed(proven)

    assert [re.sub(r"^\d+ requests, \d+ of them different, in .* s\.$", "…", line) for line in lines] == snapshot
    assert max(map(len, lines)) <= 80


def test_a_proof_that_fails_reads_well(spoilt: Proven, snapshot: SnapshotAssertion) -> None:
    lines = printed(spoilt)

    assert [re.sub(r"^\d+ requests, \d+ of them different, in .* s\.$", "…", line) for line in lines] == snapshot
    assert max(map(len, lines)) <= 80


def test_a_counterexample_is_printed_with_its_line(spoilt: Proven) -> None:
    text = " ".join(" ".join(printed(spoilt)).split())

    assert "BROKEN Without MFA a user can enrol MFA" in text
    assert "myuser with an access key can assume arn:aws:iam::" in text
    assert "trust policy: statement 1 of trust policy of infra allows it organization.yaml line 36" in text
    assert "Not resolved, therefore not proven" in text
    assert "${aws_nothing.here.id} (the stack has no such resource" in text
    assert " Not proven: " in text


def test_the_matrix_has_the_roles_of_each_user(proven: Proven) -> None:
    lines = printed(proven)
    start = lines.index("Roles that users can assume")

    assert lines[start + 1 : start + 5] == [
        "  myuser  (user of id)",
        "    billing  in org-root",
        "      only with MFA; view-billing",
        "    incident-responder  in id, infra, logs",
    ]
    assert "      only with MFA, through admin; AdministratorAccess" in lines


def test_a_narrow_terminal_is_enough(spoilt: Proven) -> None:
    assert max(map(len, printed(spoilt, width=60))) <= 60

"""A proof as text of 80 columns."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import pytest
from rich.console import Console
from syrupy.assertion import SnapshotAssertion

from access.proof import Assumption, Proof, Unread
from orgctl.prove.report import render
from tests.prove.many import NUMBER, OTHER, TITLE, many


def printed(proven: Proof, width: int = 80) -> list[str]:
    output = io.StringIO()
    render(proven, Console(file=output, width=width, highlight=False))
    return output.getvalue().splitlines()


def test_the_proof_of_the_example_reads_well(proven: Proof, snapshot: SnapshotAssertion) -> None:
    lines = printed(proven)

    assert [re.sub(r"^\d+ requests, \d+ of them different, in .* s\.$", "…", line) for line in lines] == snapshot
    assert max(map(len, lines)) <= 80


def test_a_proof_that_fails_reads_well(spoilt: Proof, snapshot: SnapshotAssertion) -> None:
    lines = printed(spoilt)

    assert [re.sub(r"^\d+ requests, \d+ of them different, in .* s\.$", "…", line) for line in lines] == snapshot
    assert max(map(len, lines)) <= 80


def test_a_counterexample_is_printed_with_its_line(spoilt: Proof) -> None:
    text = " ".join(" ".join(printed(spoilt)).split())

    assert "BROKEN Without MFA a user can enrol MFA" in text
    assert "myuser with an access key can assume arn:aws:iam::" in text
    assert "trust policy: statement 1 of trust policy of infra allows it organization.yaml line 36" in text
    assert "Not resolved, therefore not proven" in text
    assert "${aws_nothing.here.id} (the stack has no such resource" in text
    assert " Not proven: " in text


def test_the_matrix_has_the_roles_of_each_user(proven: Proof) -> None:
    lines = printed(proven)
    start = lines.index("Roles that users can assume")

    assert lines[start + 1 : start + 5] == [
        "  myuser  (user of id)",
        "    billing  in org-root",
        "      only with MFA; view-billing",
        "    incident-responder  in id, infra, logs",
    ]
    assert "      only with MFA, through admin; AdministratorAccess" in lines


def test_a_narrow_terminal_is_enough(spoilt: Proof) -> None:
    assert max(map(len, printed(spoilt, width=60))) <= 60


SCREEN = 40
"""Lines of a terminal."""


def test_every_kind_of_thousands_of_counterexamples_is_on_the_first_screen() -> None:
    proof = many()
    lines = printed(proof)
    screen = " ".join(" ".join(lines[:SCREEN]).split())

    assert sum(len(one.counter_examples) for one in proof.promises) == NUMBER + 4
    assert lines[0] == "Proof of cats, as of 2026-12-01"
    assert f"BROKEN {TITLE}" in screen
    assert f"BROKEN {OTHER}" in screen
    for promise in proof.promises:
        for kind in promise.kinds:
            assert kind.text in screen
    assert "is possible, and 1,598 more like it" in screen
    assert max(map(len, lines)) <= 80


def test_many_actions_of_one_cause_are_named_and_its_statements_shown_once() -> None:
    proof = many()
    trail = proof.promises[1]
    actions = [f"iam:Action{index}" for index in range(40)]
    kinds = tuple(replace(trail.kinds[0], action=action, count=7) for action in actions)
    lines = printed(replace(proof, promises=(replace(trail, kinds=kinds),)))

    text = " ".join(" ".join(lines[:SCREEN]).split())
    assert "and in the same way iam:Action3 (7), iam:Action4 (7)" in text
    assert "iam:Action38 (7) and iam:Action39 (7)" in text
    assert text.count("identity policy: statement 1 of admin allows it") == 1


def test_what_is_broken_or_not_decided_comes_before_what_is_kept(proven: Proof) -> None:
    kept, first, second = proven.promises[:3]
    undecided = replace(second, status="undecided", undecided=("ann: s3:GetObject: the operator is unknown",))
    broken = replace(many().promises[1], own=True, name="access.yaml:3")
    lines = printed(replace(proven, promises=(kept, first, undecided, broken)))

    assert [line for line in lines if line in ("Broken", "Not decided", "Promises", "Promises of access.yaml")] == [
        "Broken",
        "Not decided",
        "Promises",
    ]
    assert f"BROKEN    {TITLE} (access.yaml:3)" in lines


@pytest.mark.parametrize(
    ("change", "last"),
    [
        ({}, "Proven: 2 promises kept, 0 broken."),
        (
            {"unread": (Unread("logs", "aws_x.y", "policy", "z"),)},
            "Not proven: 2 promises kept, 0 broken, 1 policy not read.",
        ),
    ],
)
def test_proven_is_only_said_when_everything_is_read(proven: Proof, change: dict[str, Any], last: str) -> None:
    proof = replace(proven, promises=proven.promises[:2], **change)

    assert printed(proof)[-1] == last
    assert proof.proven is last.startswith("Proven")


def test_the_last_line_counts_each_answer(proven: Proof) -> None:
    kept = proven.promises[0]
    several = tuple(replace(kept, status=status) for status in ("kept", "broken", "undecided", "not asked"))
    unread = (Unread("logs", "aws_lambda_permission.x", "", "the reader does not know its type"),)
    lines = printed(replace(proven, promises=several, unread=unread))

    last = "Not proven: 1 promise kept, 1 broken, 1 not decided, 1 not asked, 1 policy not read."
    assert " ".join(lines[-2:]) == last
    assert "  logs: aws_lambda_permission.x (the reader does not know its type)" in lines


def test_assumptions_are_shown_beside_the_verdict(proven: Proof) -> None:
    fact = Assumption("a session of AssumeRole has no MFA context", "https://docs.aws.amazon.com/x, 2026-12-01")
    kept = replace(proven.promises[0], assumptions=(fact,))
    text = " ".join(" ".join(printed(replace(proven, promises=(kept,)))).split())

    assert f"nothing else. if {fact.text} ({fact.source})" in text

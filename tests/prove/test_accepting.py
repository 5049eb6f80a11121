"""What is accepted is in every form of a proof, with its reason; the option `--accept`; exit statuses."""

from __future__ import annotations

import copy
import io
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from rich.console import Console
from typer.testing import CliRunner

from access.promises.promise import Outcome, Promise
from access.proof import Proof, as_json
from access.questions.accepting import Undecided
from orgctl.cli import app
from orgctl.prove.junit import as_junit
from orgctl.prove.markdown import as_markdown
from orgctl.prove.report import render
from orgctl.prove.words import verdict
from tests.prove.accepting import OBSOLETE, REASON, all_of_many, only_accepted, proof
from tests.prove.many import NUMBER
from tests.synthesized_project import write_stacks

OLD, NEW = "the bucket old is in eu-west-1", "the bucket new is in eu-west-1"
ENTRY = "accepted until 2027-03-31 (access.yaml:12; what: *old*)"
SAYS = "Users with MFA can assume the roles that organization.yaml gives them, and no others."


def printed(found: Proof) -> list[str]:
    output = io.StringIO()
    render(found, Console(file=output, width=80, highlight=False))
    return output.getvalue().splitlines()


def test_the_last_line_never_says_proven_of_what_is_accepted() -> None:
    assert verdict(only_accepted()) == "Kept, but for what is accepted: 1 promise kept, 1 accepted, 0 broken."
    assert verdict(proof()) == ("Not proven: 1 promise kept, 1 accepted, 1 broken, 1 entry of accepted obsolete.")
    assert (only_accepted().passed, only_accepted().proven) == (True, False)
    assert (proof().passed, proof().proven) == (False, False)


def test_text_shows_what_is_accepted_with_its_reason_and_end() -> None:
    lines = printed(proof())
    text = " ".join(" ".join(lines).split())

    assert [line for line in lines if line in ("Broken", "Accepted", "Promises")] == ["Broken", "Accepted", "Promises"]
    assert f"accepted Every resource is in a region that is allowed. {ENTRY}: {REASON} - {OLD}" in text
    assert "? ann with MFA, arn:aws:s3:::old: the operator is unknown" in text
    assert f"BROKEN Every bucket is named. - {NEW} the resource is there" in text
    assert f"{ENTRY}: {REASON} - {OLD}" in text.partition("BROKEN")[2].partition("Accepted")[0]
    assert f"Entries of accepted that are obsolete, therefore not proven {OBSOLETE}" in text
    assert max(map(len, lines)) <= 80


def test_thousands_of_accepted_counterexamples_are_one_line_of_each_kind() -> None:
    text = " ".join(" ".join(printed(all_of_many())).split())

    assert f"accepted (--accept; what: *): {REASON}" in text
    assert f", and {NUMBER - 1:,} more like it" in text


def test_the_data_has_what_is_accepted_apart() -> None:
    found = json.loads(as_json(proof()))
    _, regions, buckets = found["promises"]

    assert (found["version"], found["proven"], found["passed"]) == (2, False, False)
    assert found["counts"] == {"kept": 1, "accepted": 1, "broken": 1, "undecided": 0, "not_asked": 0}
    assert found["obsolete"] == [{"where": "access.yaml:20", "promise": "No role leads on.", "reason": OBSOLETE.reason}]
    assert (regions["status"], regions["counter_examples"], regions["undecided"]) == ("accepted", [], [])
    (old, new) = regions["accepted"]
    assert {key: old[key] for key in ("reason", "until", "where", "who", "what")} == {
        "reason": REASON,
        "until": "2027-03-31",
        "where": "access.yaml:12",
        "who": [],
        "what": ["*old*"],
    }
    assert [one["text"] for one in (*old["counter_examples"], *new["counter_examples"])] == [OLD, NEW]
    assert old["undecided"] == ["ann with MFA, arn:aws:s3:::old: the operator is unknown"]
    assert buckets["status"] == "broken"
    assert [one["text"] for one in buckets["counter_examples"]] == [NEW]
    assert [one["text"] for one in buckets["accepted"][0]["counter_examples"]] == [OLD]


def test_continuous_integration_skips_what_is_accepted_and_fails_for_the_rest() -> None:
    suite = ElementTree.fromstring(as_junit(proof()))[0]
    kept, regions, buckets, *_, entries = suite

    assert {name: suite.attrib[name] for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "6",
        "failures": "2",
        "errors": "0",
        "skipped": "1",
    }
    assert list(kept) == []
    assert [child.tag for child in regions] == ["skipped", "system-out"]
    assert f"{ENTRY}: {REASON}" in regions[0].attrib["message"]
    assert OLD in str(regions[1].text)
    assert "not decided: ann with MFA" in str(regions[1].text)
    assert [child.tag for child in buckets] == ["failure", "system-out"]
    assert buckets[0].attrib["message"] == NEW
    assert f"{ENTRY}: {REASON}\n{OLD}" in str(buckets[1].text)
    assert entries[0].attrib["message"] == str(OBSOLETE)


def test_markdown_has_a_section_for_each_promise_of_which_something_is_accepted() -> None:
    text = as_markdown(proof())

    titles = [line for line in text.splitlines() if line.startswith("### ")]
    assert titles == [
        "### Broken: Every bucket is named.",
        "### Accepted: Every resource is in a region that is allowed.",
        "### Accepted: Every resource is in a region that is allowed.",
        "### Accepted: Every bucket is named.",
        "### Obsolete entries of accepted",
        "### Kept: 1 promise",
    ]
    assert rf"- accepted until 2027-03-31 (access.yaml:12; what: \*old\*): {REASON}" in text
    assert text.count(f"- {OLD}") == 2
    assert "- not decided: ann with MFA" in text


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["prove", *arguments], catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def broken(project: Path, quick: None, stacks: dict[str, Any]) -> Path:
    """Return the project, of which the promise given-access is broken."""
    edited = copy.deepcopy(stacks)
    del edited["id"]["resource"]["aws_iam_group_membership"]
    write_stacks(project, edited)
    (project / "access.yaml").unlink()
    return project


def accept(project: Path, fields: str) -> None:
    text = f"accepted:\n  - {{promise: given-access, reason: They come in spring., {fields}}}\n"
    (project / "access.yaml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("form", ["text", "json", "junit", "markdown"])
def test_what_the_file_accepts_is_exit_status_0_and_shown_in_each_format(broken: Path, form: str) -> None:
    accept(broken, "who: myuser, until: 2026-12-01")

    status, out, error = run("--as-of", "2026-12-01", "--format", form)

    assert (status, error) == (0, "")
    assert "They come in spring." in " ".join(out.split())
    assert "2026-12-01" in out
    assert "Proven" not in out


@pytest.mark.parametrize(("fields", "said"), [("until: 2026-11-30", "this has ended"), ("who: ann", "is like this")])
def test_an_entry_that_accepts_nothing_is_exit_status_1_with_file_and_line(
    broken: Path, fields: str, said: str
) -> None:
    accept(broken, fields)

    status, out, _ = run("--as-of", "2026-12-01")

    assert status == 1
    assert "access.yaml:2: " in out
    assert said in " ".join(out.split())
    assert out.endswith("Not proven: 0 promises kept, 1 broken, 1 entry of accepted obsolete.\n")


def test_an_entry_of_a_kept_promise_is_exit_status_1(project: Path, quick: None) -> None:
    accept(project, "who: '*'")

    status, out, _ = run()

    assert status == 1
    assert "there is nothing to accept: the promise is kept" in " ".join(out.split())
    assert out.endswith("Not proven: 1 promise kept, 0 broken, 1 entry of accepted obsolete.\n")


def test_a_part_that_is_accepted_leaves_the_promise_broken(broken: Path) -> None:
    accept(broken, "what: 'arn:aws:iam::*:role/billing'")

    status, out, _ = run()

    assert status == 1
    text = " ".join(out.split())
    assert "accepted (access.yaml:2; what: arn:aws:iam::*:role/billing): They come in spring." in text
    assert "cannot assume billing" not in text.partition("accepted (")[0]
    assert "cannot assume incident-responder in id" in text.partition("accepted (")[0]


@pytest.mark.parametrize("form", ["text", "json", "junit", "markdown"])
def test_a_promise_is_accepted_for_one_run(broken: Path, form: str) -> None:
    status, out, error = run("--accept", "given-access", "--format", form)

    assert (status, error) == (0, "")
    assert "accepted on the command line, for this run only" in " ".join(out.split())
    assert run()[0] == 1


def test_a_promise_that_is_unknown_or_kept_cannot_be_accepted(project: Path, quick: None) -> None:
    (project / "access.yaml").unlink()

    status, out, error = run("--accept", "given", "--accept", "mfa")
    assert (status, out) == (2, "")
    assert error == (
        "orgctl: --accept: 'given' is no promise; there are given-access\n"
        "orgctl: --accept: 'mfa' is no promise; there are given-access\n"
    )
    status, out, error = run("--accept", "given-access", "--junit", "proof.xml")
    assert (status, out) == (2, "")
    assert error == (
        "orgctl: --accept: nothing is left to accept of 'given-access', which is kept; remove the option. Of the "
        "promises that are broken or not decided there is none\n"
    )
    assert not (project / "proof.xml").exists()


def test_the_command_line_accepts_what_the_file_leaves(broken: Path) -> None:
    accept(broken, "what: 'arn:aws:iam::*:role/billing'")

    status, out, _ = run("--accept", "given-access", "--json")

    (given,) = json.loads(out)["promises"]
    assert status == 0
    assert [one["where"] for one in given["accepted"]] == ["access.yaml:2", "--accept"]
    assert len(given["accepted"][0]["counter_examples"]) == 1


def test_a_promise_of_your_own_that_is_not_decided_is_accepted_by_its_sentence(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = Outcome(undecided=(Undecided("ann: the operator is unknown"),))
    monkeypatch.setattr("orgctl.prove.command.PROMISES", (Promise("new", "It holds.", lambda _: outcome),))
    sentence = "Members of billing see the bills, with MFA only"

    status, out, _ = run("--accept", "new", "--format", "text")
    assert status == 0
    assert "accepted  It holds." in out
    assert "? ann: the operator is unknown" in out
    assert out.endswith("Kept, but for what is accepted: 6 promises kept, 1 accepted, 0 broken.\n")

    status, _, error = run("--accept", sentence)
    assert status == 2
    assert f"nothing is left to accept of '{sentence}', which is kept" in error
    assert "Of the promises that are broken or not decided there are new" in error

"""The report of the example has the results of its proof; and the command `orgctl report`."""

from __future__ import annotations

import copy
import os
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from typer.testing import CliRunner

from access.decision import Evaluator
from access.promises import given, mfa
from access.proof import Sources, prove_all
from access.questions.world import World
from orgctl.cli import app
from orgctl.prove.reading import read_synthesized
from orgctl.report.data import Report, Unit
from orgctl.report.gather import Source, gather
from tests.dated import AFTER, LAST_DAY, until_new_year
from tests.report.conftest import Open
from tests.synthesized_project import write_project, write_stacks


@pytest.fixture(scope="module")
def report(stacks: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Return the report of the example, with two of its promises."""
    return gathered(write_project(tmp_path_factory.mktemp("report"), stacks))


def gathered(folder: Path) -> Report:
    read = read_synthesized(folder, folder / "organization.yaml")
    with Evaluator(read.organization) as evaluator:
        world = World(read.organization, evaluator, read.intent)
        sources = Sources(read.lines, read.organization)
        proof = prove_all(read.name, world, sources, (mfa.PROMISE, given.PROMISE), (), started=perf_counter())
        return gather(Source("cdktf.out", world, proof, read.lines))


def unit(report: Report, name: str) -> Unit:
    return next(each for each in report.root.units if each.target == name)


def test_the_tree_has_every_account_where_it_is(report: Report) -> None:
    assert [(account.key, account.management) for account in report.root.accounts] == [("org-root", True)]
    assert [account.key for account in unit(report, "spacecats").accounts] == ["id", "infra", "logs"]
    assert unit(report, "suspended").quarantine
    assert unit(report, "spacecats").accounts[0].email == "spacecats-infra+aws-org-id@example.com"
    assert all(account.placeholder for account in unit(report, "spacecats").accounts)


def test_guardrails_have_the_names_of_the_configuration(report: Report) -> None:
    assert [each.name for each in unit(report, "spacecats").accounts[1].guardrails] == ["limit-instance-types"]
    names = [each.name for each in unit(report, "spacecats").guardrails]
    assert {"limit-regions", "no-vpc-peering", "tags"} <= set(names)
    assert len(names) == len(set(names))


def test_every_user_is_there_with_the_way_to_each_role(report: Report) -> None:
    person, administrator = report.people
    assert (person.name, person.home, person.groups) == ("myuser", "id", ("billing", "infra", "responders"))
    assert all(grant.needs_mfa for grant in person.grants)
    reached = {grant.account: grant.through for grant in administrator.grants}
    assert reached["logs"] == ("group admins", "role admin in org-root")


def test_each_statement_has_its_line_of_the_configuration(report: Report) -> None:
    (policy,) = [each for each in report.policies if each.name == "account:infra/guardrails-2"]
    (origin,) = policy.origins
    assert (origin.file, origin.key) == ("organization.yaml", "guardrails.limit-instance-types")
    assert origin.line
    assert policy.attached == ("account:infra",)


def test_the_report_is_about_a_day(project: Path, stacks: dict[str, Any]) -> None:
    write_stacks(project, until_new_year(stacks))

    for day, verdict in ((LAST_DAY, "Proven: "), (AFTER, "Not proven: ")):
        _, out, _ = run("--as-of", day)
        assert out.startswith(verdict)
        assert f"as of {day}" in (project / "report.html").read_text(encoding="utf-8")


def test_policies_that_differ_by_their_account_alone_are_one(report: Report) -> None:
    (trust,) = [each for each in report.policies if each.kind == "trust" and "incident-responder" in each.name]
    assert trust.attached == tuple(f"role incident-responder in {key}" for key in ("id", "infra", "logs"))


def test_the_fullest_budgets_come_first(report: Report) -> None:
    shares = [each.used / each.limit for each in report.budgets]
    assert shares == sorted(shares, reverse=True)
    assert 0 < shares[0] < 1


def test_a_broken_promise_is_shown_with_the_statements_that_decide(
    stacks: dict[str, Any], tmp_path: Path, show: Open
) -> None:
    edited = copy.deepcopy(stacks)
    role = next(one for name, one in edited["infra"]["resource"]["aws_iam_role"].items() if "roles_infra" in name)
    role["assume_role_policy"] = role["assume_role_policy"].replace('"Bool"', '"BoolIfExists"')

    found = gathered(write_project(tmp_path, edited))

    (broken, kept) = found.promises
    assert (broken.result, kept.result) == ("broken", "kept")
    (kind,) = broken.kinds
    example = kind.first
    assert "aws:username = myuser" in example.context
    assert any(reason.layer == "trust policy" and reason.origin for reason in example.reasons)
    page = show(found).page
    assert "myuser with an access key can assume" in page.inner_text("#promises")


@pytest.fixture
def project(tmp_path: Path, stacks: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the synthesized example, the current folder. Only one built-in promise is evaluated."""
    monkeypatch.chdir(write_project(tmp_path, stacks))
    monkeypatch.delenv("ORGANIZATION_FILE", raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("orgctl.report.command.PROMISES", (given.PROMISE,))
    return tmp_path


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["report", *arguments], catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def test_the_report_is_one_file_and_says_where(project: Path) -> None:
    status, out, error = run()

    assert (status, error) == (0, "")
    assert out.splitlines()[-1] == "The report is in report.html"
    assert "<!doctype html>" in (project / "report.html").read_text(encoding="utf-8").lower()


def test_a_change_is_in_it_when_a_base_is_given(project: Path, stacks: dict[str, Any], tmp_path: Path) -> None:
    before = copy.deepcopy(stacks)
    del before["id"]["resource"]["aws_iam_group_membership"]
    (tmp_path / "before").mkdir()
    write_stacks(write_project(tmp_path / "before", before), before)

    status, out, error = run("--base", "before", "--output", "audit/change.html")

    assert (status, error) == (0, "")
    assert "Compared with the folder before:" in out
    assert (
        "myuser" in (project / "audit" / "change.html").read_text(encoding="utf-8").partition("Access gained")[2][:2000]
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--output", "cdktf.out"), "cdktf.out"),
        (("--base", "nowhere"), "nowhere"),
        (("--access", "missing.yaml"), "missing.yaml"),
        (("--outputs", "missing.json"), "missing.json"),
    ],
)
def test_a_missing_input_or_an_unwritable_output_is_one_message(
    project: Path, arguments: tuple[str, ...], said: str
) -> None:
    status, out, error = run(*arguments)

    assert (status, out) == (1, "")
    assert said in error
    assert not (project / "report.html").exists()


def test_stacks_older_than_the_last_change_are_not_reported(project: Path) -> None:
    os.utime(project / "organization.yaml", (2**31, 2**31))

    status, _, error = run()

    assert status == 1
    assert error == "orgctl: cdktf.out is older than organization.yaml: run 'cdktf synth'\n"


def test_a_policy_says_how_much_of_its_limit_it_uses(report: Report) -> None:
    sizes = {each.name: each.size for each in report.policies}
    guardrails, trust = sizes["root/guardrails-1"], sizes["billing"]
    assert guardrails
    assert trust
    assert (guardrails.place, guardrails.limit) == ("root", 10_240)
    assert (trust.place, trust.limit) == ("role billing of org-root", 2_048)
    assert sizes["assume-roles-infra"]

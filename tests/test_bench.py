from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from access.model.organization import Organization as Access
from access.read.organization import from_stacks
from bench import generated, plain, sample
from bench.check import SECONDS, Check, check
from bench.deployment import Deployment
from bench.figures import Figures
from bench.fresh import INSTALLED, fresh_checkout
from bench.measure import CommandFailed, Measurement, best, measure
from bench.proof import ORGANIZATIONS, Proof, prove
from bench.solvers import forked
from bench.solvers.compare import Answer, compared
from bench.solvers.others import IAMPROVER, OTHERS, REACH, Said, command_lines
from bench.solvers.questions import Question, easy, questions
from bench.synthesis import CDKTF_SYNTH, GUIDE, MAIN, Run, synthesis_environment, synthesize
from bench.table import show
from bench.targets import growth, targets
from organization.load import load
from organization.model import Organization
from terraform_json.stacks import Stack
from toolchain import first_run, jsii_index


def took(seconds: float, megabytes: int = 100, processor: float = 1.0) -> Measurement:
    return Measurement(seconds, megabytes * 1_000_000, processor)


def answer(allowed: bool | None, milliseconds: float = 1.0, *, ended: bool = True) -> Answer:
    return Answer(Said(allowed), milliseconds, ended)


COMPARISON = compared(
    [True, False, False, True],
    {
        "this project": [answer(True, 2), answer(False, 4), answer(False, 6), answer(True, 8)],
        REACH: [answer(False), answer(False), answer(None), answer(True)],
        IAMPROVER: [answer(True), answer(True), answer(False), answer(None, 20_000, ended=False)],
    },
)


ACCOUNTS = {10: (took(1.0), 200), 100: (took(2.0), 1200), 1000: (took(12.0), 11200)}
FIGURES = Figures(
    plain=took(13.0),
    fast=took(0.65),
    floor=took(0.5),
    identical=True,
    unprepared=took(2.0, 1260),
    fresh=took(0.7, 105, 1.09),
    cdktf_synth=took(2.5),
    cdktf_synth_fresh=took(2.6, 111),
    cdktf_synth_large=took(12.0, 501),
    accounts=ACCOUNTS,
    everything={"the example": (took(1.2), 300), "100 accounts": (took(6.0), 5000)},
    checks=[Check(3, took(0.25), 0.5), Check(1000, took(5.01), 5.0)],
    proofs=[
        Proof("the example", took(2.5), took(2.8), 0.2, ORGANIZATIONS["the example"]),
        Proof("100 accounts", took(20.1, processor=4.0), took(21.0), 1.5, ORGANIZATIONS[100], took(99, processor=20.0)),
        Proof("500 accounts", took(60.0, 401, 13.0), took(62.0), 7.4, ORGANIZATIONS[500], took(999, processor=100.0)),
    ],
    solvers=COMPARISON,
    deployment=Deployment(cdktf=took(160.0), terraform=took(200.0), demo=took(168.0)),
    failures={"something": "for a reason"},
)


def test_a_target_is_reached_or_missed_by_the_figure() -> None:
    reached = targets(plain=took(12), fast=took(1), floor=took(1), identical=True, accounts={})
    missed = targets(plain=took(11.9), fast=took(1), floor=took(0.6), identical=False, accounts={})

    assert [(target.figure, target.reached) for target in reached] == [
        ("identical", True),
        ("12.0 times", True),
        ("1.00 times", True),
    ]
    assert [target.reached for target in missed] == [False, False, False]


def test_growth_is_the_cost_of_each_further_resource() -> None:
    assert growth(ACCOUNTS) == [1.0, 1.0]
    slower = ACCOUNTS | {1000: (took(14.6), 11200)}

    (linear,) = [target for target in FIGURES.targets() if target.name.startswith("linear")]
    (crooked,) = [
        target
        for target in targets(plain=took(1), fast=took(1), floor=took(1), identical=True, accounts=slower)
        if target.name.startswith("linear")
    ]
    assert (linear.reached, crooked.reached) == (True, False)


def test_a_thousand_accounts_have_targets_of_time_and_memory() -> None:
    large = {1000: (took(15.1, 1501), 11200)}

    found = targets(plain=took(1), fast=took(1), floor=took(1), identical=True, accounts=large)[-2:]

    assert [(target.figure, target.reached) for target in found] == [("15.1 s", False), ("1501 MB", False)]


def test_each_program_has_a_target_of_memory_for_a_thousand_accounts() -> None:
    found = {target.name: (target.figure, target.reached) for target in FIGURES.targets() if "500 MB" in target.name}

    assert found == {
        "main.py with 1,000 accounts in at most 500 MB": ("100 MB", True),
        "check of 1,000 accounts in at most 500 MB": ("100 MB", True),
        "cdktf synth of 1,000 accounts in at most 500 MB": ("501 MB", False),
    }


def test_a_fresh_checkout_has_targets_of_processor_seconds_and_memory() -> None:
    found = [(target.figure, target.reached) for target in FIGURES.targets() if "fresh" in target.name]

    assert found == [("1.09 × CPU, 1.05 × memory", True), ("1.00 × CPU, 1.11 × memory", False)]


def test_a_checkout_is_measured_with_caches_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (jsii_index.FOLDER, "NODE_COMPILE_CACHE", "CDKTF_HOME"):
        monkeypatch.setenv(name, "/warm")
    monkeypatch.setattr(first_run, "prepare", lambda env, root: (root / "prepared").write_text(env["CDKTF_HOME"]))

    with fresh_checkout() as checkout:
        env = synthesis_environment(GUIDE, checkout=checkout)
        prepared_for = Path((checkout / "prepared").read_text())
        links = [entry.name for entry in checkout.iterdir() if entry.is_symlink()]

        assert "/warm" not in env.values()
        assert Path(env[jsii_index.FOLDER]) == jsii_index.folder_of(checkout)
        assert prepared_for.is_relative_to(checkout / ".tools")
        assert (checkout / "stacks" / "__init__.py").is_file()
        assert sorted(links) == sorted(INSTALLED)
        assert not list(checkout.glob("*/__pycache__"))
    assert not checkout.exists()


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.parametrize("program", [MAIN, CDKTF_SYNTH])
def test_the_first_run_of_a_fresh_checkout_costs_as_much_as_later_ones(program: str) -> None:
    with fresh_checkout() as checkout:
        first, *later = (synthesize(program, GUIDE, checkout=checkout).took for _ in range(5))
        left = list(jsii_index.folder_of(checkout).rglob("*.tmp"))

    warm = best(later)
    assert first.processor_seconds <= 1.1 * warm.processor_seconds + 0.1  # of several processes, each counted in ticks
    assert first.peak_bytes <= 1.1 * warm.peak_bytes
    assert left == []


def test_the_deployments_are_compared_with_cdktf() -> None:
    assert FIGURES.deployment is not None
    assert FIGURES.deployment.ratio == 1.25
    assert FIGURES.as_json()["deployment_ratio"] == 1.25


def test_figures_are_json() -> None:
    assert json.loads(json.dumps(FIGURES.as_json()))["everything"]["100 accounts"][1] == 5000


def test_the_tables_fit_80_columns_and_name_missing_figures() -> None:
    output = io.StringIO()

    show(FIGURES, Console(file=output, width=80))

    text = output.getvalue()
    assert max(map(len, text.splitlines())) <= 80
    for line in ("without services", "All services on", "something could not be measured: for a reason", "1.25"):
        assert line in text
    for line in ("beside the other checkout", "0.125 ✗", "400 ✗", "confirmed by the evaluator", "> 20,000"):
        assert line in text


def test_the_check_has_a_target_for_each_size() -> None:
    shown = FIGURES.as_json()["checks"]

    assert [(one["accounts"], one["took"]["seconds"], one["reached"]) for one in shown] == [
        (3, 0.25, True),
        (1000, 5.01, False),
    ]


@pytest.mark.parametrize("accounts", SECONDS)
def test_checked_organizations_have_no_error_and_guardrails_everywhere(accounts: int, tmp_path: Path) -> None:
    organization = loaded(sample.guarded(accounts), tmp_path)
    targets = {target for rail in organization.guardrails.values() for target in rail.targets}

    assert len(organization.accounts) == accounts
    assert targets == {"root", *organization.organizational_units}
    assert len(organization.organizational_units) == -(-accounts // 10)


def test_the_check_is_measured_as_users_call_it() -> None:
    assert check(3, 1).took.seconds > 0.05


def test_the_proof_has_a_target_where_one_was_set() -> None:
    shown = FIGURES.as_json()["proofs"]

    assert [(one["name"], one["reached"]) for one in shown] == [
        ("the example", True),
        ("100 accounts", False),
        ("500 accounts", None),
    ]


def test_the_proof_is_compared_by_processor_seconds() -> None:
    shown = [(one["ratio"], one["ratio_reached"], one["memory_reached"]) for one in FIGURES.as_json()["proofs"]]

    assert shown == [(None, None, None), (0.2, True, None), (0.13, False, False)]
    assert {what: targets.ratio for what, targets in ORGANIZATIONS.items()} == {
        "the example": 1,
        "84 accounts, generated": 0.2,
        100: 0.2,
        500: 0.125,
    }


def test_the_proof_is_measured_as_users_call_it() -> None:
    measured = prove("the example", 1)

    assert measured.prove.seconds > 0.1
    assert measured.prove.processor_seconds > 0.1
    assert measured.megabytes > 0.1


@pytest.mark.parametrize("runs", [[took(2, 10), took(1, 30), took(3, 20)]])
def test_the_best_of_several_runs_is_the_least_of_each(runs: list[Measurement]) -> None:
    assert best(runs) == took(1, 10)


def loaded(text: str, folder: Path) -> Organization:
    file = folder / "organization.yaml"
    file.write_text(text)
    return load(file)[0]


def has_services(organization: Organization) -> list[bool]:
    defaults = organization.account_defaults
    return [
        organization.cloudtrail.enabled,
        organization.guardduty.enabled,
        organization.config.enabled,
        organization.access_analyzer.enabled,
        organization.centralized_root_access,
        defaults.block_public_s3,
        defaults.encrypt_ebs,
        defaults.block_public_snapshots,
        defaults.require_imdsv2,
        bool(organization.guardrails),
        organization.deployment.state.mode != "local",
    ]


def test_the_targets_are_measured_without_services(tmp_path: Path) -> None:
    """The figures must stay comparable with those from before there were services."""
    assert not any(has_services(load(GUIDE)[0]))
    assert not any(has_services(loaded(sample.organization(10), tmp_path)))


def test_everything_is_everything(tmp_path: Path) -> None:
    organization = loaded(sample.organization(10, everything=True), tmp_path)

    assert all(has_services(organization))
    assert len(organization.accounts) == 10
    assert organization.security_account == "a0001"
    assert organization.log_account == "a0002"


def test_a_seed_gives_one_organization() -> None:
    assert generated.organization(7) == generated.organization(7)
    assert generated.organization(7) != generated.organization(8)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_generated_organization_has_its_sizes(seed: int, tmp_path: Path) -> None:
    organization = loaded(generated.organization(seed), tmp_path)
    units = [path for path, _, _ in organization.units()]
    policies = {tuple(role.policies) for group in organization.groups.values() for role in group.roles.values()}
    bound = Counter(target for rail in organization.guardrails.values() for target in rail.targets)

    assert len(organization.accounts) == 84
    assert len(units) == 31
    assert len(organization.groups) == 49
    assert len(organization.users) == 51
    assert sum(len(group.roles) for group in organization.groups.values()) == 653
    assert max(map(len, units)) > 2
    assert len(policies) > 10
    assert len(set(bound.values())) > 2
    assert all(has_services(organization))


def test_the_generated_organization_gives_a_user_and_a_role_to_each_group(tmp_path: Path) -> None:
    organization = loaded(generated.organization(), tmp_path)

    assert all(group.users and group.roles for group in organization.groups.values())
    assert not organization.users_without_group()


def test_answers_are_counted_by_the_right_ones() -> None:
    own, reach, iamprover = COMPARISON.sides

    assert (own.average, own.median, own.longest, own.right, own.reached) == (5.0, 5.0, 8.0, 4, True)
    assert (reach.right, reach.wrongly_none, reach.wrongly_allowed, reach.undecided) == (2, 1, 0, 1)
    assert (iamprover.right, iamprover.wrongly_allowed, iamprover.unanswered) == (2, 1, 1)
    assert (reach.reached, iamprover.reached) == (False, False)
    assert (COMPARISON.allowed, COMPARISON.proven_by_reach) == (2, 1)


def test_one_wrong_or_long_answer_misses_the_target_of_the_solver() -> None:
    wrong = compared([True, False], {"this project": [answer(True), answer(True)]})
    long = compared([False] * 200, {"this project": [answer(False, 1001), *[answer(False)] * 199]})

    assert [one.sides[0].reached for one in (wrong, long)] == [False, False]


def test_answers_of_other_programs_are_read() -> None:
    witness = {
        "action": "s3:GetObject",
        "resource": "arn:aws:s3:::b/x",
        "context": {"aws:MultiFactorAuthPresent": None},
    }
    found = {"principal": "p", "action": "s3:getobject", "resource": "r", "context": {"a": "b"}}

    reach, iamprover = OTHERS[REACH].read, OTHERS[IAMPROVER].read

    assert reach(json.dumps({"verdict": "allowed", "witness": witness})) == Said(
        True, "s3:GetObject", "arn:aws:s3:::b/x", {"aws:MultiFactorAuthPresent": None}
    )
    assert reach(json.dumps({"verdict": "denied", "witness": None})) == Said(False)
    assert reach(json.dumps({"verdict": "unknown", "witness": witness})) == Said(None)
    assert iamprover(json.dumps([{"passed": False, "counterexamples": [found]}])) == Said(
        True, "s3:getobject", "r", {"a": "b"}
    )
    assert iamprover(json.dumps([{"passed": True, "counterexamples": []}])) == Said(False)
    assert reach("reach: no such file") == iamprover("error: no such file") == Said(None)


@pytest.fixture(scope="module")
def asked(stacks: dict[str, dict[str, Any]]) -> tuple[list[Question], Access]:
    example = from_stacks([Stack(name, document) for name, document in stacks.items()])
    return questions(example), example


def test_fifteen_callers_are_asked_seven_questions_each(asked: tuple[list[Question], Access]) -> None:
    callers = Counter(question.caller.label for question in asked[0])

    assert list(callers.values()) == [7] * 15
    assert all(question.sought(asked[1]).actions for question in asked[0])
    assert {question.actions for question in easy(asked[1])} == {question.actions for question in asked[0]}


@pytest.mark.parametrize("program", OTHERS)
def test_other_programs_get_every_policy_of_a_question(
    program: str, asked: tuple[list[Question], Access], tmp_path: Path
) -> None:
    """The access role of logs has SCPs above it, the trail's bucket a policy, and its account RCPs."""
    (question,) = [
        one
        for one in asked[0]
        if one.caller.label == "role OrganizationAccountAccessRole of logs" and one.actions == "s3:GetObject"
    ]

    (arguments,) = command_lines(program, asked[1], [question], tmp_path)

    written = "".join(file.read_text() for file in tmp_path.rglob("*.json"))
    statements = [one for document in question.documents for one in document["Statement"]]
    assert len(statements) > 20
    assert [one for one in statements if json.dumps(one)[1:-1] not in written] == []
    assert question.arn in f"{arguments} {written}"


REMEMBERING = """\
words = []

def main(arguments):
    (word,) = arguments
    if word == "fail":
        raise ValueError("no such thing")
    while word == "endless":
        pass
    words.append(word)
    sum(range(200_000))
    print(" ".join(words))
    return 2
"""
"""A program that prints what it was asked so far, fails, or has no end."""


def driven(words: list[str], folder: Path, *, together: bool = False) -> list[dict[str, Any]]:
    """Return the answers of the program, which has been asked about an easy word before."""
    (folder / "remembering.py").write_text(REMEMBERING)
    given = json.dumps({"easy": [["easy"]], "questions": [[word] for word in words], "together": together})
    command = (sys.executable, forked.__file__, "remembering:main", "1")
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run(command, input=given, env=environment, capture_output=True, text=True, check=True)
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


@pytest.mark.parametrize(("together", "outputs"), [(False, ["easy a", "easy b"]), (True, ["easy a", "easy a b"])])
def test_no_answer_helps_another_unless_they_are_given_together(
    together: bool, outputs: list[str], tmp_path: Path
) -> None:
    answers = driven(["a", "b"], tmp_path, together=together)

    assert [one["output"].strip() for one in answers] == outputs
    assert all(one["ended"] and 0 < one["seconds"] < 1 for one in answers)


def test_an_answer_without_end_is_not_waited_for(tmp_path: Path) -> None:
    endless, failed = driven(["endless", "fail"], tmp_path)

    assert (endless["ended"], endless["output"]) == (False, "")
    assert endless["seconds"] >= 0.7  # the kernel counts in ticks
    assert (failed["ended"], failed["output"].strip()) == (True, "ValueError: no such thing")


def test_resources_of_all_stacks_are_counted() -> None:
    stack = json.dumps({"resource": {"aws_iam_user": {"a": {}, "b": {}}, "aws_iam_role": {"a": {}}}})

    assert Run(took(1), {"id": stack, "empty": "{}"}).resources == 3


def manifest(folder: Path, dependencies: dict[str, list[str]]) -> Path:
    stacks = {name: {"dependencies": needed} for name, needed in dependencies.items()}
    (folder / "manifest.json").write_text(json.dumps({"stacks": stacks}))
    return folder / "manifest.json"


def test_terraform_alone_takes_the_stacks_in_the_order_of_their_dependencies(tmp_path: Path) -> None:
    file = manifest(tmp_path, {"id": ["org-root", "logs"], "logs": ["org-root"], "org-root": []})

    assert plain.order(file) == ["org-root", "logs", "id"]


def test_terraform_alone_moves_the_state_into_the_bucket_that_a_stack_made(tmp_path: Path) -> None:
    """The stack that makes its bucket begins with a local state; the next one finds its bucket."""
    buckets = {"bootstrap-id": {"aws_s3_bucket": {"state": {"bucket": "b"}}}, "id": {}}
    for name, resources in buckets.items():
        (tmp_path / "stacks" / name).mkdir(parents=True)
        content = {"terraform": {"backend": {"s3": {"bucket": "b"}}}, "resource": resources}
        (tmp_path / "stacks" / name / "cdk.tf.json").write_text(json.dumps(content))
    manifest(tmp_path, {"bootstrap-id": [], "id": ["bootstrap-id"]})
    log, terraform = tmp_path / "log", tmp_path / "terraform"
    terraform.write_text(f'#!/bin/sh\ncd "${{1#-chdir=}}"; echo "${{PWD##*/}} $2 $3 $(ls *override*)" >>{log}\n')
    terraform.chmod(0o755)

    assert plain.deploy(tmp_path, str(terraform)) == 0

    assert [line.split() for line in log.read_text().splitlines()] == [
        ["bootstrap-id", "init", "-input=false", "backend_override.tf.json"],
        ["bootstrap-id", "apply", "-auto-approve", "backend_override.tf.json"],
        ["bootstrap-id", "init", "-migrate-state"],
        ["id", "init", "-input=false"],
        ["id", "apply", "-auto-approve"],
    ]


def test_terraform_alone_stops_at_the_first_failure(tmp_path: Path) -> None:
    manifest(tmp_path, {"a": [], "b": ["a"]})
    for name in ("a", "b"):
        (tmp_path / "stacks" / name).mkdir(parents=True)
    terraform = tmp_path / "terraform"
    terraform.write_text(f"#!/bin/sh\necho run >>{tmp_path / 'log'}\nexit 3\n")
    terraform.chmod(0o755)

    assert plain.deploy(tmp_path, str(terraform)) == 3
    assert (tmp_path / "log").read_text() == "run\n"


def test_a_command_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="no such thing"):
        measure(["/bin/sh", "-c", "echo no such thing; exit 1"], cwd=tmp_path, env={})
    assert measure(["/bin/sh", "-c", "true"], cwd=tmp_path, env={}).seconds > 0

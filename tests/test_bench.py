from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from bench import plain, sample
from bench.check import SECONDS, Check, check
from bench.deployment import Deployment
from bench.figures import Figures
from bench.measure import CommandFailed, Measurement, best, measure
from bench.proof import Proof, prove
from bench.synthesis import GUIDE, Run
from bench.table import show
from bench.targets import growth, targets
from organization.load import load
from organization.model import Organization


def took(seconds: float, megabytes: int = 100) -> Measurement:
    return Measurement(seconds, megabytes * 1_000_000)


ACCOUNTS = {10: (took(1.0), 200), 100: (took(2.0), 1200), 1000: (took(12.0), 11200)}
FIGURES = Figures(
    plain=took(13.0),
    fast=took(0.65),
    floor=took(0.5),
    identical=True,
    cdktf_synth=took(2.5),
    accounts=ACCOUNTS,
    everything={"the example": (took(1.2), 300), "100 accounts": (took(6.0), 5000)},
    checks=[Check(3, took(0.25), 0.5), Check(1000, took(5.01), 5.0)],
    proofs=[
        Proof("the example", took(2.5), took(2.8), 0.2, 3.0),
        Proof("100 accounts", took(20.1), took(21.0), 1.5, 20.0),
        Proof("500 accounts", took(60.0), took(62.0), 7.4, None),
    ],
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

    assert [(target.figure, target.reached) for target in found] == [("15.1 s", False), ("1.50 GB", False)]


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


def test_the_proof_is_measured_as_users_call_it() -> None:
    measured = prove("the example", 1)

    assert measured.prove.seconds > 0.1
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

"""`orgctl up` proves before the first change of AWS: it refuses what is newly broken, and asks about the rest."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from foundation.proof_record import read_record
from orgctl.up.dialogue import Stopped
from orgctl.up.gate import Gate
from orgctl.up.journey import Journey
from orgctl.up.phase import UpError
from orgctl.up.stacks import Work, deploy_changes, prove, synthesize
from tests.gate.conftest import Project, without_mfa
from tests.up.journeys import begin
from tests.up.test_stacks import PHASE
from tests.up.toolbox import Toolbox
from tests.up.typist import Answer, Typist, talk


@pytest.fixture
def tools(tmp_path_factory: pytest.TempPathFactory, project: Project) -> Toolbox:
    """Return tools for which the stack id has changes."""
    return replace(Toolbox.make(tmp_path_factory.mktemp("tools"), "id"), folder=project.folder)


def travel(
    tools: Toolbox,
    *answers: Answer,
    accept: tuple[str, ...] = (),
    yes: bool = False,
    is_terminal: bool = True,
    dry_run: bool = False,
) -> tuple[Journey, Typist]:
    dialogue, typist = talk(*answers, yes=yes, is_terminal=is_terminal)
    return (
        begin(
            tools.folder,
            dialogue,
            file=tools.folder / "organization.yaml",
            environment=tools.environment,
            gate=Gate(accept),
            dry_run=dry_run,
        ),
        typist,
    )


def deploy(journey: Journey) -> None:
    deploy_changes(PHASE, journey, Work(["id"]), lambda: "deployed")


def test_what_is_proven_is_said_in_a_line_and_recorded(tools: Toolbox) -> None:
    journey, typist = travel(tools, "y")
    deploy(journey)
    deploy(journey)

    assert typist.text.startswith("  proof      Proven: 2 promises kept, 0 broken.\n")
    assert typist.text.count("  proof  ") == 1
    assert len(tools.deployments()) == 1
    record = read_record(tools.folder / "cdktf.out")
    assert record
    assert (record.result, record.counts) == ("proven", "2 promises kept, 0 broken")


def test_stacks_that_change_after_their_synthesis_are_not_deployed(tools: Toolbox, project: Project) -> None:
    journey, _ = travel(tools, "y")
    prove(journey)
    project.synthesized(without_mfa("infra"))
    with pytest.raises(UpError, match=r"the stacks in cdktf\.out have changed during this run, so they are not proven"):
        deploy(journey)
    assert not tools.deployments()


@pytest.mark.parametrize("yes", [False, True])
def test_what_is_newly_broken_is_refused(tools: Toolbox, project: Project, yes: bool) -> None:
    project.deployed()
    project.synthesized(without_mfa("infra"))
    journey, typist = travel(tools, yes=yes)
    with pytest.raises(UpError) as refused:
        deploy(journey)

    message = str(refused.value)
    for text in (
        "nothing is deployed: the change newly breaks 2 promises:",
        "- myuser with an access key can assume",
        "organization.yaml line ",
        "Repair it; or accept it, with the reason, under 'accepted' in access.yaml",
        "\n  orgctl up --accept mfa --accept chaining",
    ):
        assert text in message
    assert "Newly broken: refused BROKEN Without MFA" in typist.one_line
    assert all(len(line) <= 80 for line in [*typist.text.splitlines(), *refused.value.report("orgctl").splitlines()])
    assert (typist.asked, tools.deployments()) == ([], [])
    assert not journey.is_proven


def test_what_was_broken_before_is_asked_and_no_is_the_default(tools: Toolbox, project: Project) -> None:
    project.deployed(without_mfa("infra"))
    project.synthesized(without_mfa("infra"))
    for answer in ("", "n"):
        journey, typist = travel(tools, answer)
        with pytest.raises(Stopped):
            deploy(journey)
        assert typist.asked == ["Deploy all the same? [y/N] "]
        assert "Broken or not decided before BROKEN Without MFA" in typist.one_line
    assert tools.deployments() == []

    journey, typist = travel(tools, "y", "y")
    deploy(journey)
    assert typist.asked == ["Deploy all the same? [y/N] ", "Deploy this? [y/n, d for details] "]
    assert len(tools.deployments()) == 1


def test_yes_does_not_answer_it(tools: Toolbox, project: Project) -> None:
    project.deployed(without_mfa("infra"))
    project.synthesized(without_mfa("infra"))
    journey, _ = travel(tools, yes=True, is_terminal=False)
    with pytest.raises(UpError, match=r"--yes does not answer this(.|\n)*\n  orgctl up --accept mfa --accept chaining"):
        deploy(journey)

    journey, typist = travel(tools, "n", yes=True)
    with pytest.raises(Stopped):
        deploy(journey)
    assert typist.asked == ["Deploy all the same? [y/N] "]
    assert tools.deployments() == []


def test_what_is_accepted_for_the_run_is_deployed(tools: Toolbox, project: Project) -> None:
    project.deployed()
    project.synthesized(without_mfa("infra"))
    journey, typist = travel(tools, yes=True, is_terminal=False, accept=("mfa", "chaining"))
    deploy(journey)

    assert "proof Kept, but for what is accepted: 0 promises kept, 2 accepted, 0 broken." in typist.one_line
    assert len(tools.deployments()) == 1
    record = read_record(tools.folder / "cdktf.out")
    assert record
    assert (record.result, record.accepted_for_one_run) == ("accepted", ("mfa", "chaining"))


def test_a_dry_run_says_what_would_be_refused_and_asks_nothing(tools: Toolbox, project: Project) -> None:
    project.deployed()
    project.synthesized(without_mfa("infra"))
    journey, typist = travel(tools, dry_run=True)
    synthesize(journey)
    deploy(journey)

    assert typist.text.startswith("  proof      Not proven: 0 promises kept, 2 broken.\n")
    assert "Newly broken: refused BROKEN Without MFA" in typist.one_line
    assert (typist.asked, tools.deployments()) == ([], [])


def test_a_reference_that_is_not_resolved_is_asked(tools: Toolbox, project: Project) -> None:
    def edit(stacks: dict[str, dict[str, object]]) -> None:
        text = json.dumps(stacks["logs"]).replace("TlsOnly", "${aws_nothing.here.id}")
        stacks["logs"] = json.loads(text)

    project.deployed()
    project.synthesized(edit)
    journey, typist = travel(tools)
    with pytest.raises(Stopped):
        deploy(journey)

    assert "Not resolved, therefore not proven" in typist.text
    assert typist.asked == ["Deploy all the same? [y/N] "]


def test_a_record_that_cannot_be_written_is_a_warning(tools: Toolbox, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(folder: Path, record: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("orgctl.prove.recording.write_record", full)
    journey, typist = travel(tools, "y")
    deploy(journey)

    assert "the record of this proof cannot be written to cdktf.out: No space left on device" in typist.one_line
    assert len(tools.deployments()) == 1


def test_without_the_evaluator_nothing_is_deployed(tools: Toolbox, monkeypatch: pytest.MonkeyPatch) -> None:
    from access.errors import AccessError
    from foundation.errors import UserError

    def missing(*arguments: object, **options: object) -> None:
        raise AccessError("the evaluator of policies is not installed here: run 'make setup'")

    monkeypatch.setattr("orgctl.gate.judging.open_worlds", missing)
    journey, _ = travel(tools, yes=True)
    with pytest.raises(UserError, match="make setup"):
        deploy(journey)
    assert tools.deployments() == []

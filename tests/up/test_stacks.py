"""The plan that was shown is deployed; errors that pass by themselves are waited for."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from orgctl.deploy import Deployment
from orgctl.deploy.progress import Progress
from orgctl.up import stacks
from orgctl.up.changes import changes
from orgctl.up.dialogue import NoTerminal, Stopped
from orgctl.up.journey import Journey
from orgctl.up.phase import Phase, UpError
from orgctl.up.stacks import PASSING, PAUSE, Work, addresses_of, addresses_of_type, dependencies, deploy, plan
from tests.up.journeys import begin
from tests.up.toolbox import Toolbox
from tests.up.typist import Answer, Typist, talk

FINALIZING = "FinalizingOrganizationException: AWS could not finalize the creation of your organization"
PHASE = Phase("accounts", does="deploys", for_good="nothing", way_back="none", run=lambda phase, journey: None)


class Clock:
    """A clock that advances only in sleep."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(stacks, "time", clock)
    return clock


@pytest.fixture
def tools(tmp_path: Path) -> Toolbox:
    return Toolbox.make(tmp_path, "id", "infra")


def travel(tools: Toolbox, *answers: Answer, dry_run: bool = False, is_terminal: bool = True) -> tuple[Journey, Typist]:
    dialogue, typist = talk(*answers, is_terminal=is_terminal)
    return begin(tools.folder, dialogue, environment=tools.environment, dry_run=dry_run), typist


def test_it_plans_shows_asks_deploys_and_looks(tools: Toolbox) -> None:
    journey, typist = travel(tools, "y")
    deploy(PHASE, journey, Work(["id", "infra"]), lambda: f"{len(tools.deployments())} deployment")

    assert sorted(call for call in tools.calls if call.startswith("terraform plan")) == [
        f"terraform plan -input=false -out=plan -detailed-exitcode -no-color in {stack} key=AKIA"
        for stack in ("id", "infra")
    ]
    assert (tools.calls[0].split(" args")[0], tools.deployments()) == (
        "cdktf synth",
        ["cdktf deploy id infra --auto-approve --skip-synth --parallelism=4 args= plan=plan key=AKIA"],
    )
    assert typist.asked == ["Deploy this? [y/n, d for details] "]
    for text in ("plan id: 2 to create", "plan infra: 2 to create", "ok 1 deployment"):
        assert text in typist.one_line


def test_nothing_is_deployed_without_agreement(tools: Toolbox) -> None:
    for answers, is_terminal, error in ((("n",), True, Stopped), ((), True, Stopped), ((), False, NoTerminal)):
        journey, _ = travel(tools, *answers, is_terminal=is_terminal)
        with pytest.raises(error):
            deploy(PHASE, journey, Work(["id"]), lambda: "looked")
    assert tools.deployments() == []


def test_a_dry_run_shows_the_plan_locks_no_state_and_asks_no_question(tools: Toolbox) -> None:
    journey, typist = travel(tools, dry_run=True)
    deploy(PHASE, journey, Work(["id"], ["aws_iam_user.ann"]), lambda: "looked")

    assert "plan id: 2 to create" in typist.one_line
    assert tools.calls[2] == (
        "terraform plan -input=false -out=plan -lock=false -target=aws_iam_user.ann -detailed-exitcode -no-color "
        "in id key=AKIA"
    )
    assert (tools.deployments(), typist.asked) == ([], [])


def test_a_dry_run_does_not_plan_stacks_whose_dependencies_are_not_deployed(tools: Toolbox) -> None:
    """A stack's plan reads resources that earlier stacks create."""
    journey, typist = travel(tools, dry_run=True)
    for stack in ("id", "infra"):
        deploy(PHASE, journey, Work([stack]), lambda: "looked")

    assert tools.plans() == ["id"]
    assert "not yet planned when accounts is done" in typist.one_line
    assert "terraform -chdir=cdktf.out/stacks/infra plan" in typist.one_line


def test_without_any_change_it_only_looks(tools: Toolbox) -> None:
    tools.left("id")
    journey, typist = travel(tools)
    deploy(PHASE, journey, Work(["id"]), lambda: "all is there")

    assert typist.text == "  ok         all is there\n"
    assert tools.deployments() == []


def test_stacks_that_do_not_change_are_not_deployed(tools: Toolbox) -> None:
    tools.left("id")
    journey, _ = travel(tools, "y")
    deploy(PHASE, journey, Work(["id", "infra"]), lambda: "looked")

    assert tools.deployments() == ["terraform apply -input=false plan in infra plan="]


def test_of_a_part_of_a_stack_the_saved_plan_is_applied(tools: Toolbox) -> None:
    journey, typist = travel(tools, "y")
    deploy(PHASE, journey, Work(["id"], ["aws_iam_user.ann"]), lambda: "looked")

    assert tools.deployments() == ["terraform apply -input=false plan in id plan="]
    assert "plan -input=false -out=plan \\ -target=aws_iam_user.ann" in typist.one_line


def test_the_commands_that_are_shown_can_be_copied(tools: Toolbox) -> None:
    """Long commands continue on the next line."""
    targets = [f"aws_iam_group_policy_attachment.administrators_group_{name}_6DBABBAC" for name in ("a", "b", "c")]
    journey, typist = travel(tools, dry_run=True)
    deploy(PHASE, journey, Work(["id"], targets), lambda: "looked")
    lines = typist.text[typist.text.index("  runs  ") : typist.text.index("  plan  ")].splitlines()
    script = "\n".join(line[13:] for line in lines).partition("\nterraform")[0]
    (tools.box / "calls").write_text("")
    subprocess.run(["sh", "-c", script], cwd=tools.folder, env=journey.variables(), check=True)

    assert len(lines) > 3
    assert [" ".join(call.split()) for call in tools.calls] == [
        "terraform -chdir=cdktf.out/stacks/id plan -input=false -out=plan "
        f"{' '.join(f'-target={one}' for one in targets)} in project plan="
    ]


def test_a_result_missing_in_aws_is_an_error(tools: Toolbox) -> None:
    def confirm() -> str:
        raise UpError("AWS has no active account cats-id")

    with pytest.raises(UpError, match="no active account"):
        deploy(PHASE, travel(tools, "y")[0], Work(["id"]), confirm)
    assert len(tools.deployments()) == 1


def test_a_stack_that_was_deployed_to_its_end_is_not_planned_again(tools: Toolbox) -> None:
    tools.has("id", "aws_iam_user.ann", "aws_iam_group.cats")
    journey, typist = travel(tools)
    deploy(PHASE, journey, Work(["id"]), lambda: "looked")

    assert [call.split(" args")[0] for call in tools.calls] == ["cdktf synth"]
    assert (typist.text, journey.recognised) == ("  ok         looked\n", {"id"})


def test_if_one_of_some_stacks_is_not_deployed_all_are_planned(tools: Toolbox) -> None:
    tools.has("id", "aws_iam_user.ann", "aws_iam_group.cats")
    journey, _ = travel(tools, "y")
    deploy(PHASE, journey, Work(["id", "infra"]), lambda: "looked")

    assert len(tools.calls) == 1 + 2 * 2 + 1
    assert journey.recognised == set()


def test_a_changed_file_is_deployed_though_the_stack_was_recognised(tools: Toolbox) -> None:
    tools.has("id", "aws_iam_user.ann", "aws_iam_group.cats")
    journey, _ = travel(tools, "y")
    deploy(PHASE, journey, Work(["id"]), lambda: "looked")
    changes(PHASE, journey)

    assert tools.deployments() == ["terraform apply -input=false plan in id plan="]


def test_without_a_recognised_stack_there_are_no_changes_to_look_for(tools: Toolbox) -> None:
    journey, typist = travel(tools)
    changes(PHASE, journey)

    assert (tools.calls, typist.asked) == ([], [])


@pytest.mark.parametrize(
    "message",
    [
        FINALIZING,
        "OptInRequired: You are not subscribed to this service",
        "SubscriptionRequiredException: The account needs a subscription for the service",
        "AccessDenied: User: x is not authorized to perform: sts:AssumeRole on resource: y",
    ],
)
def test_errors_that_pass_by_themselves_are_waited_for_without_another_question(
    tools: Toolbox, clock: Clock, message: str
) -> None:
    tools.fails(1, message, id="create aws_iam_group.cats")
    tools.fails(2, message)
    journey, typist = travel(tools, "y")
    deploy(PHASE, journey, Work(["id"]), lambda: "looked")

    assert clock.now == 2 * PAUSE
    assert len(tools.deployments()) == 3
    assert len(typist.asked) == 1
    assert f"passes by itself; trying again in {PAUSE:.0f} s" in typist.one_line
    assert message.partition(":")[0] in typist.one_line


def test_after_the_wait_only_the_remaining_changes_are_deployed(tools: Toolbox) -> None:
    tools.fails(1, FINALIZING, id="")
    journey, _ = travel(tools, "y")
    deploy(PHASE, journey, Work(["id", "infra"]), lambda: "looked")

    assert [call.split(" --")[0] for call in tools.deployments()] == [
        "cdktf deploy id infra",
        "terraform apply -input=false plan in infra plan=",
    ]


def test_finished_stacks_are_not_deployed_again(tools: Toolbox) -> None:
    tools.fails(1, FINALIZING, id="", infra="")
    journey, typist = travel(tools, "y")
    deploy(PHASE, journey, Work(["id", "infra"]), lambda: "looked")

    assert len(tools.deployments()) == 1
    assert "ok looked" in typist.one_line


@pytest.mark.parametrize("answer", ["y", "n"])
def test_changes_that_were_not_shown_before_are_asked_for(tools: Toolbox, answer: str) -> None:
    tools.fails(1, FINALIZING, id="delete aws_iam_user.ann")
    journey, typist = travel(tools, "y", answer)
    if answer == "n":
        with pytest.raises(Stopped):
            deploy(PHASE, journey, Work(["id"]), lambda: "looked")
    else:
        deploy(PHASE, journey, Work(["id"]), lambda: "looked")

    assert typist.asked[1].startswith("This plan has changes that were not shown before.")
    assert "destroy aws_iam_user.ann" in typist.one_line
    assert len(tools.deployments()) == (2 if answer == "y" else 1)


def test_patience_ends_after_an_hour(tools: Toolbox, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    patience = PASSING["FinalizingOrganizationException"]
    monkeypatch.setattr(stacks, "PAUSE", patience / 4)
    for turn in range(1, 9):
        tools.fails(turn, FINALIZING)
    journey, typist = travel(tools, "y")
    with pytest.raises(UpError, match="AWS is still setting the new organization up"):
        deploy(PHASE, journey, Work(["id"]), lambda: "looked")

    assert patience / 2 <= clock.now <= patience
    assert FINALIZING in typist.one_line


@pytest.mark.parametrize(
    ("message", "hint"),
    [
        ("account creation: EMAIL_ALREADY_EXISTS", "which cannot be used again. Give the account another 'email'"),
        ("ConstraintViolationException: ACCOUNT_NUMBER_LIMIT_EXCEEDED", "request a higher quota (Service Quotas"),
        ("ExpiredToken: The security token included in the request is expired", "get new ones and repeat the command"),
    ],
)
def test_any_other_error_is_explained_at_once(tools: Toolbox, clock: Clock, message: str, hint: str) -> None:
    tools.fails(1, message)
    journey, typist = travel(tools, "y")
    with pytest.raises(UpError) as caught:
        deploy(PHASE, journey, Work(["id"]), lambda: "looked")

    assert "the deployment failed; resolve the cause, then start again." in str(caught.value)
    assert hint in " ".join(str(caught.value).split())
    assert message in typist.one_line
    assert clock.now == 0
    assert len(tools.deployments()) == 1


def test_a_role_that_always_refuses_is_waited_for_only_some_minutes(
    tools: Toolbox, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stacks, "PAUSE", 300.0)
    for turn in range(1, 9):
        tools.fails(turn, "AccessDenied: User: x is not authorized to perform: sts:AssumeRole on resource: y")
    with pytest.raises(UpError, match="The role refuses this caller"):
        deploy(PHASE, travel(tools, "y")[0], Work(["id"]), lambda: "looked")

    assert 300 <= clock.now <= 600


def test_a_plan_too_is_tried_again_as_long_as_it_may_pass(tools: Toolbox, clock: Clock) -> None:
    tools.fails(1, FINALIZING)
    (tools.box / "fails").write_text(f"╷\n│ Error: {FINALIZING}\n╵\n")
    once = 'if [ "$(cat "$BOX/turn")" = 1 -a -e "$BOX/fails" ]; then cat "$BOX/fails"; rm "$BOX/fails"; exit 1; fi'
    (tools.box / "plan").write_text(once)
    deploy(PHASE, travel(tools, "y")[0], Work(["id"]), lambda: "looked")

    assert clock.now == 2 * PAUSE
    assert len(tools.deployments()) == 2
    assert not (tools.box / "fails").exists()


def test_a_destruction_is_asked_for_in_spite_of_yes(tools: Toolbox) -> None:
    tools.left("id", "delete aws_iam_user.ann")
    dialogue, typist = talk("n", yes=True)
    journey = begin(tools.folder, dialogue, environment=tools.environment)
    with pytest.raises(Stopped):
        deploy(PHASE, journey, Work(["id"]), lambda: "looked")

    assert len(typist.asked) == 1
    assert tools.deployments() == []


def test_yes_agrees_to_the_rest(tools: Toolbox) -> None:
    dialogue, typist = talk(yes=True, is_terminal=False)
    deploy(PHASE, begin(tools.folder, dialogue, environment=tools.environment), Work(["id"]), lambda: "looked")

    assert (len(tools.deployments()), typist.asked) == (1, [])


def test_a_state_that_has_not_moved_into_its_bucket_is_a_change(tools: Toolbox) -> None:
    """As after a bootstrap stack was cut off between the two."""
    backend = {"s3": {"bucket": "b", "key": "id/terraform.tfstate", "region": "us-west-2"}}
    (tools.stack("id") / "cdk.tf.json").write_text(json.dumps({"terraform": {"backend": backend}}))
    tools.has("id", "aws_s3_bucket.b")
    tools.left("id")

    assert [found.changes for found in plan(travel(tools)[0], Work(["id"]))] == [
        {("move", "its state into the bucket")}
    ]


def test_a_plan_without_changes_is_not_read(tools: Toolbox) -> None:
    """Reading a plan takes as long as making it."""
    (tools.box / "plan").write_text("exit 0")

    assert plan(travel(tools)[0], Work(["id"])) == []


def test_after_a_signal_nothing_more_is_begun(tools: Toolbox, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = Deployment(0, Progress(), tools.box / "log", stopped=2)
    monkeypatch.setattr(stacks, "follow", lambda *arguments, **options: ended)
    with pytest.raises(KeyboardInterrupt):
        deploy(PHASE, travel(tools, "y")[0], Work(["id"]), lambda: "looked")


def test_a_failed_plan_prints_terraforms_errors_and_the_remedy(tools: Toolbox) -> None:
    (tools.box / "plan").write_text("printf '╷\\n│ Error: Unable to locate credentials\\n╵\\n'; exit 1")
    journey, _ = travel(tools)
    journey.is_synthesized = True
    with pytest.raises(UpError) as caught:
        plan(journey, Work(["id"]))

    command, said, *_ = str(caught.value).splitlines()
    assert command == "terraform -chdir=cdktf.out/stacks/id plan -input=false -out=plan failed:"
    assert said == "Error: Unable to locate credentials"
    assert "set AWS_PROFILE" in str(caught.value)


def test_a_synthesis_that_fails_says_why(tools: Toolbox) -> None:
    (tools.box / "cdktf").write_text("#!/bin/sh\necho 'main.py is broken'; exit 1\n")
    with pytest.raises(UpError, match=r"^cdktf synth failed:\nmain.py is broken$"):
        plan(travel(tools)[0], Work(["id"]))


def test_it_is_synthesized_once(tools: Toolbox) -> None:
    journey, _ = travel(tools)
    for stack in ("id", "infra"):
        plan(journey, Work([stack]))

    assert [call.split(" args")[0] for call in tools.calls if call.startswith("cdktf")] == ["cdktf synth"]
    assert tools.plans() == ["id", "infra"]


def test_details_are_the_whole_plan(tools: Toolbox, capsys: pytest.CaptureFixture[str]) -> None:
    journey, _ = travel(tools, "d", "n")
    with pytest.raises(Stopped):
        deploy(PHASE, journey, Work(["id"]), lambda: "looked")

    assert '"address": "aws_iam_user.ann"' in capsys.readouterr().out


def test_the_targets_of_a_construct_are_those_that_lead_to_all_others(tools: Toolbox) -> None:
    def made(path: str, **arguments: object) -> dict[str, object]:
        return {"//": {"metadata": {"path": path}}, **arguments}

    resources = {
        "aws_iam_user": {"ann": made("org-root/admins/ann")},
        "aws_iam_group": {"g": made("org-root/admins/group")},
        "aws_iam_group_membership": {
            "m": made("org-root/admins/m", group="${aws_iam_group.g.name}", users=["${aws_iam_user.ann.name}"])
        },
        "aws_iam_role": {"admin": made("org-root/role", depends_on=["aws_iam_user.ann"])},
        "aws_iam_account_alias": {"alias": made("org-root/alias"), "other": made("org-root/others/alias")},
    }
    tools.stack("org-root").mkdir()
    (tools.stack("org-root") / "cdk.tf.json").write_text(json.dumps({"resource": resources}))
    journey, _ = travel(tools)

    assert addresses_of(journey, "org-root", "admins") == ["aws_iam_group_membership.m"]
    assert addresses_of(journey, "org-root", "admins", "alias") == [
        "aws_iam_group_membership.m",
        "aws_iam_account_alias.alias",
    ]
    assert addresses_of_type(journey, "org-root", "aws_iam_account_alias") == [
        "aws_iam_account_alias.alias",
        "aws_iam_account_alias.other",
    ]


def test_the_stacks_that_one_needs_are_in_the_manifest(tools: Toolbox) -> None:
    (tools.folder / "cdktf.out" / "manifest.json").write_text(
        json.dumps({"stacks": {"id": {"dependencies": ["org-root", "log"]}}})
    )

    assert dependencies(travel(tools)[0], "id") == ["org-root", "log"]

"""The phase `changes` plans and deploys what differs from the last deployments, wave by wave."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from live.fingerprints import note_all
from orgctl.affected import affected_stacks
from orgctl.up.changes import changes
from orgctl.up.journey import Journey
from orgctl.up.phase import Phase, UpError
from orgctl.up.stacks import Work, deploy_changes
from terraform_json.folder import StackFolder
from tests.up.journeys import begin
from tests.up.toolbox import Toolbox
from tests.up.typist import Answer, Typist, talk

PHASE = Phase("changes", does="deploys", for_good="nothing", way_back="none", run=lambda phase, journey: None)
STACKS = ("org-root", "id", "infra")
READS = {
    "data": {"terraform_remote_state": {"root": {"backend": "local", "config": {"path": "terraform.org-root.tfstate"}}}}
}


def write(tools: Toolbox, name: str, **users: str) -> None:
    """Synthesize a stack; org-root has the output `number`, which id reads."""
    body: dict[str, object] = {"resource": {"aws_iam_user": {user: {"name": value} for user, value in users.items()}}}
    if name == "org-root":
        body["output"] = {"number": {"value": "${aws_iam_user.ann.arn}"}}
    if name == "id":
        body |= {**READS, "locals": {"number": "${data.terraform_remote_state.root.outputs.number}"}}
    (tools.stack(name) / "cdk.tf.json").write_text(json.dumps(body))


def deployed(tools: Toolbox, name: str, serial: int = 1, number: str = "1") -> None:
    """Write the state of a stack, as after a deployment."""
    users = {"mode": "managed", "type": "aws_iam_user", "name": "ann", "instances": [{}]}
    instances = [{"attributes": {"outputs": {"value": {"number": number}}}}]
    read = {"mode": "data", "type": "terraform_remote_state", "name": "root", "instances": instances}
    outputs: Mapping[str, object] = {"number": {"value": number}} if name == "org-root" else {}
    state = {"lineage": name, "serial": serial, "outputs": outputs, "resources": [users, read]}
    (tools.folder / f"terraform.{name}.tfstate").write_text(json.dumps(state))


@pytest.fixture
def tools(tmp_path: Path) -> Toolbox:
    """Return the tools, with three stacks that were deployed as they are."""
    made = Toolbox.make(tmp_path, *STACKS)
    for name in STACKS:
        write(made, name, ann="ann")
        deployed(made, name)
    assert note_all(StackFolder.of(made.folder, name) for name in STACKS) == []
    return made


def travel(tools: Toolbox, *answers: Answer, dry_run: bool = False, everything: bool = False) -> tuple[Journey, Typist]:
    dialogue, typist = talk(*answers)
    journey = begin(tools.folder, dialogue, environment=tools.environment, dry_run=dry_run)
    journey.recognised.update(STACKS)
    journey.everything = everything
    return journey, typist


def planned(tools: Toolbox) -> list[str]:
    return sorted(tools.plans())


def test_nothing_is_planned_where_nothing_differs(tools: Toolbox) -> None:
    journey, typist = travel(tools)
    changes(PHASE, journey)

    assert (planned(tools), tools.deployments()) == ([], [])
    assert "ok 3 stacks as deployed: the fingerprints of their deployments say that nothing differs" in typist.one_line


def test_only_what_differs_is_planned_and_deployed_and_the_rest_is_told(tools: Toolbox) -> None:
    write(tools, "infra", ann="ann", ben="ben")
    journey, typist = travel(tools, "y")
    changes(PHASE, journey)

    assert planned(tools) == ["infra"]
    assert len(tools.deployments()) == 1
    for text in (
        "affected 1 of 3 stacks deployed before",
        "left out 2 stacks: the fingerprints of their deployments say that nothing differs; --all plans them, too",
        "because infra adds aws_iam_user.ben",
    ):
        assert text in typist.one_line


def test_all_are_planned_on_demand(tools: Toolbox) -> None:
    for name in STACKS:
        tools.left(name)
    journey, _ = travel(tools, everything=True)
    changes(PHASE, journey)

    assert planned(tools) == sorted(STACKS)


def test_a_reader_is_planned_only_if_what_it_reads_has_changed(tools: Toolbox) -> None:
    for number, expected in (("1", ["org-root"]), ("2", ["id", "org-root", "org-root"])):
        (tools.box / "turn").write_text("0")
        write(tools, "org-root", ann=f"ann{number}")
        deployed(tools, "org-root", serial=int(number) + 1, number=number)
        after = (tools.folder / "terraform.org-root.tfstate").read_text()
        deployed(tools, "org-root", serial=int(number), number="1")
        (tools.box / "after").write_text(after)
        (tools.box / "deploy.1").write_text(f'cp "$BOX/after" "{tools.folder}/terraform.org-root.tfstate"')
        for name in STACKS:
            tools.left(name, *(["update aws_iam_user.ann"] if name == "org-root" else []))
        journey, typist = travel(tools, "y")
        changes(PHASE, journey)

        assert planned(tools) == expected, number
        assert "because id reads number of org-root, which may change" not in typist.one_line


def test_a_deployed_stack_is_left_out_the_next_time(tools: Toolbox) -> None:
    write(tools, "infra", ann="ann", ben="ben")
    changes(PHASE, travel(tools, "y")[0])
    changes(PHASE, travel(tools)[0])

    assert planned(tools) == ["infra"]


def test_a_plan_without_changes_is_as_good_as_a_deployment(tools: Toolbox) -> None:
    write(tools, "infra", ann="ann", ben="ben")
    tools.left("infra")
    changes(PHASE, travel(tools)[0])
    changes(PHASE, travel(tools)[0])

    assert (planned(tools), tools.deployments()) == (["infra"], [])


def test_a_failed_deployment_leaves_the_stack_affected(tools: Toolbox) -> None:
    write(tools, "infra", ann="ann", ben="ben")
    tools.fails(1, "AccessDenied: no")
    with pytest.raises(Exception, match="the deployment failed"):
        changes(PHASE, travel(tools, "y")[0])
    changes(PHASE, travel(tools, "y")[0])

    assert planned(tools) == ["infra", "infra"]


def test_what_somebody_else_deploys_in_between_is_planned(tools: Toolbox) -> None:
    deployed(tools, "infra", serial=2)
    journey, typist = travel(tools, "y")
    changes(PHASE, journey)

    assert planned(tools) == ["infra"]
    assert "because infra has another state than its last fingerprint is of" in typist.one_line


def test_what_somebody_else_deploys_before_a_wave_ends_is_not_covered(tools: Toolbox) -> None:
    """Two stacks of a wave: `id` is deployed by somebody else while `infra` still takes its time here."""
    write(tools, "id", ann="ann", ben="ben")
    write(tools, "infra", ann="ann", ben="ben")
    deployed(tools, "id", serial=3)
    theirs = (tools.folder / "terraform.id.tfstate").read_text()
    (tools.box / "theirs").write_text(theirs)
    deployed(tools, "id")
    state = tools.folder / "terraform.id.tfstate"
    done = "Apply complete! Resources: 1 added, 0 changed, 0 destroyed."
    (tools.box / "deploy.1").write_text(
        f"""echo 'id  Initializing the backend...'; echo 'id  {done}'
        for turn in $(seq 200); do grep -q aws_iam_user.ben "{state}.fingerprint" && break; sleep 0.05; done
        cp "$BOX/theirs" "{state}"
        echo 'infra  Initializing the backend...'; echo 'infra  {done}'
        """
    )
    changes(PHASE, travel(tools, "y")[0])
    assert len(tools.deployments()) == 1

    journey, typist = travel(tools)
    for name in STACKS:
        tools.left(name)
    changes(PHASE, journey)

    assert "because id has another state than its last fingerprint is of" in typist.one_line


def test_what_somebody_else_deploys_after_a_plan_without_changes_is_not_covered(tools: Toolbox) -> None:
    write(tools, "infra", ann="ann", ben="ben")
    tools.left("infra")
    deployed(tools, "infra", serial=2)
    (tools.box / "theirs").write_text((tools.folder / "terraform.infra.tfstate").read_text())
    deployed(tools, "infra")
    (tools.box / "plan").write_text(f'cp "$BOX/theirs" "{tools.folder}/terraform.infra.tfstate"')
    changes(PHASE, travel(tools)[0])

    journey, typist = travel(tools)
    changes(PHASE, journey)

    assert "because infra has another state than its last fingerprint is of" in typist.one_line


def test_another_synthesis_while_stacks_are_planned_stops_it(tools: Toolbox) -> None:
    """The plan would be of one configuration, and the fingerprint of another."""
    write(tools, "infra", ann="ann", ben="ben")
    (tools.box / "plan").write_text('echo "{}" >cdk.tf.json')

    with pytest.raises(UpError, match="infra was synthesized again while it was planned: start again"):
        changes(PHASE, travel(tools)[0])
    assert tools.deployments() == []


def test_the_fingerprint_is_of_what_was_planned(tools: Toolbox) -> None:
    """Somebody synthesizes another configuration while the deployment runs."""
    write(tools, "infra", ann="ann", ben="ben")
    (tools.box / "deploy.1").write_text(
        f"""cp "{tools.stack("infra")}/cdk.tf.json" "$BOX/before"; echo '{{}}' >"{tools.stack("infra")}/cdk.tf.json" """
    )
    changes(PHASE, travel(tools, "y")[0])

    found = affected_stacks(tools.folder)[0]
    assert [one.stack for one in found] == ["infra"]
    (tools.stack("infra") / "cdk.tf.json").write_text((tools.box / "before").read_text())
    assert affected_stacks(tools.folder)[0] == ()


def test_a_failed_deployment_counts_as_changed_though_the_file_is_set_back(tools: Toolbox) -> None:
    """AWS may have changed halfway, and the state has not."""
    write(tools, "infra", ann="other")
    tools.fails(1, "AccessDenied: no")
    with pytest.raises(UpError, match="the deployment failed"):
        changes(PHASE, travel(tools, "y")[0])
    write(tools, "infra", ann="ann")
    journey, typist = travel(tools, dry_run=True)
    changes(PHASE, journey)

    assert "because infra has no fingerprint of its last deployment" in typist.one_line


def test_an_apply_that_fails_in_the_second_wave_is_done_by_the_next_run(tools: Toolbox) -> None:
    write(tools, "org-root", ann="other")
    deployed(tools, "org-root", serial=2, number="2")
    (tools.box / "after").write_text((tools.folder / "terraform.org-root.tfstate").read_text())
    deployed(tools, "org-root")
    (tools.box / "deploy.1").write_text(f'cp "$BOX/after" "{tools.folder}/terraform.org-root.tfstate"; exit 0')
    tools.fails(2, "AccessDenied: no")
    with pytest.raises(UpError, match="the deployment failed"):
        changes(PHASE, travel(tools, "y", "y")[0])
    assert [one.stack for one in affected_stacks(tools.folder)[0]] == ["id"]

    tools.left("id", "update aws_iam_user.ann")
    changes(PHASE, travel(tools, "y")[0])
    deployed(tools, "id", number="2")  # with what it has read
    assert note_all([StackFolder.of(tools.folder, "id")]) == []

    assert planned(tools) == ["id", "id", "org-root"]
    assert affected_stacks(tools.folder)[0] == ()


def test_a_part_of_a_stack_leaves_no_fingerprint(tools: Toolbox) -> None:
    write(tools, "infra", ann="ann", ben="ben")
    done = "Apply complete! Resources: 1 added, 0 changed, 0 destroyed."
    (tools.box / "deploy.1").write_text(f"echo '{done}'")
    journey, _ = travel(tools, "y")
    deploy_changes(PHASE, journey, Work(["infra"], ["aws_iam_user.ben"]), lambda: "done")

    assert len(tools.deployments()) == 1
    assert [one.why for one in affected_stacks(tools.folder)[0]] == [("adds aws_iam_user.ben",)]


def test_a_dry_run_notes_nothing_and_tells_later_waves(tools: Toolbox) -> None:
    write(tools, "org-root", ann="another")
    before = (tools.folder / "terraform.org-root.tfstate.fingerprint").read_text()
    journey, typist = travel(tools, dry_run=True)
    changes(PHASE, journey)

    assert planned(tools) == ["org-root"]
    assert "because id reads number of org-root, which may change" in typist.one_line
    assert "not yet planned when changes is done" in typist.one_line
    assert (tools.folder / "terraform.org-root.tfstate.fingerprint").read_text() == before

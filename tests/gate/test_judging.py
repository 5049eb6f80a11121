"""What a change newly breaks is told from what was broken before, though numbers and lines differ."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from access.proof import Promise
from foundation.errors import UsageError
from live.errors import LiveError
from orgctl.prove.words import verdict
from tests.gate.conftest import Edit, Project, Stacks, without_mfa

MFA = "Without MFA a user can enrol MFA, change the password, and do nothing else."


def texts(promises: Sequence[Promise]) -> list[str]:
    return [one.text for promise in promises for one in promise.counter_examples]


def allowing(*actions: str) -> Edit:
    """Let users do something without MFA."""

    def edit(stacks: Stacks) -> None:
        for name, policy in stacks["id"]["resource"]["aws_iam_policy"].items():
            if "self-service" in name:
                document = json.loads(policy["policy"])
                for one in document["Statement"]:
                    if "NotAction" in one:
                        one["NotAction"] += actions
                document["Statement"].append({"Effect": "Allow", "Action": list(actions), "Resource": "*"})
                policy["policy"] = json.dumps(document)

    return edit


def test_what_is_kept_needs_no_comparison(project: Project) -> None:
    found = project.judged()

    assert verdict(found.proof) == "Proven: 2 promises kept, 0 broken."
    assert (found.comparison.broken, found.comparison.before, found.note) == ((), (), "")


def test_without_a_deployment_all_that_is_broken_is_new(project: Project) -> None:
    project.synthesized(without_mfa("infra"))
    found = project.judged()

    assert [one.name for one in found.comparison.broken] == ["mfa", "chaining"]
    assert (found.comparison.before, found.note) == ((), "nothing is deployed yet: all of it counts as new")


def test_what_the_change_breaks_is_new(project: Project) -> None:
    project.deployed()
    project.synthesized(without_mfa("infra"))
    found = project.judged()

    assert (
        texts(found.comparison.broken)[0] == "myuser with an access key can assume arn:aws:iam::501194895214:role/infra"
    )
    assert (found.comparison.before, found.note) == ((), "")
    where = [reason.where for reason in found.comparison.broken[0].kinds[0].reasons]
    assert any(one.startswith("organization.yaml line ") for one in where)


def test_what_was_broken_before_is_not_new(project: Project) -> None:
    project.deployed(without_mfa("infra"))
    project.synthesized(without_mfa("infra"))
    found = project.judged()

    assert found.comparison.broken == ()
    assert [one.name for one in found.comparison.before] == ["mfa", "chaining"]
    assert found.comparison.unclear == ()


def test_the_same_in_another_account_is_new(project: Project) -> None:
    project.deployed(without_mfa("infra"))
    project.synthesized(without_mfa("infra", "id"))
    found = project.judged()

    assert "myuser with an access key can assume arn:aws:iam::233243348268:role/infra" in texts(found.comparison.broken)
    assert not [text for text in texts(found.comparison.broken) if "::501194895214:role/infra" in text]
    assert "myuser with an access key can assume arn:aws:iam::501194895214:role/infra" in texts(found.comparison.before)


@pytest.mark.parametrize("before", ["sqs:ListQueues", "s3:ListAllMyBuckets"])
def test_something_new_is_found_behind_what_was_broken_before(project: Project, before: str) -> None:
    """Of many requests that break a promise, a question finds one: it may be the old one, or the new one."""
    project.deployed(allowing(before))
    project.synthesized(allowing(before, "iam:ListRoles"))
    found = project.judged()

    assert found.comparison.broken
    assert all("iam:ListRoles" in text for text in texts(found.comparison.broken))


def test_what_cannot_be_compared_wholly_is_said(project: Project) -> None:
    project.deployed(allowing("s3:*"))
    project.synthesized(allowing("s3:*"))
    found = project.judged()

    assert found.comparison.broken == ()
    assert found.comparison.unclear == (MFA,)


def test_a_base_that_cannot_be_read_is_said_and_counts_as_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(bucket: str, key: str) -> None:
        raise LiveError(f"AWS refuses s3://{bucket}/{key}")

    project.deployed(without_mfa("infra"))
    project.synthesized(without_mfa("infra"))
    monkeypatch.setattr(project, "state", refuse)
    found = project.judged()

    assert [one.name for one in found.comparison.broken] == ["mfa", "chaining"]
    assert found.note.startswith("what is deployed cannot be read, so all of it counts as new: AWS refuses s3://")


@pytest.mark.parametrize("stack", ["infra", "org-root"])
def test_a_malformed_state_is_a_base_that_cannot_be_read(project: Project, stack: str) -> None:
    project.synthesized(without_mfa("infra"))
    project.deployed(without_mfa("infra"))
    project.states[stack] = {"version": 4, "resources": "gone"}
    found = project.judged()
    assert found.note.startswith("what is deployed cannot be read, so all of it counts as new: s3://")
    assert found.note.endswith("is no Terraform state of version 4; restore an earlier copy of it")
    assert found.comparison.broken
    assert not found.comparison.before


def test_what_is_accepted_is_neither_new_nor_asked(project: Project) -> None:
    project.deployed()
    project.synthesized(without_mfa("infra"))
    project.accesses("accepted:\n  - {promise: mfa, reason: Until spring.}\n")
    found = project.judged("chaining")

    assert (found.comparison.broken, found.comparison.before, found.proof.passed) == ((), (), True)
    assert verdict(found.proof) == "Kept, but for what is accepted: 0 promises kept, 2 accepted, 0 broken."


def test_accepting_what_is_kept_is_wrong_usage(project: Project) -> None:
    with pytest.raises(UsageError, match="nothing is left to accept of 'mfa', which is kept"):
        project.judged("mfa")


def test_an_own_promise_is_compared_too(project: Project) -> None:
    promise = "No principal lists roles."
    project.accesses(f"promises:\n  {promise}:\n    - {{deny: people, to: iam:ListRoles, where: id}}\n")
    project.deployed()
    found = project.judged()
    assert {one.says for one in found.comparison.before} == {promise}

    project.accesses(
        f"promises:\n  {promise}:\n    - {{deny: people, to: sqs:ListQueues, when: {{mfa: false}}, where: id}}\n"
    )
    project.synthesized(allowing("sqs:ListQueues"))
    assert promise in {one.says for one in project.judged().comparison.broken}

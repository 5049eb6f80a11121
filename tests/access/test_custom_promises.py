"""The meaning of lines of `access.yaml`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from access.promises.custom import load_own
from access.questions.world import World
from organization.problem import InvalidFile
from tests.access.conftest import Broken, Stacks
from tests.access.custom_promises import cases, outcome
from tests.synthesis import ROOT

TRAIL = "s3://spacecats-logs-cloudtrail-us-west-2/AWSLogs/x"


def test_the_promises_of_the_example_are_kept(world: World) -> None:
    found = [
        (promise.says, promise.look(world)) for promise in load_own(ROOT / "access.yaml", world.organization).promises
    ]

    assert [says for says, one in found if one.status != "kept" or one.notes] == []
    assert all(one.asked for _, one in found)


def test_a_person_counts_with_every_role_within_reach(world: World) -> None:
    found = outcome(world, f"- {{deny: myuser.org-root, to: s3:DeleteObject, on: '{TRAIL}'}}")

    assert cases(found) == [
        "myuser.org-root with MFA, as role admin of org-root, then role OrganizationAccountAccessRole of logs can "
        "s3:DeleteObject on arn:aws:s3:::spacecats-logs-cloudtrail-us-west-2/AWSLogs/x"
    ]
    assert {reason.policy.name for reason in found.counter_examples[0].reasons if reason.policy} >= {
        "AdministratorAccess"
    }


def test_a_role_that_is_left_out_is_no_way_for_other_principals(world: World) -> None:
    line = "- {deny: people, but: [deployer], to: s3:DeleteObject, on: '%s'}"

    assert outcome(world, line % TRAIL).status == "kept"
    assert outcome(world, line.replace("deployer", "role:admin") % TRAIL).status == "kept"
    assert outcome(world, line.replace("deployer", "role:infra") % TRAIL).status == "broken"


def test_a_user_who_is_left_out_is_not_checked(world: World) -> None:
    line = "- {deny: people, but: WHO, to: ec2:StopInstances, where: infra}"

    assert outcome(world, line.replace("WHO", "[group:infra, myuser.org-root]")).status == "kept"
    assert cases(outcome(world, line.replace("WHO", "myuser.org-root")))[0].startswith("myuser with MFA, as role infra")


def test_deny_applies_to_every_way_of_signing_in(world: World) -> None:
    line = "- {deny: myuser, to: iam:ChangePassword, on: 'arn:aws:iam::{number}:user/myuser', where: id, when: {WHEN}}"

    assert [text.partition(" can")[0] for text in cases(outcome(world, line.replace(", when: {WHEN}", "")))] == [
        "myuser with MFA",
        "myuser signed in without MFA",
        "myuser with an access key",
    ]
    assert len(cases(outcome(world, line.replace("WHEN", "mfa: true")))) == 1
    assert len(cases(outcome(world, line.replace("WHEN", "mfa: false")))) == 2


def test_allow_needs_one_way(world: World) -> None:
    line = "- {allow: group:infra, to: sts:AssumeRole, on: 'role:infra@infra', when: {mfa: WHEN}}"

    assert outcome(world, line.replace("WHEN", "true")).status == "kept"
    assert outcome(world, line.replace("WHEN", "true").replace(", when: {mfa: true}", "")).status == "kept"
    found = outcome(world, line.replace("WHEN", "false"))
    assert len(cases(found)) == 1
    assert cases(found)[0].startswith("myuser cannot sts:AssumeRole on arn:aws:iam::")
    assert "trust policy" in {reason.layer for reason in found.counter_examples[0].reasons}


def test_allow_requires_access_for_each_named_principal(world: World) -> None:
    found = outcome(world, "- {allow: [myuser, myuser.org-root], to: ec2:StopInstances, where: [infra, logs]}")

    assert [text.partition(":")[0].split()[0:2] for text in cases(found)] == [["myuser", "cannot"]]
    assert "in logs" in cases(found)[0] or "logs" in cases(found)[0] or ":instance/" in cases(found)[0]


def test_the_word_everybody_means_every_user_role_and_root_user_as_itself(world: World) -> None:
    found = outcome(world, "- {deny: everybody, to: organizations:LeaveOrganization, where: every account}")

    assert cases(found) == [
        "role admin of org-root can organizations:LeaveOrganization in org-root",
        "root user of org-root can organizations:LeaveOrganization in org-root",
    ]


def test_a_wildcard_stands_for_each_action(world: World) -> None:
    found = outcome(world, "- {deny: role:infra@infra, to: 'sts:Get*', where: infra}")

    assert found.status == "broken"
    assert all(text.startswith("role infra of infra can sts:Get") for text in cases(found))
    assert outcome(world, "- {deny: role:infra@infra, to: 'organizations:Delete*', where: infra}").status == "kept"


def test_a_call_that_needs_several_things_must_be_allowed_on_each(world: World) -> None:
    line = "- {%s: group:infra, to: ec2:RunInstances, where: infra, when: {'ec2:InstanceType': %s, TOKENS}}"
    line = line.replace("TOKENS", "'ec2:MetadataHttpTokens': required")

    assert outcome(world, line % ("allow", "t3.micro")).status == "kept"
    assert outcome(world, line % ("deny", "t3.micro")).status == "broken"
    assert outcome(world, line % ("deny", "p5.48xlarge")).status == "kept"
    large = outcome(world, line % ("allow", "p5.48xlarge"))
    assert cases(large)[0].startswith(
        "myuser cannot ec2:RunInstances in infra: not as myuser with MFA, as role infra of"
    )
    (reason,) = (one for one in large.counter_examples[0].reasons if one.effect == "Deny")
    assert reason.sid == "LimitInstanceTypes"


def test_a_region_is_the_requested_region(world: World) -> None:
    line = "- {allow: group:infra, to: ec2:StopInstances, where: infra, when: {region: %s}}"

    assert outcome(world, line % "us-east-1").status == "kept"
    found = outcome(world, line % "eu-west-1")
    assert "arn:aws:ec2:eu-west-1:" in cases(found)[0]
    assert "LimitRegions" in {reason.sid for reason in found.counter_examples[0].reasons}


def test_resources_that_only_policies_name_are_checked(broken: Broken) -> None:
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::secret-*/x"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})

    def let_in(stacks: Stacks) -> None:
        (name,) = (name for name in stacks["logs"]["resource"]["aws_iam_role"] if "responder" in name)
        entry = {"name": "secret", "role": f"${{aws_iam_role.{name}.name}}", "policy": policy}
        stacks["logs"]["resource"].setdefault("aws_iam_role_policy", {})["secret"] = entry

    line = "- {deny: role:incident-responder, to: s3:GetObject, where: logs}"
    assert cases(outcome(broken(let_in), line)) == [
        "role incident-responder of logs can s3:GetObject on arn:aws:s3:::secret-example/x"
    ]


def test_resources_of_the_stacks_are_checked(world: World) -> None:
    line = "- {deny: deployer, to: s3:GetObject, where: org-root}"

    assert any("spacecats-org-root-tf-state-us-west-2/example" in text for text in cases(outcome(world, line)))


@pytest.mark.parametrize("named", ["*", "INFRA"])
def test_principals_of_another_account_count_where_a_policy_names_the_account(broken: Broken, named: str) -> None:
    line = f"- {{deny: role:infra@infra, to: s3:GetObject, on: '{TRAIL}'}}"
    number = broken(lambda stacks: None).organization.account_by_key["infra"].number

    def open_up(stacks: Stacks) -> None:
        policies = stacks["logs"]["resource"]["aws_s3_bucket_policy"]
        (bucket,) = (policy for name, policy in policies.items() if "trail" in name)
        arn = "arn:aws:s3:::spacecats-logs-cloudtrail-us-west-2/*"
        principal = {"AWS": named.replace("INFRA", number)}
        statement = {"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": arn}
        bucket["policy"] = json.dumps({"Version": "2012-10-17", "Statement": [statement]})

    assert len(cases(outcome(broken(open_up), line))) == 1


def test_a_service_is_allowed_for_its_source_only(world: World) -> None:
    line = """\
        - {allow: cloudtrail.amazonaws.com, to: "s3:GetBucketAcl", on: "s3://spacecats-logs-cloudtrail-us-west-2",
           when: {"aws:SourceArn": "arn:aws:cloudtrail:us-west-2:%s:trail/organization"}}
        """

    assert outcome(world, line % world.organization.management.number).status == "kept"
    assert outcome(world, line % "999999999999").status == "broken"


def test_outsiders_are_denied(world: World, broken: Broken) -> None:
    line = "- {deny: [outsiders, '111122223333'], to: sts:AssumeRole, on: 'role:infra'}"

    def open_up(stacks: Stacks) -> None:
        (role,) = (role for name, role in stacks["infra"]["resource"]["aws_iam_role"].items() if "roles_infra" in name)
        trust = {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}
        role["assume_role_policy"] = json.dumps({"Version": "2012-10-17", "Statement": [trust]})

    assert outcome(world, line).status == "kept"
    (case,) = cases(outcome(broken(open_up), line))
    assert case.startswith("a principal of account 111122223333 can sts:AssumeRole on arn:aws:iam::")


def test_a_guardrail_that_is_gone_breaks_the_promise(world: World, broken: Broken) -> None:
    line = "- {deny: group:infra, to: ec2:StopInstances, where: infra, when: {region: eu-west-1}}"

    def remove(stacks: Stacks) -> None:
        stacks["org-root"]["resource"]["aws_organizations_policy_attachment"].clear()

    assert outcome(world, line).status == "kept"
    assert cases(outcome(broken(remove), line))[0].startswith("myuser with MFA, as role infra of infra can ec2:Stop")


def test_a_line_without_principals_has_a_note(broken: Broken) -> None:
    def leave(stacks: Stacks) -> None:
        stacks["id"]["resource"].pop("aws_iam_group_membership")

    found = outcome(broken(leave), "- {allow: group:infra, to: ec2:StopInstances, where: infra}")

    assert found.status == "kept"
    assert found.notes == ("group:infra, ec2:StopInstances: no such principal, so the line proves nothing",)


def test_every_line_of_a_promise_must_hold(world: World) -> None:
    lines = """\
        - {allow: group:infra, to: ec2:StopInstances, where: infra}
        - {deny: group:infra, to: ec2:StopInstances, where: infra}
        """

    assert outcome(world, lines).status == "broken"


def test_a_line_with_too_many_requests_is_not_decided(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("access.promises.custom.look.MOST", 5)

    found = outcome(world, "- {allow: everybody, to: iam:CreateUser, where: every account}")

    assert found.status == "undecided"
    assert found.undecided[0].text.endswith("requests, more than 5: name fewer people, actions or accounts")


def test_a_file_that_cannot_be_read_is_one_problem(world: World, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.yaml"):
        with pytest.raises(InvalidFile) as caught:
            load_own(path, world.organization)
        assert len(caught.value.problems) == 1

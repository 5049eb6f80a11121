"""Each built-in promise, broken on purpose, has the right counterexample, and no other promise is broken."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from access.promises import mfa
from access.promises.promise import Outcome
from access.promises.registry import PROMISES
from access.questions.world import World
from tests.access.conftest import Broken, Stacks
from tests.access.edits import by_sid, resource, statements

WHO = "a principal of account 999999999999"
Found = dict[str, list[str]]
"""The counterexamples by the promise's name."""


def look(world: World) -> Found:
    """Return the counterexamples of the broken promises."""
    outcomes: dict[str, Outcome] = {promise.name: promise.look(world) for promise in PROMISES}
    assert not {name: outcome.undecided for name, outcome in outcomes.items() if outcome.undecided}
    return {
        name: [example.text for example in outcome.counter_examples]
        for name, outcome in outcomes.items()
        if outcome.status != "kept"
    }


def guardrails_of_the_root(stacks: Stacks) -> dict[str, Any]:
    return resource(stacks, "org-root", "aws_organizations_policy", "policies/root/guardrails-1/policy")


def role(stacks: Stacks, account: str, name: str = "infra") -> dict[str, Any]:
    return resource(stacks, account, "aws_iam_role", f"roles/{name}/role")


def test_the_example_keeps_every_promise(world: World) -> None:
    assert look(world) == {}


def test_a_guardrail_that_binds_the_deployment_role_is_found(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        deny = {"Sid": "NoRecorders", "Effect": "Deny", "Action": "config:PutConfigurationRecorder", "Resource": "*"}
        statements(guardrails_of_the_root(stacks), "content", lambda found: found.append(deny))

    found = look(broken(edit))
    assert found.keys() == {"deployment"}
    (text,) = found["deployment"]
    assert text == (
        "the deployment role cannot call config:PutConfigurationRecorder in id (us-east-1, us-west-2), infra "
        "(us-east-1, us-west-2), logs (us-east-1, us-west-2), which aws_config_configuration_recorder needs: SCP of "
        "root, statement NoRecorders"
    )


def test_mfa_that_is_demanded_only_if_it_exists_is_found(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        def weaken(said: list[dict[str, Any]]) -> None:
            said[0]["Condition"]["BoolIfExists"] = said[0]["Condition"].pop("Bool")

        statements(role(stacks, "infra"), "assume_role_policy", weaken)

    found = look(broken(edit))
    assert found.keys() == {"mfa", "chaining"}
    (text,) = found["mfa"]
    assert text.startswith("myuser with an access key can assume arn:aws:iam::")
    assert text.endswith(":role/infra")
    assert found["chaining"] == [
        "role OrganizationAccountAccessRole of id can assume infra in infra",
        "role infra of id can assume infra in infra",
    ]


def test_a_quarantine_that_denies_the_responder_is_found(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        policy = resource(
            stacks, "org-root", "aws_organizations_policy", "organization/organizational-units/suspended/deny-all"
        )
        statements(policy, "content", lambda found: found[0].pop("Condition"))

    found = look(broken(edit))
    assert found.keys() == {"quarantine"}
    assert all(text.startswith("role incident-responder of ") and " cannot " in text for text in found["quarantine"])
    assert any("ec2:DescribeInstances" in text for text in found["quarantine"])


def test_a_quarantine_whose_role_the_responder_cannot_assume_is_found(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        policy = resource(
            stacks, "org-root", "aws_organizations_policy", "organization/organizational-units/suspended/deny-outside"
        )

        def seal(said: list[dict[str, Any]]) -> None:
            said[0]["Resource"] = "*"
            del said[0]["NotResource"]

        statements(policy, "content", seal)

    found = look(broken(edit))
    assert found.keys() == {"quarantine"}
    assert all(text.startswith("myuser with MFA cannot sts:AssumeRole on ") for text in found["quarantine"])


def test_a_quarantine_that_the_deployment_role_can_get_into_is_found(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        attachments = stacks["org-root"]["resource"]["aws_organizations_policy_attachment"]
        (name,) = [name for name in attachments if "deny-outside" in name]
        del attachments[name]

    found = look(broken(edit))
    assert found.keys() == {"quarantine"}
    assert any(text.startswith("role admin of org-root can sts:AssumeRole on ") for text in found["quarantine"])
    assert not any("cannot" in text for text in found["quarantine"])


def test_a_public_bucket_is_found(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        (policy,) = [
            body
            for body in stacks["logs"]["resource"]["aws_s3_bucket_policy"].values()
            if "/trail/" in body["//"]["metadata"]["path"]
        ]
        opened = {"Sid": "Open", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}
        opened["Resource"] = "arn:aws:s3:::spacecats-logs-cloudtrail-us-west-2/*"
        statements(policy, "policy", lambda found: found.append(opened))

    found = look(broken(edit))
    assert found.keys() == {"outsiders"}
    assert "an anonymous caller can s3:GetObject on spacecats-logs-cloudtrail-us-west-2" in found["outsiders"]


def test_a_role_that_trusts_every_principal_is_found(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        def trust(said: list[dict[str, Any]]) -> None:
            said[0]["Principal"] = {"AWS": "*"}
            del said[0]["Condition"]["StringEquals"]

        statements(role(stacks, "infra"), "assume_role_policy", trust)

    found = look(broken(edit))
    assert found == {
        "outsiders": [f"{WHO} can sts:AssumeRole on role infra of infra, with aws:MultiFactorAuthPresent true"]
    }


def test_a_service_that_may_act_for_any_account_is_found(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        found = stacks["logs"]["resource"]["aws_iam_role"]
        (body,) = [body for body in found.values() if body["name"] == "organization-log"]
        statements(body, "assume_role_policy", lambda found: found[0].pop("Condition"))

    found = look(broken(edit))
    assert found.keys() == {"outsiders"}
    assert all("cloudtrail.amazonaws.com" in text for text in found["outsiders"])


def test_a_target_without_full_aws_access_is_found(broken: Broken) -> None:
    """As in an allow-list strategy, the stacks attach FullAWSAccess themselves, and forget one account."""

    def edit(stacks: Stacks) -> None:
        attachments = stacks["org-root"]["resource"]["aws_organizations_policy_attachment"]
        targets = {body["target_id"] for body in attachments.values()}
        accounts = stacks["org-root"]["resource"]["aws_organizations_account"]
        targets |= {f"${{aws_organizations_account.{name}.id}}" for name in accounts}
        for number, target in enumerate(sorted(targets)):
            if target != "${aws_organizations_account.account_infra.id}":
                attachments[f"full-{number}"] = {"policy_id": "p-FullAWSAccess", "target_id": target}

    found = look(broken(edit))
    assert found.keys() == {"deployment", "state", "quarantine"}
    assert all(" in infra (" in text for text in found["deployment"])
    assert found["deployment"][0].endswith(": SCP of infra, which does not allow it")
    assert all("role OrganizationAccountAccessRole of infra cannot call " in text for text in found["state"])
    assert all("role incident-responder of infra cannot " in text for text in found["quarantine"])


def test_a_role_that_is_reached_through_another_account_is_found(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        number = stacks["logs"]["output"]["account_id"]["value"]
        relay = json.loads(json.dumps(role(stacks, "infra")))
        allow = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::*:role/infra"}
        relay["inline_policy"] = [
            {"name": "go-on", "policy": json.dumps({"Version": "2012-10-17", "Statement": [allow]})}
        ]
        relay["name"] = "relay"
        service = {"Service": "ec2.amazonaws.com"}
        statements(relay, "assume_role_policy", lambda found: found[0].update(Principal=service, Condition={}))
        stacks["logs"]["resource"]["aws_iam_role"]["relay"] = relay

        def trust(said: list[dict[str, Any]]) -> None:
            principal = {"AWS": f"arn:aws:iam::{number}:root"}
            said.append({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"})

        statements(role(stacks, "infra"), "assume_role_policy", trust)

    assert look(broken(edit)) == {
        "chaining": [
            "role OrganizationAccountAccessRole of logs can assume infra in infra",
            "role relay of logs can assume infra in infra",
        ]
    }


def test_a_boundary_without_effect_is_found(broken: Broken) -> None:
    """With AdministratorAccess in id a user could join every group; only the boundary prevents that."""

    def bounded(boundary: str) -> Callable[[Stacks], None]:
        def edit(stacks: Stacks) -> None:
            body = role(stacks, "id")
            body["managed_policy_arns"] = ["arn:aws:iam::aws:policy/AdministratorAccess"]
            body["permissions_boundary"] = f"arn:aws:iam::aws:policy/{boundary}"

        return edit

    assert look(broken(bounded("PowerUserAccess"))) == {}
    found = look(broken(bounded("AdministratorAccess")))
    assert found.keys() == {"protection", "escalation"}
    assert "role infra of id can iam:AddUserToGroup on the group infra" in found["protection"]


def test_a_role_that_the_configuration_does_not_give_is_found(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        policy = resource(stacks, "id", "aws_iam_policy", "people/groups/billing/assume-roles")
        number = stacks["logs"]["output"]["account_id"]["value"]
        more = f"arn:aws:iam::{number}:role/auditor"
        statements(policy, "policy", lambda found: found[0]["Resource"].append(more))
        auditor = json.loads(json.dumps(role(stacks, "infra")))
        auditor["name"] = "auditor"
        stacks["logs"]["resource"]["aws_iam_role"]["auditor"] = auditor

    assert look(broken(edit)) == {
        "given-access": ["myuser can assume auditor in logs, which organization.yaml does not give"]
    }


def test_a_role_that_does_not_trust_the_users_it_is_given_to_is_found(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        def trust(said: list[dict[str, Any]]) -> None:
            said[0]["Condition"]["StringEquals"] = {"aws:PrincipalOrgID": "o-another000"}

        statements(role(stacks, "infra"), "assume_role_policy", trust)

    (text,) = look(broken(edit))["given-access"]
    assert text.startswith("myuser cannot assume infra in infra, which organization.yaml gives")


def test_a_person_who_can_do_something_without_mfa_is_found(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        policy = resource(stacks, "id", "aws_iam_policy", "people/self-service/policy")

        def let_go(said: list[dict[str, Any]]) -> None:
            by_sid(said, "DenyTheRestWithoutMFA")["Condition"] = {"Bool": {"aws:MultiFactorAuthPresent": "false"}}

        statements(policy, "policy", let_go)

    found = look(broken(edit))
    assert found.keys() == {"mfa"}
    assert all(text.startswith("myuser with an access key can iam:") for text in found["mfa"])


def test_a_person_who_cannot_enrol_mfa_is_found(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        policy = resource(stacks, "id", "aws_iam_policy", "people/self-service/policy")
        statements(policy, "policy", lambda found: found.remove(by_sid(found, "CreateMFADevice")))

    found = look(broken(edit))
    assert found.keys() == {"mfa"}
    assert [text.partition(" on ")[0] for text in found["mfa"]] == [
        "myuser signed in without MFA cannot iam:CreateVirtualMFADevice"
    ]


@pytest.mark.parametrize("account", ["id", "infra"])
def test_a_role_that_may_write_the_state_is_found(broken: Broken, account: str) -> None:
    def edit(stacks: Stacks) -> None:
        (policy,) = [
            body
            for body in stacks[f"bootstrap-{account}"]["resource"]["aws_s3_bucket_policy"].values()
            if "/state/state/" in body["//"]["metadata"]["path"]
        ]

        def open_(said: list[dict[str, Any]]) -> None:
            said.remove(by_sid(said, "StatesOfDeployment"))

        statements(policy, "policy", open_)

    found = look(broken(edit))
    assert found.keys() == {"protection"}
    assert f"role infra of {account} can s3:PutObject on the state of {account}" in found["protection"]


def test_without_users_the_promise_about_mfa_is_not_asked(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        for stack in ("id", "org-root"):
            for type_ in ("aws_iam_user", "aws_iam_group_membership"):
                del stacks[stack]["resource"][type_]

    outcome = mfa.PROMISE.look(broken(edit))
    assert (outcome.status, outcome.skipped) == ("not asked", "no stack makes an IAM user")

"""Deployment roles can make every call that the stacks need; each way to break that is found, and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from access.decision import Request
from access.promises.deploying.needs import Need, needs
from access.promises.deploying.who import Deployers
from access.promises.deployment import PROMISE
from access.promises.promise import Outcome
from access.questions.world import World
from tests.access.conftest import Broken, Edit, Stacks
from tests.access.edits import ANY_PRINCIPAL, MAIN, Statement, bucket_policy, by_sid, deny, guardrails, resource

ANOTHER = {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/another"}}
REGIONAL = "id (us-west-2, us-east-1), infra (us-west-2, us-east-1), logs (us-west-2, us-east-1)"
KEEPS_KEYS = (
    "Terraform cannot destroy aws_kms_key in logs (us-west-2): SCP of spacecats, statement DenyKmsKeyDeletion denies "
    "kms:ScheduleKeyDeletion"
)


def look(world: World) -> Outcome:
    outcome = PROMISE.look(world)
    assert outcome.undecided == ()
    return outcome


def found(broken: Broken, edit: Edit) -> list[str]:
    return [example.text for example in look(broken(edit)).counter_examples]


def test_the_example_can_be_deployed_and_notes_say_what_cannot_be_destroyed(world: World) -> None:
    outcome = look(world)
    assert outcome.status == "kept"
    assert outcome.notes == (KEEPS_KEYS,)
    assert outcome.asked > 1000


def test_every_stack_is_checked_in_every_account_and_region_that_it_deploys_into(world: World) -> None:
    wanted = {
        (type_, *place)
        for stack in world.organization.stacks
        for type_, places in stack.types.items()
        for place in places
        if type_.startswith("aws_")
    }
    asked = {(need.type, need.account, need.region) for need in needs(world, Deployers(world))}
    assert asked == wanted


def test_a_guardrail_that_binds_the_deployment_role_is_found_in_the_accounts_that_it_binds(broken: Broken) -> None:
    edit = lambda stacks: deny(stacks, "config:PutConfigurationRecorder")  # noqa: E731
    assert found(broken, edit) == [
        "the deployment role cannot call config:PutConfigurationRecorder in id (us-east-1, us-west-2), infra "
        "(us-east-1, us-west-2), logs (us-east-1, us-west-2), which aws_config_configuration_recorder needs: SCP of "
        "root, statement Added"
    ]


def test_a_counterexample_has_the_deciding_statement(broken: Broken) -> None:
    (example,) = look(broken(lambda stacks: deny(stacks, "config:PutConfigurationRecorder"))).counter_examples
    (reason,) = (reason for reason in example.reasons if reason.blocking)
    assert (reason.layer, reason.sid, reason.policy and reason.policy.name) == (
        "SCP of root",
        "Added",
        "root/guardrails-1",
    )
    assert example.request is not None
    assert example.request.action == "config:PutConfigurationRecorder"


def test_an_exemption_that_names_another_role_is_found(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        guardrails(
            stacks, "root/guardrails-1", lambda all_: by_sid(all_, "ProtectAccessAnalyzer").update(Condition=ANOTHER)
        )

    texts = found(broken, edit)
    assert [text.split(" in ")[0].removeprefix("the deployment role cannot call ") for text in texts] == [
        "access-analyzer:DeleteAnalyzer",
    ]
    assert all("in infra (us-west-2, us-east-1)" in text or "in infra (us-east-1, us-west-2)" in text for text in texts)


def test_a_guardrail_about_one_bucket_is_found_for_that_bucket_alone(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        deny(stacks, "s3:PutBucketVersioning", MAIN, Resource="arn:aws:s3:::spacecats-logs-tf-state-us-*")

    assert found(broken, edit) == [
        "the deployment role cannot call s3:PutBucketVersioning in logs (us-west-2), which aws_s3_bucket_versioning "
        "needs: SCP of spacecats, statement Added"
    ]


def test_a_guardrail_about_one_role_is_found(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        deny(stacks, "iam:CreateRole", Resource="arn:aws:iam::*:role/config-aggregator")

    assert found(broken, edit) == [
        "the deployment role cannot call iam:CreateRole in infra (us-west-2), which aws_iam_role needs: SCP of root, "
        "statement Added"
    ]


@pytest.mark.parametrize(
    ("action", "type_"), [("iam:UpdateAssumeRolePolicy", "aws_iam_role"), ("iam:CreateLoginProfile", "aws_iam_user")]
)
def test_a_call_that_only_a_schema_names_is_noted(broken: Broken, action: str, type_: str) -> None:
    outcome = look(broken(lambda stacks: deny(stacks, action)))
    assert outcome.status == "kept"
    (note,) = (one for one in outcome.notes if action in one)
    assert note.startswith(f"a change of {type_} in ")
    assert note.endswith(
        f" may need {action}, by CloudFormation's schema: SCP of root, statement Added denies it, and the AWS provider "
        "was not recorded making the call"
    )


def test_a_region_that_stacks_work_in_but_guardrails_forbid_is_found(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        here = {"StringNotEquals": {"aws:RequestedRegion": "us-west-2"}}
        deny(stacks, ["ec2:EnableEbsEncryptionByDefault"], Condition=here)

    assert found(broken, edit) == [
        "the deployment role cannot call ec2:EnableEbsEncryptionByDefault in id (us-east-1), infra (us-east-1), logs "
        "(us-east-1), which aws_ebs_encryption_by_default needs: SCP of root, statement Added"
    ]


def test_a_resource_of_a_region_is_checked_there(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        deny(stacks, "guardduty:UpdateDetector", Resource="arn:aws:guardduty:us-east-1:*:detector/*")

    (text,) = found(broken, edit)
    assert text.startswith("the deployment role cannot call guardduty:UpdateDetector in infra (us-east-1), which ")


def test_a_limit_of_regions_that_forgets_global_services_is_found(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        here = {"StringNotEquals": {"aws:RequestedRegion": "us-west-2"}}
        deny(stacks, ["iam:CreateAccountAlias", "s3:CreateBucket"], Condition=here)

    (text,) = found(broken, edit)
    assert text.startswith(
        "the deployment role cannot call iam:CreateAccountAlias in id (us-west-2), infra (us-west-2), logs"
    )


def test_a_guardrail_that_keeps_all_callers_from_destroying_is_intended_and_noted(broken: Broken) -> None:
    outcome = look(broken(lambda stacks: deny(stacks, "guardduty:DeleteDetector")))
    assert outcome.status == "kept"
    assert set(outcome.notes) == {
        KEEPS_KEYS,
        "Terraform cannot destroy aws_guardduty_detector in infra (us-east-1, us-west-2): SCP of root, statement Added "
        "denies guardduty:DeleteDetector",
    }


def test_a_guardrail_against_destroying_that_exempts_another_role_is_found(broken: Broken) -> None:
    texts = found(broken, lambda stacks: deny(stacks, "guardduty:DeleteDetector", Condition=ANOTHER))
    assert texts == [
        "the deployment role cannot call guardduty:DeleteDetector in infra (us-east-1, us-west-2), which destroying "
        "aws_guardduty_detector needs: SCP of root, statement Added"
    ]


def test_a_call_that_only_the_documentation_names_says_so(broken: Broken) -> None:
    texts = found(broken, lambda stacks: deny(stacks, "iam:PassRole"))
    assert len(texts) == 1
    assert (
        "(according to CloudFormation's schema; the AWS provider was not recorded making the call): SCP of root"
        in texts[0]
    )
    assert "aws_config_configuration_recorder" in texts[0]


def test_a_role_may_be_passed_to_the_service_that_needs_it_only(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        others = {"StringNotEquals": {"iam:PassedToService": "config.amazonaws.com"}}
        deny(stacks, "iam:PassRole", Condition=others)

    assert found(broken, edit) == []


def test_a_bucket_that_denies_its_settings_to_the_deployment_role_is_found(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        bucket_policy(
            stacks, "bootstrap-id", "state/state/policy",
            lambda all_: by_sid(all_, "SettingsOfDeployment").update(Condition=ANOTHER, Action="s3:PutBucketLogging"),
        )  # fmt: skip

    assert found(broken, edit) == [
        "the deployment role cannot call s3:PutBucketLogging in id (us-west-2), which aws_s3_bucket_logging needs: "
        "policy of the resource, statement SettingsOfDeployment"
    ]


def test_a_boundary_of_the_deployment_role_is_found_and_the_first_calls_are_explained(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        role = resource(stacks, "org-root", "aws_iam_role", "administrators/role/role")
        role["permissions_boundary"] = "arn:aws:iam::aws:policy/ReadOnlyAccess"

    outcome = look(broken(edit))
    texts = [example.text for example in outcome.counter_examples]
    assert any(
        text.startswith("the deployment role cannot assume OrganizationAccountAccessRole in id") for text in texts
    )
    assert any(
        text.startswith("the deployment role cannot call organizations:CreateAccount in org-root") for text in texts
    )
    assert not any("in id (" in text or "in logs (" in text for text in texts)
    assert any("permissions boundary" in text for text in texts)


def test_a_deployment_role_that_no_user_can_assume_is_found(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        role = resource(stacks, "org-root", "aws_iam_role", "administrators/role/role")
        role["assume_role_policy"] = role["assume_role_policy"].replace(":root", ":user/another.user")

    assert found(broken, edit) == ["no user can deploy: myuser.org-root cannot assume admin in org-root with MFA"]


def test_accounts_whose_role_the_deployment_role_cannot_assume_are_found(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        outside = {"StringNotEquals": {"aws:PrincipalOrgID": "o-another000"}}
        deny(stacks, "sts:AssumeRole", "root/resource-guardrails-1", Principal="*", Condition=outside)

    assert found(broken, edit) == [
        f"the deployment role cannot assume OrganizationAccountAccessRole in {account}"
        for account in ("id", "infra", "logs")
    ]


def test_a_stack_that_is_deployed_with_a_missing_role_is_found(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        for provider in stacks["logs"]["provider"]["aws"]:
            for block in provider.get("assume_role", []):
                block["role_arn"] = block["role_arn"].replace("OrganizationAccountAccessRole", "deployer")

    (text,) = found(broken, edit)
    assert text.startswith("the stack logs is deployed with arn:aws:iam::")
    assert text.endswith(":role/deployer, a role that neither AWS nor any stack makes")


def test_an_organization_without_deployment_role_is_found(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        resource(stacks, "org-root", "aws_iam_role", "administrators/role/role")["name"] = "boss"

    assert found(broken, edit) == ["no user can deploy: org-root has no role admin"]


def test_without_a_configuration_the_deployment_role_is_the_one_that_may_do_everything(world: World) -> None:
    unmeant = replace(world, intent=None)
    assert Deployers(unmeant).role == Deployers(world).role
    assert look(unmeant).status == "kept"


def test_a_type_whose_calls_no_source_knows_is_named(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        stacks["infra"]["resource"]["aws_no_such_thing"] = {"one": {"name": "one"}}

    outcome = look(broken(edit))
    assert outcome.status == "kept"
    assert "not covered, because no source lists its calls: aws_no_such_thing (in infra)" in outcome.notes


def _needs(world: World) -> list[Need]:
    return list(needs(world, Deployers(world)))


def _differs(world: World, requests: list[Request]) -> list[Request]:
    """Return the requests that solver and evaluator decide differently."""
    pairs = zip(requests, world.solver.decide_all(requests), world.evaluator.decide_all(requests), strict=True)
    return [request for request, one, other in pairs if one.result != other.result]


def test_every_need_is_decided_alike_by_solver_and_evaluator(world: World) -> None:
    requests = [need.request for need in _needs(world)]
    assert len(requests) > 1_000
    assert _differs(world, requests) == []


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({"Resource": "{arn}"}, True),
        ({"Resource": ["{arn}", "{arn}/*"]}, True),
        ({"Resource": "*"}, True),
        ({"Resource": "{arn}/*"}, False),
        ({"Resource": "arn:aws:s3:::another"}, False),
        ({"Resource": "arn:aws:s3:::space*"}, True),
        ({"NotResource": "{arn}"}, False),
        ({"NotResource": "arn:aws:s3:::another"}, True),
        ({"Resource": "{arn}", "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/Org*"}}}, True),
        ({"Resource": "{arn}", "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/other"}}}, False),
        ({"Resource": "{arn}", "Condition": {"ArnLike": {"aws:SourceArn": "{arn}"}}}, False),
    ],
)
def test_a_denial_in_a_bucket_policy_is_found_for_every_resource_that_it_names(
    broken: Broken, own: dict[str, Any], expected: bool
) -> None:
    arn = "arn:aws:s3:::spacecats-id-tf-state-us-west-2"
    body = json.loads(json.dumps(own).replace("{arn}", arn))
    statement: Statement = {"Effect": "Deny", "Principal": ANY_PRINCIPAL, "Action": "s3:GetBucketVersioning", **body}

    def edit(stacks: Stacks) -> None:
        bucket_policy(stacks, "bootstrap-id", "state/state/policy", lambda all_: all_.append(statement))

    world = broken(edit)
    requests = [need.request for need in _needs(world) if need.action == "s3:GetBucketVersioning"]
    denied = {request.resource for request in requests if not world.evaluator.decide(request).allowed}
    assert denied == ({arn} if expected else set())
    assert _differs(world, requests) == []

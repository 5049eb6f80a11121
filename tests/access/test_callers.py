"""
Values that AWS derives itself: the caller, its account and MFA, and the guardrails that bind it.

Each derivation shows in a decision: a policy depends on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from access.decision import Caller, Callers, Evaluator, Request
from access.decision.process import Process
from access.decision.solver import Solver, Sought
from access.decision.symbolic.catalog import CATALOG
from access.model import Organization, Policy, Role
from access.model.policies import PolicyKind
from tests.access import small
from tests.access.small import BUCKET, EVERYTHING, PEOPLE, ROLE, WORK

ANY_PRINCIPAL = {**EVERYTHING, "Principal": "*"}
DENY = {**EVERYTHING, "Effect": "Deny"}
KEY = f"arn:aws:kms:us-west-2:{WORK}:key/11111111-2222-3333-4444-555555555555"
Condition = Mapping[str, Mapping[str, Any]]


class Decide:
    """The decisions about requests within one organization."""

    def __init__(self, organization: Organization, process: Process) -> None:
        self.organization, self.callers = organization, Callers(organization)
        self._evaluator = Evaluator(organization, process=process)

    def request(self, caller: Caller, action: str, arn: str, account: str, context: Mapping[str, Any]) -> Request:
        policy = self.organization.resource_by_arn[BUCKET].policy if arn.startswith(BUCKET) else None
        if arn in self.organization.role_by_arn and action == "sts:AssumeRole":
            policy = self.organization.role_by_arn[arn].trust
        return Request(caller, action, arn, self.organization.account_by_key[account], policy, context)

    def __call__(
        self, caller: Caller, action: str = "ec2:DescribeVpcs", arn: str = "*", account: str = "work", **context: Any
    ) -> str:
        return self._evaluator.decide(self.request(caller, action, arn, account, context)).result

    def explained(self, caller: Caller, action: str = "ec2:DescribeVpcs", account: str = "work") -> list[str]:
        return [one.layer for one in self._evaluator.explain(self.request(caller, action, "*", account, {})).reasons]

    @property
    def ann(self) -> Caller:
        return self.callers.with_mfa(small.ann(self.organization))

    @property
    def worker(self) -> Caller:
        return self.callers.session(small.worker(self.organization))

    @property
    def by_name(self) -> dict[str, Caller]:
        found = self.callers
        key, unsafe, safe = found.ways(small.ann(self.organization)).values()
        service = found.service("s3.amazonaws.com", {"aws:SourceAccount": WORK})
        root = found.root_user(self.organization.account_by_key["work"])
        return {"key": key, "no MFA": unsafe, "MFA": safe, "session": self.worker, "root": root, "service": service} | {
            "outside": found.outsider(),
            "anonymous": found.anonymous(),
        }

    def who_gets(self, condition: Condition) -> set[str]:
        """Return the callers that may read an object of a bucket that allows every principal on that condition."""
        return {name for name, who in self.by_name.items() if self(who, "s3:GetObject", f"{BUCKET}/x") == "allowed"}


def on(process: Process, **policies: Any) -> Decide:
    return Decide(small.organization(**policies), process)


def reading(process: Process, condition: Condition) -> set[str]:
    """Return the callers that may read a bucket whose policy alone allows them, on a condition."""
    found = small.organization(bucket=[{**ANY_PRINCIPAL, "Condition": condition}])
    bare = tuple(replace(role, policies=()) if role.name == "worker" else role for role in found.roles)
    return Decide(replace(found, roles=bare), process).who_gets(condition)


SIGNED = {"key", "no MFA", "MFA", "session", "outside"}
EVERYONE = SIGNED | {"service", "anonymous"}


@pytest.mark.parametrize(
    ("condition", "who"),
    [
        ({"ArnEquals": {"aws:PrincipalArn": f"arn:aws:iam::{PEOPLE}:user/ann"}}, {"key", "no MFA", "MFA"}),
        ({"ArnEquals": {"aws:PrincipalArn": ROLE}}, {"session"}),
        ({"ArnLike": {"aws:PrincipalArn": f"arn:aws:sts::{WORK}:assumed-role/*"}}, set()),
        ({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:root"}}, set()),
        ({"StringEquals": {"aws:username": "ann"}}, {"key", "no MFA", "MFA"}),
        ({"StringLike": {"aws:userid": "*:session"}}, {"session"}),
        ({"StringEquals": {"aws:PrincipalAccount": PEOPLE}}, {"key", "no MFA", "MFA"}),
        ({"StringEquals": {"aws:PrincipalAccount": WORK}}, {"session"}),
        ({"StringEquals": {"aws:PrincipalOrgID": "o-0000000000"}}, SIGNED - {"outside"}),
        ({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-0000000000/r-0000/*"}}, SIGNED - {"outside"}),
        ({"StringEquals": {"aws:PrincipalType": "User"}}, {"key", "no MFA", "MFA"}),
        ({"StringEquals": {"aws:PrincipalType": "AssumedRole"}}, {"session", "outside"}),
        ({"StringEquals": {"aws:PrincipalType": "Anonymous"}}, {"anonymous"}),
        ({"Bool": {"aws:PrincipalIsAWSService": "true"}}, {"service"}),
        ({"Bool": {"aws:PrincipalIsAWSService": "false"}}, SIGNED),
        ({"Null": {"aws:PrincipalIsAWSService": "true"}}, {"anonymous"}),
        ({"StringEquals": {"aws:PrincipalServiceName": "s3.amazonaws.com"}}, {"service"}),
        ({"ForAnyValue:StringEquals": {"aws:PrincipalServiceNamesList": "s3.amazonaws.com"}}, {"service"}),
        ({"StringEquals": {"aws:SourceAccount": WORK}}, {"service"}),
        ({"StringEquals": {"aws:SourceOrgID": "o-0000000000"}}, {"service"}),
        ({"StringEquals": {"aws:SourceOrgID": "${aws:ResourceOrgID}"}}, {"service"}),
        ({"StringEquals": {"aws:ResourceAccount": "${aws:PrincipalAccount}"}}, {"session"}),
        ({"Bool": {"aws:MultiFactorAuthPresent": "true"}}, {"MFA"}),
        ({"Bool": {"aws:MultiFactorAuthPresent": "false"}}, {"no MFA"}),
        ({"Null": {"aws:MultiFactorAuthPresent": "true"}}, EVERYONE - {"MFA", "no MFA"}),
        ({"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}, EVERYONE - {"no MFA"}),
        ({"NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}}, {"MFA"}),
        ({"NumericLessThan": {"aws:MultiFactorAuthAge": "30"}}, set()),
        ({"Bool": {"aws:SecureTransport": "true"}}, EVERYONE),
        ({"Bool": {"aws:ViaAWSService": "true"}}, set()),
    ],
)
def test_a_condition_allows_the_callers_that_have_its_keys(
    process: Process, condition: Condition, who: set[str]
) -> None:
    assert reading(process, condition) - {"root"} == who


def test_one_evaluator_distinguishes_the_ways_of_signing_in(process: Process) -> None:
    trust = {**small.TRUST, "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}
    found = small.organization(trust=[trust])
    ways = [*Callers(found).ways(small.ann(found)).values()]
    account = found.account_by_key["work"]
    asked = [Request(way, "sts:AssumeRole", ROLE, account, small.worker(found).trust) for way in ways]
    verdicts = Evaluator(found, process=process).decide_all(asked)
    assert [verdict.allowed for verdict in verdicts] == [False, False, True]


def test_a_role_has_no_user_name_for_a_policy_variable(process: Process) -> None:
    own = {"Effect": "Allow", "Action": "s3:*", "Resource": f"{BUCKET}/${{aws:username}}"}
    decide = on(process, identity=[own], bucket=[ANY_PRINCIPAL])
    assert decide(decide.ann, "s3:GetObject", f"{BUCKET}/ann") == "allowed"
    assert decide(decide.ann, "s3:GetObject", f"{BUCKET}/ben") == "implicitly denied"
    session = replace(decide.worker, identity=decide.ann.identity, account=decide.ann.account)
    session = replace(session, principal=f"arn:aws:sts::{PEOPLE}:assumed-role/worker/s")
    assert decide(session, "s3:GetObject", f"{BUCKET}/ann") == "implicitly denied"


@pytest.mark.parametrize("account", ["root", "people", "work"])
def test_a_root_user_may_do_everything_without_a_policy(process: Process, account: str) -> None:
    decide = on(process)
    assert decide(decide.callers.root_user(decide.organization.account_by_key[account]), account=account) == "allowed"


def test_a_guardrail_against_root_users_binds_those_of_member_accounts(process: Process) -> None:
    decide = on(process, scp=[{**DENY, "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:root"}}}])
    assert {
        key: decide(decide.callers.root_user(account), account=key)
        for key, account in decide.organization.account_by_key.items()
    } == {"root": "allowed", "people": "explicitly denied", "work": "explicitly denied"}
    assert decide(decide.worker) == "allowed"


@pytest.mark.parametrize(
    ("action", "open_to"),
    [
        *((f"s3:{verb}BucketPolicy", {"work"}) for verb in ("Get", "Put", "Delete")),
        ("s3:putbucketpolicy", {"work"}),
        ("s3:PutBucketAcl", set[str]()),
        ("s3:GetBucketPolicyStatus", set[str]()),
    ],
)
def test_a_bucket_policy_cannot_lock_the_root_user_of_its_account_out(
    process: Process, action: str, open_to: set[str]
) -> None:
    """Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html."""
    decide = on(process, bucket=[{**DENY, "Principal": "*"}, ANY_PRINCIPAL])
    organization, evaluator = decide.organization, Evaluator(decide.organization, process=process)
    solver, work = Solver(organization, evaluator), organization.account_by_key["work"]
    policy = organization.resource_by_arn[BUCKET].policy
    callers = {key: decide.callers.root_user(account) for key, account in organization.account_by_key.items()}
    callers |= {"session": decide.worker, "ann": decide.ann}

    requests = {name: decide.request(caller, action, BUCKET, "work", {}) for name, caller in callers.items()}
    sought = {
        name: Sought(caller, work, CATALOG.matching(action), BUCKET, policy=policy) for name, caller in callers.items()
    }
    assert {name for name, one in requests.items() if evaluator.decide(one).allowed} == open_to
    assert {name for name, one in requests.items() if solver.decide_all([one])[0].allowed} == open_to
    assert {name for name, one in sought.items() if solver.find(one).request} == open_to


def test_guardrails_do_lock_a_root_user_out_of_the_policy_of_its_bucket(process: Process) -> None:
    for control in ({"scp": [DENY]}, {"rcp": [{**DENY, "Principal": "*", "Action": "s3:*"}]}):
        decide = on(process, **control)
        root = decide.callers.root_user(decide.organization.account_by_key["work"])
        assert decide(root, "s3:PutBucketPolicy", BUCKET) == "explicitly denied"


def _service_linked(role: Role) -> Role:
    return replace(role, is_service_linked=True)


def test_service_control_policies_bind_member_accounts_only(process: Process) -> None:
    decide = on(process, scp=[DENY], bucket=[ANY_PRINCIPAL])
    linked = decide.callers.session(_service_linked(small.worker(decide.organization)))
    root = decide.callers.root_user(decide.organization.management)
    decisions = {name: decide(who, "s3:GetObject", f"{BUCKET}/x") for name, who in decide.by_name.items()}
    assert {name for name, decision in decisions.items() if decision == "explicitly denied"} == {
        "key",
        "no MFA",
        "MFA",
        "session",
        "root",
    }
    assert decisions["service"] == decisions["outside"] == decisions["anonymous"] == "allowed"
    assert decide(linked) == "allowed"
    assert decide(root, account="root") == "allowed"


def _at(target: str, statement: Mapping[str, Any], kind: str = "SERVICE_CONTROL_POLICY") -> dict[str, Any]:
    """Return a policy with one statement, attached to a resource's id."""
    return {
        "aws_organizations_policy": {"own": {"name": "own", "content": small.document(statement), "type": kind}},
        "aws_organizations_policy_attachment": {
            "own": {"policy_id": "${aws_organizations_policy.own.id}", "target_id": f"${{{target}.id}}"}
        },
    }


@pytest.mark.parametrize(("at", "decision"), [("people", "explicitly denied"), ("work", "allowed")])
def test_service_control_policies_are_those_of_the_callers_account(process: Process, at: str, decision: str) -> None:
    decide = on(process, bucket=[ANY_PRINCIPAL], changes=_at(f"aws_organizations_account.{at}", DENY))
    assert decide(decide.ann, "s3:GetObject", f"{BUCKET}/x") == decision


@pytest.mark.parametrize(("at", "decision"), [("people", "allowed"), ("work", "explicitly denied")])
def test_resource_control_policies_are_those_of_the_resources_account(process: Process, at: str, decision: str) -> None:
    deny = {**ANY_PRINCIPAL, "Effect": "Deny", "Action": "s3:*"}
    changes = _at(f"aws_organizations_account.{at}", deny, "RESOURCE_CONTROL_POLICY")
    decide = on(process, bucket=[ANY_PRINCIPAL], changes=changes)
    assert decide(decide.ann, "s3:GetObject", f"{BUCKET}/x") == decision


def test_resource_control_policies_bind_all_callers_but_service_linked_roles(process: Process) -> None:
    decide = on(process, bucket=[ANY_PRINCIPAL], rcp=[{**ANY_PRINCIPAL, "Effect": "Deny", "Action": "s3:*"}])
    callers = {**decide.by_name, "management": decide.callers.root_user(decide.organization.management)}
    decisions = {decide(who, "s3:GetObject", f"{BUCKET}/x") for who in callers.values()}
    assert decisions == {"explicitly denied"}
    linked = decide.callers.session(_service_linked(small.worker(decide.organization)))
    assert decide(linked, "s3:GetObject", f"{BUCKET}/x") == "allowed"


def test_resource_control_policies_do_not_bind_resources_of_the_management_account(process: Process) -> None:
    decide = on(process, rcp=[{**ANY_PRINCIPAL, "Effect": "Deny", "Action": "s3:*"}])
    root = decide.callers.root_user(decide.organization.management)
    assert decide(root, "s3:GetObject", "arn:aws:s3:::elsewhere/x", "root") == "allowed"


@pytest.mark.parametrize("kind", ["scp", "rcp"])
def test_policies_of_a_type_that_is_off_do_not_apply(process: Process, kind: str) -> None:
    statement = DENY if kind == "scp" else {**ANY_PRINCIPAL, "Effect": "Deny", "Action": "s3:*"}
    found = small.organization(bucket=[ANY_PRINCIPAL], **{kind: [statement]})  # type: ignore[arg-type]
    assert found.has_scps
    assert found.has_rcps
    decide = Decide(found, process)
    assert decide(decide.worker, "s3:GetObject", f"{BUCKET}/x") == "explicitly denied"
    off = Decide(replace(found, has_scps=kind != "scp", has_rcps=kind != "rcp"), process)
    assert off(off.worker, "s3:GetObject", f"{BUCKET}/x") == "allowed"


def test_every_level_must_allow_and_they_are_named_from_the_root_down(process: Process) -> None:
    decide = on(process)
    wanted = ["identity policy", "SCP of root", "SCP of work", "RCP of root", "RCP of work"]
    assert decide.explained(decide.worker, "s3:ListAllMyBuckets") == wanted


def test_resource_control_policies_bind_the_services_that_aws_lists_and_no_others(process: Process) -> None:
    actions = ["s3:*", "ec2:*"]
    decide = on(process, rcp=[{**ANY_PRINCIPAL, "Effect": "Deny", "Action": actions}])
    assert decide(decide.worker, "s3:ListAllMyBuckets") == "explicitly denied"
    assert decide(decide.worker, "ec2:DescribeVpcs") == "allowed"


def _managed(*targets: str) -> dict[str, Any]:
    """Return attachments of FullAWSAccess to these targets, as a stack has them."""
    ids = {"root": "${aws_organizations_organization.o.roots[0].id}"} | {
        key: f"${{aws_organizations_account.{key}.id}}" for key in ("people", "work")
    }
    attached = {key: {"policy_id": "p-FullAWSAccess", "target_id": ids[key]} for key in targets}
    return {"aws_organizations_policy_attachment": attached}


def test_a_target_without_full_aws_access_may_do_nothing(process: Process) -> None:
    decide = on(process, changes=_managed("root", "people"))
    assert decide(decide.worker) == "implicitly denied"
    assert decide.explained(decide.worker) == ["SCP of work"]
    assert decide(decide.ann, account="people") == "allowed"


def test_the_management_account_needs_no_full_aws_access(process: Process) -> None:
    decide = on(process, changes=_managed("people", "work"))
    assert decide(decide.callers.root_user(decide.organization.management), account="root") == "allowed"
    assert decide(decide.worker) == "implicitly denied"


def test_a_key_policy_sees_the_account_of_the_caller(process: Process) -> None:
    decide = on(process)
    condition = {"StringEquals": {"kms:CallerAccount": WORK}}
    policy = {"Version": "2012-10-17", "Statement": [{**ANY_PRINCIPAL, "Condition": condition}]}
    key = Policy("policy of key", PolicyKind.RESOURCE, policy, small.worker(decide.organization).origin)
    evaluator = Evaluator(decide.organization, process=process)
    asked = [
        Request(who, "kms:Decrypt", KEY, decide.organization.accounts[WORK], key) for who in (decide.worker, decide.ann)
    ]
    assert [verdict.result for verdict in evaluator.decide_all(asked)] == ["allowed", "implicitly denied"]


def test_a_key_policy_sees_the_encryption_context(process: Process) -> None:
    decide = on(process)
    condition = {"StringEquals": {"KMS:EncryptionContext:aws:cloudtrail:arn": "right"}}
    policy = {"Version": "2012-10-17", "Statement": [{**ANY_PRINCIPAL, "Condition": condition}]}
    key = Policy("policy of key", PolicyKind.RESOURCE, policy, small.worker(decide.organization).origin)
    name = "kms:EncryptionContext:aws:cloudtrail:arn"
    evaluator = Evaluator(decide.organization, process=process)
    asked = [
        Request(decide.ann, "kms:GenerateDataKey", KEY, decide.organization.accounts[WORK], key, {name: value})
        for value in ("right", "wrong")
    ]
    assert [verdict.result for verdict in evaluator.decide_all(asked)] == ["allowed", "implicitly denied"]


@pytest.mark.parametrize(
    ("action", "arn", "decision"),
    [
        ("ec2:DescribeVpcs", "*", "explicitly denied"),
        ("ec2:DeleteVpc", f"arn:aws:ec2:us-west-2:{WORK}:vpc/v", "explicitly denied"),
        ("ec2:DeleteVpc", f"arn:aws:ec2:us-east-1:{WORK}:vpc/v", "allowed"),
        ("iam:CreateUser", f"arn:aws:iam::{WORK}:user/x", "allowed"),
        ("organizations:LeaveOrganization", "*", "allowed"),
    ],
)
def test_the_region_is_the_resources_or_the_services_or_home(
    process: Process, action: str, arn: str, decision: str
) -> None:
    """Requests to IAM and Organizations go to us-east-1, independent of the caller."""
    decide = on(process, scp=[{**DENY, "Condition": {"StringEquals": {"aws:RequestedRegion": "us-west-2"}}}])
    assert decide(decide.worker, action, arn) == decision


def test_an_account_that_moves_gets_the_guardrails_and_the_path_of_its_unit(process: Process) -> None:
    statement = {"Effect": "Deny", "NotAction": "s3:*", "Resource": "*"}
    parent = "${aws_organizations_organization.o.roots[0].id}"
    unit = {"aws_organizations_organizational_unit": {"u": {"name": "shut", "parent_id": parent}}}
    found = small.organization(changes=unit | _at("aws_organizations_organizational_unit.u", statement))
    target = next(one for one in found.targets.values() if one.name == "shut")
    moved = found.with_account_in(found.account_by_key["work"], target.id)
    before, after = Decide(found, process), Decide(moved, process)
    assert (before(before.worker), after(after.worker)) == ("allowed", "explicitly denied")
    assert after.worker.context["aws:PrincipalOrgPaths"] == (f"o-0000000000/r-0000/{target.id}/",)
    assert before.worker.context["aws:PrincipalOrgPaths"] == ("o-0000000000/r-0000/",)

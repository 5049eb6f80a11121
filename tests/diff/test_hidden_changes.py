"""Changes that are easily overlooked: under which conditions, from where, and for whom a policy lets something in."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from access.decision.process import Process
from access.difference import Difference
from access.difference.meaning.sets import Sets
from access.difference.meaning.things import things
from access.model.organization import Organization
from tests.access.small import BUCKET
from tests.diff.conftest import Compare, Stacks, sentences_of
from tests.diff.test_rights import allow, deny
from tests.diff.test_ways import guardrail
from tests.diff.two_sides import rights_of, sides_of

Edit = Callable[[Stacks], object]
Snapshots = Callable[[Edit, Edit], Difference]
OFFICE = {"aws:SourceIp": "203.0.113.0/24"}
REMOTE = "${data.terraform_remote_state.cross-stack-reference-input-org-root.outputs.cross-stack-output-"


def _nothing(_: Stacks) -> None:
    pass


def _from_office(stacks: Stacks) -> None:
    """Let the group infra assume its roles from one network only."""
    policies = stacks["id"]["resource"]["aws_iam_policy"].values()
    policy = next(one for one in policies if one["name"] == "assume-roles-infra")
    document = json.loads(policy["policy"])
    document["Statement"][0]["Condition"] = {"IpAddress": OFFICE}
    policy["policy"] = json.dumps(document)


def _bounded_user(stacks: Stacks) -> None:
    """Let a user assume roles from one network only, by a boundary."""
    resources = stacks["id"]["resource"]
    elsewhere = deny("sts:AssumeRole", Condition={"NotIpAddress": OFFICE})
    document = {"Version": "2012-10-17", "Statement": [allow("*"), elsewhere]}
    resources["aws_iam_policy"]["bounds"] = {"name": "bounds", "policy": json.dumps(document)}
    (user,) = resources["aws_iam_user"].values()
    user["permissions_boundary"] = "${aws_iam_policy.bounds.arn}"


@pytest.mark.parametrize("edit", [_from_office, _bounded_user])
def test_conditions_under_which_users_assume_roles_are_a_change(snapshots: Snapshots, edit: Edit) -> None:
    for sides in ((_nothing, edit), (edit, _nothing)):
        found = snapshots(*sides)
        assert not found.is_empty
        assert not found.rewritten
        assert "SourceIp" in " ".join(sentences_of(found, details=True))


def _trusting(principal: dict[str, str], action: str) -> Edit:
    def edit(stacks: Stacks) -> None:
        role = stacks["infra"]["resource"]["aws_iam_role"]["roles_infra_role_F0BB98A3"]
        document = json.loads(role["assume_role_policy"])
        document["Statement"].append({"Effect": "Allow", "Principal": principal, "Action": action})
        role["assume_role_policy"] = json.dumps(document)

    return edit


@pytest.mark.parametrize(
    ("principal", "action"),
    [
        ("token.actions.githubusercontent.com", "sts:AssumeRoleWithWebIdentity"),
        ("arn:aws:iam::999988887777:saml-provider/theirs", "sts:AssumeRoleWithSAML"),
    ],
)
def test_a_role_that_trusts_an_identity_provider_is_not_decided(compare: Compare, principal: str, action: str) -> None:
    found = compare("example", "example", _trusting({"Federated": principal}, action))
    assert not found.rewritten
    assert found.roles[0].trust
    assert any(f"Federated {principal}" in one for one in found.undecided)


def _unit_of_account(principal_account: str) -> Edit:
    account = f"${{aws_organizations_account.account_{principal_account}.id}}"
    condition = {"StringEquals": {"aws:PrincipalAccount": account}}
    said = {"Sid": "Keep", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}
    return guardrail({**said, "Condition": condition}, "suspended", "RESOURCE_CONTROL_POLICY")


def _at(account: str, edit: Edit) -> Edit:
    """Return an edit that attaches to an account what another one attaches to a unit."""

    def edited(stacks: Stacks) -> None:
        edit(stacks)
        attachment = stacks["org-root"]["resource"]["aws_organizations_policy_attachment"]["extra"]
        attachment["target_id"] = f"${{aws_organizations_account.account_{account}.id}}"

    return edited


def test_an_rcp_against_principals_of_another_account_is_a_change(snapshots: Snapshots) -> None:
    from_infra, from_id = (_at("logs", _unit_of_account(one)) for one in ("infra", "id"))
    begins, swapped = snapshots(_nothing, from_infra), snapshots(from_infra, from_id)
    for found in (begins, swapped):
        assert not found.rewritten
        assert [one.accounts for one in found.guardrails] == [("logs",)]
    lost = [one for one in begins.effects if one.change == "impossible"]
    assert {who for one in lost for who in one.who} >= {"infra of infra", "OrganizationAccountAccessRole of infra"}
    assert not any("of id" in who for one in lost for who in one.who)
    assert {one.change for one in swapped.effects} == {"possible", "impossible"}


def test_a_bucket_that_lets_a_new_account_in_is_a_change(compare: Compare) -> None:
    name = "spacecats-logs-cloudtrail-us-west-2"

    def opened(stacks: Stacks) -> None:
        (policy,) = (one for one in stacks["logs"]["resource"]["aws_s3_bucket_policy"].values() if name in str(one))
        document = json.loads(policy["policy"])
        dev = {"AWS": f"arn:aws:iam::{REMOTE}aws_organizations_accountaccount_devid}}:root"}
        document["Statement"].append(allow("s3:*", f"arn:aws:s3:::{name}/*", Principal=dev))
        policy["policy"] = json.dumps(document)

    found = compare("example", "dev", opened)
    assert not found.rewritten
    assert name in [one.name for one in found.resources if one.change == "changes"]


SESSION = "arn:aws:sts::000011112222:assumed-role/reader/ann"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([], [allow("s3:GetObject", f"{BUCKET}/*", Principal={"AWS": SESSION})], "wider"),
        ([], [allow("s3:GetObject", f"{BUCKET}/*", Principal={"Federated": "example.com"})], "not decided"),
        ([], [allow("s3:GetObject", f"{BUCKET}/*", Principal={"CanonicalUser": "79a59d"})], "not decided"),
        ([], [allow("s3:GetObject", f"{BUCKET}/*", Principal={"AWS": "AROAEXAMPLEID12345678"})], "not decided"),
        ([], [deny("s3:*", f"{BUCKET}/*", Principal={"AWS": "999988887777"})], "narrower"),
        ([], [deny("s3:*", f"{BUCKET}/*", Principal={"AWS": "arn:aws:iam::999988887777:role/x"})], "narrower"),
        ([], [deny("s3:*", f"{BUCKET}/*", Principal={"Service": "config.amazonaws.com"})], "narrower"),
    ],
)
def test_whomever_a_policy_of_a_resource_names_is_asked(
    before: list[dict[str, Any]], after: list[dict[str, Any]], expected: str, like: Organization, process: Process
) -> None:
    everyone = (
        allow("s3:*", f"{BUCKET}/*", Principal="*") if expected == "narrower" else deny("s3:*", "arn:aws:s3:::none")
    )
    for sides, direction in (((before, after), expected), ((after, before), _opposite(expected))):
        both = sides_of("bucket", [everyone, *sides[0]], [everyone, *sides[1]], like, process)
        ((old, new),) = things(both)
        assert Sets(both).thing(old, new) == direction


def _opposite(rights: str) -> str:
    return {"wider": "narrower", "narrower": "wider"}.get(rights, rights)


@pytest.mark.parametrize("service", ["acm-pca", "kinesis", "schemas", "sns", "vpc-lattice"])
def test_a_denial_counts_wherever_resources_have_policies(service: str, like: Organization, process: Process) -> None:
    sides = sides_of("identity", [allow("s3:*")], [allow("s3:*"), deny(f"{service}:*")], like, process)
    assert rights_of("identity", sides) == "narrower"


def test_a_denial_of_what_was_never_allowed_is_no_change(like: Organization, process: Process) -> None:
    sides = sides_of("identity", [allow("s3:*")], [allow("s3:*"), deny("ec2:*")], like, process)
    assert rights_of("identity", sides) == "the same"

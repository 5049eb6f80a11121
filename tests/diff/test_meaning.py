"""What allows the same is no change, whatever its text; what changes is told once, for whom, and by what."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from access.difference import Difference
from orgctl.diff.command import verdict
from tests.diff.conftest import Compare, Stacks, sentences_of

Edit = Callable[[Stacks], None]
TRAIL = "logs_trail_bucket_policy_006A9DC8"


def _split(policy: str) -> str:
    """Return a policy with a statement for each action, in the opposite order."""
    document = json.loads(policy)
    said = [
        {**one, "Sid": f"{one.get('Sid', 'S')}{index}", **action}
        for one in document["Statement"]
        for index, action in enumerate(_actions(one))
    ]
    return json.dumps({**document, "Statement": [*reversed(said)]})


def _actions(statement: dict[str, Any]) -> list[dict[str, str]]:
    found = statement.get("Action", [])
    return [{"Action": one} for one in ([found] if isinstance(found, str) else found)] or [{}]


def _bucket(stacks: Stacks) -> None:
    policy = stacks["logs"]["resource"]["aws_s3_bucket_policy"][TRAIL]
    policy["policy"] = _split(policy["policy"])


def _trust(stacks: Stacks) -> None:
    role = stacks["infra"]["resource"]["aws_iam_role"]["roles_infra_role_F0BB98A3"]
    document = json.loads(role["assume_role_policy"])
    (said,) = document["Statement"]
    extra = {**said, "Condition": {**said["Condition"], "StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/*"}}}
    role["assume_role_policy"] = json.dumps({**document, "Statement": [extra, said]})


def _guardrail(stacks: Stacks) -> None:
    for policy in stacks["org-root"]["resource"]["aws_organizations_policy"].values():
        if policy["name"] == "spacecats/guardrails-1":
            policy["content"] = _split(policy["content"])
            policy.pop("//", None)


def _repacked(stacks: Stacks) -> None:
    """Move the statements of one policy of a unit into another one."""
    policies = stacks["org-root"]["resource"]["aws_organizations_policy"]
    one, other = (next(each for each in policies.values() if each["name"] == f"spacecats/{name}") for name in NAMES)
    documents = [json.loads(each["content"]) for each in (one, other)]
    documents[0]["Statement"] += documents[1]["Statement"][1:]
    del documents[1]["Statement"][1:]
    for each, document in zip((one, other), documents, strict=True):
        each["content"] = json.dumps(document)
        each.pop("//", None)


NAMES = ("guardrails-1", "guardrails-2")
REWRITTEN: dict[str, tuple[Edit, str]] = {
    "the policy of a bucket": (_bucket, "the policy of spacecats-logs-cloudtrail-us-west-2 (logs)"),
    "a trust policy": (_trust, "trust policies of the role infra (infra)"),
    "a guardrail": (_guardrail, "SCPs (spacecats)"),
}


@pytest.mark.parametrize("name", REWRITTEN)
def test_other_words_for_the_same_are_noted_and_no_change(compare: Compare, name: str) -> None:
    edit, expected = REWRITTEN[name]
    found = compare("example", "example", edit)
    assert sentences_of(found) == [f"No change: Written otherwise, and allow the same: {expected}."]
    assert found.is_empty
    assert not found.refusals
    assert verdict(found) == "Nothing changes in what is allowed."


def test_statements_in_other_policies_of_the_same_target_are_no_change(compare: Compare) -> None:
    found = compare("example", "example", _repacked)
    assert found.is_empty
    assert not found.guardrails


def test_other_numbers_of_accounts_are_no_change(renumbered: Callable[[], Difference]) -> None:
    found = renumbered()
    assert sentences_of(found) == []
    assert found.is_empty


def test_a_denial_that_another_one_covers_is_no_change(compare: Compare) -> None:
    def narrower_beside(stacks: Stacks) -> None:
        for policy in stacks["org-root"]["resource"]["aws_organizations_policy"].values():
            document: dict[str, Any] = json.loads(policy["content"])
            for one in [*document.get("Statement", ())]:
                if one.get("Sid") == "RequireImdsv2":
                    condition = {**one["Condition"], "StringEquals": {"aws:RequestedRegion": "us-west-2"}}
                    document["Statement"].append({**one, "Sid": "Again", "Condition": condition})
            policy["content"] = json.dumps(document)

    assert not compare("example", "example", narrower_beside).guardrails


def test_each_request_is_told_once_for_all_for_whom_it_changes(compare: Compare) -> None:
    lines = sentences_of(compare("no-imdsv2", "example"), details=True)
    first = lines.index("Impossible now: RequireImdsv2Part2 of spacecats/guardrails-1 denies:")
    assert lines[first : first + 2] == [
        "Impossible now: RequireImdsv2Part2 of spacecats/guardrails-1 denies:",
        "ec2:ModifyInstanceMetadataOptions, with ec2:Attribute/httptokens optional: roles of groups (infra of id and "
        "infra); deployment roles (OrganizationAccountAccessRole of id, infra and logs)",
    ]


def test_an_effect_has_the_simplest_request_and_the_number_of_others(compare: Compare) -> None:
    (effect,) = compare("example", "wider").effects
    assert (effect.change, effect.kind, effect.who) == ("possible", "roles of groups", ("infra of infra",))
    assert (effect.action, effect.keys, effect.complete) == ("iam:AttachRolePolicy", {}, True)
    assert sorted(effect.more) == ["account", "iam", "organizations"]
    assert effect.statement == "statement 1"


def test_what_is_not_read_is_not_decided(compare: Compare) -> None:
    def unknown_action(stacks: Stacks) -> None:
        for policy in stacks["org-root"]["resource"]["aws_organizations_policy"].values():
            if policy["name"] == "spacecats/guardrails-1":
                document = json.loads(policy["content"])
                document["Statement"].append({"Effect": "Deny", "Action": "newservice:Do", "Resource": "*"})
                policy["content"] = json.dumps(document)

    found = compare("example", "example", unknown_action)
    assert not found.is_empty
    assert found.guardrails
    assert all("AWS's list has no action newservice:Do" in one for one in found.undecided)
    assert found.undecided

"""Dangerous changes are refused, with the reason; harmless ones that look similar are not."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.diff.conftest import Compare, Stacks

TRAIL, TRAIL_BUCKET = "logs_organization-trail_C29D52CF", "logs_trail_bucket_3DB016D3"
UNIT = "organization_organizational-units_spacecats_ou_C36E1E17"
CANNOT = "the AWS provider cannot change that in place"


def of(stacks: Stacks, stack: str, kind: str) -> dict[str, Any]:
    """Return the resources of a type, by name."""
    found: dict[str, Any] = stacks[stack]["resource"][kind]
    return found


def _no_administrator(stacks: Stacks) -> None:
    (membership,) = of(stacks, "org-root", "aws_iam_group_membership").values()
    membership["users"] = []


def _other_address(stacks: Stacks) -> None:
    account = of(stacks, "org-root", "aws_organizations_account")["account_infra"]
    account["email"] = "other@example.com"
    account["lifecycle"]["ignore_changes"].remove("email")


def _closing(stacks: Stacks) -> None:
    del of(stacks, "org-root", "aws_organizations_account")["account_infra"]
    del stacks["infra"], stacks["bootstrap-infra"]


def _other_trail(stacks: Stacks) -> None:
    of(stacks, "logs", "aws_cloudtrail")[TRAIL]["name"] = "another"


def _trail_elsewhere(stacks: Stacks) -> None:
    of(stacks, "logs", "aws_cloudtrail")[TRAIL]["provider"] = "aws.us-east-1"


def _other_state_bucket(stacks: Stacks) -> None:
    of(stacks, "bootstrap-id", "aws_s3_bucket")["state_bucket_60417CC9"]["bucket"] = "another"


def _billing(stacks: Stacks) -> None:
    (organization,) = of(stacks, "org-root", "aws_organizations_organization").values()
    organization["feature_set"] = "CONSOLIDATED_BILLING"


def _billing_without_order(stacks: Stacks) -> None:
    _billing(stacks)
    for unit in of(stacks, "org-root", "aws_organizations_organizational_unit").values():
        del unit["lifecycle"]


def _nested(stacks: Stacks) -> None:
    """Move an OU below another one, where it is created again before its accounts have left it."""
    units = of(stacks, "org-root", "aws_organizations_organizational_unit")
    units["above"] = {"name": "above", "parent_id": units[UNIT]["parent_id"]}
    units[UNIT]["parent_id"] = "${aws_organizations_organizational_unit.above.id}"
    del units[UNIT]["lifecycle"]


def _forgotten_inside(stacks: Stacks) -> None:
    """Remove an OU, and let Terraform forget an account in it."""
    accounts = of(stacks, "org-root", "aws_organizations_account")
    units = of(stacks, "org-root", "aws_organizations_organizational_unit")
    units["other"] = units.pop(UNIT) | {"name": "other"}
    del accounts["account_infra"], stacks["infra"], stacks["bootstrap-infra"]
    stacks["org-root"]["removed"].append(
        {"from": "aws_organizations_account.account_infra", "lifecycle": {"destroy": False}}
    )
    for account in accounts.values():
        account["parent_id"] = "${aws_organizations_organizational_unit.other.id}"


def _renamed_organization(stacks: Stacks) -> None:
    found = of(stacks, "org-root", "aws_organizations_organization")
    found["another"] = found.pop("organization_DC53FF14")


REFUSED: dict[str, tuple[Callable[[Stacks], None], list[tuple[str, str]]]] = {
    "the last administrator": (
        _no_administrator,
        [
            (
                "no user could assume the role admin of org-root with MFA any more",
                "myuser.org-root could; without an administrator only the root user can deploy or repair anything",
            )
        ],
    ),
    "another e-mail address": (
        _other_address,
        [
            (
                "the account infra would be destroyed and recreated",
                f"email changes from spacecats-infra+aws-org-infra@example.com to other@example.com: {CANNOT}",
            )
        ],
    ),
    "an account taken out": (
        _closing,
        [
            (
                "the account infra would be removed from the organization",
                "the stack org-root no longer has it; to shut an account, move it into a unit with quarantine; name "
                "one that was closed in AWS in closed_accounts",
            )
        ],
    ),
    "another name of the trail": (
        _other_trail,
        [
            (
                "the trail organization would be destroyed and recreated",
                f"name changes from organization to another: {CANNOT}",
            )
        ],
    ),
    "a trail in another region": (
        _trail_elsewhere,
        [
            (
                "the trail organization would be destroyed and recreated",
                f"it moves: Terraform would look for it in logs, us-east-1 instead of org-root, us-west-2: {CANNOT}",
            )
        ],
    ),
    "another state bucket": (
        _other_state_bucket,
        [
            (
                "the bucket spacecats-id-tf-state-us-west-2, which holds the state of bootstrap-id and id, would be "
                "destroyed and recreated",
                f"bucket changes from spacecats-id-tf-state-us-west-2 to another: {CANNOT}",
            )
        ],
    ),
    "another feature set": (
        _billing,
        [
            (
                "the organization would be destroyed and recreated",
                f"feature_set changes from ALL to CONSOLIDATED_BILLING: {CANNOT}",
            )
        ],
    ),
    "what is above a unit made anew": (
        _billing_without_order,
        [
            (
                "the organization would be destroyed and recreated",
                f"feature_set changes from ALL to CONSOLIDATED_BILLING: {CANNOT}",
            ),
            (
                "the unit spacecats would be deleted with accounts in it",
                "Terraform would delete it before id, infra and logs can leave it (parent_id changes: its parent is "
                "recreated): a lifecycle with create_before_destroy avoids that",
            ),
        ],
    ),
    "a unit below another one": (
        _nested,
        [
            (
                "the unit spacecats would be deleted with accounts in it",
                "Terraform would delete it before id, infra and logs can leave it (parent_id changes: it gets "
                "another parent): a lifecycle with create_before_destroy avoids that",
            )
        ],
    ),
    "an account left in a unit": (
        _forgotten_inside,
        [
            (
                "the unit spacecats would be deleted with accounts in it",
                "infra would still be in it, and AWS deletes no unit that holds accounts",
            )
        ],
    ),
    "the organization at another address": (
        _renamed_organization,
        [("the organization would be destroyed", "the stack org-root no longer has it; nothing restores it")],
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_the_reason(compare: Compare, name: str) -> None:
    edit, expected = REFUSED[name]
    assert [(one.what, one.reason) for one in compare("example", "example", edit).refusals] == expected


def test_a_trail_that_is_switched_off_is_refused_with_its_key_and_bucket(compare: Compare) -> None:
    assert [one.what for one in compare("example", "no-trail").refusals] == [
        "the trail organization would be destroyed",
        "the key with which the files of the trail organization are encrypted would be destroyed",
        "the bucket spacecats-logs-cloudtrail-us-west-2, which holds the files of the trail organization, would be "
        "destroyed",
    ]


def test_state_buckets_that_a_central_one_replaces_are_refused(compare: Compare) -> None:
    found = compare("example", "central").refusals
    assert [(one.stack, one.what.partition(",")[0]) for one in found] == [
        (f"bootstrap-{key}", f"the bucket spacecats-{key}-tf-state-us-west-2") for key in ("id", "infra", "logs")
    ]


def _moved_address(stacks: Stacks) -> None:
    accounts = of(stacks, "org-root", "aws_organizations_account")
    accounts["moved"] = accounts.pop("account_infra")
    stacks["org-root"]["moved"] = {
        "from": "aws_organizations_account.account_infra",
        "to": "aws_organizations_account.moved",
    }
    for name, stack in stacks.items():
        stacks[name] = _with_text(
            stack, "aws_organizations_account.account_infra.id", "aws_organizations_account.moved.id"
        )


def _with_text(stack: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(stack).replace(old, new))
    return found


def _nested_in_order(stacks: Stacks) -> None:
    _nested(stacks)
    of(stacks, "org-root", "aws_organizations_organizational_unit")[UNIT]["lifecycle"] = {"create_before_destroy": True}


NOT_REFUSED: dict[str, Callable[[Stacks], None]] = {
    "an account at another address, with a moved block": _moved_address,
    "a unit that is made anew around its accounts": _nested_in_order,
}


@pytest.mark.parametrize("name", NOT_REFUSED)
def test_not_refused(compare: Compare, name: str) -> None:
    assert not compare("example", "example", NOT_REFUSED[name]).refusals


@pytest.mark.parametrize(("base", "new"), [("example", "spaceships"), ("dev-shut", "dev-closed"), ("dev", "dev-shut")])
def test_renamed_units_and_closed_and_shut_accounts_are_not_refused(compare: Compare, base: str, new: str) -> None:
    assert not compare(base, new).refusals


def test_a_removed_stack_destroys_nothing(compare: Compare) -> None:
    """But a resource that moves to another stack would be created twice."""

    def rename(stacks: Stacks) -> None:
        stacks["archive"] = stacks.pop("logs")

    found = compare("example", "example", rename)
    assert {one.type for one in found.resources} == {"aws_kms_key"}  # whose new ids are unknown before the deployment
    assert {one.what for one in found.refusals} == {
        "the trail organization would be created a second time",
        "the key with which the files of the trail organization are encrypted would be created a second time",
        "the bucket spacecats-logs-cloudtrail-us-west-2, which holds the files of the trail organization, would be "
        "created a second time",
    }

"""The location of every stack's state, and the order of deployment."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.synthesis import named, policy, resource, resources

Stacks = dict[str, dict[str, Any]]
Variation = Callable[[str], Stacks]

ACCOUNTS = ["org-root", "id", "infra", "logs"]


def s3(bucket: str, key: str, region: str = "us-west-2", **more: Any) -> dict[str, Any]:
    backend = {"bucket": bucket, "key": f"{key}/terraform.tfstate", "region": region, "encrypt": True}
    return {"s3": {**backend, "use_lockfile": True, **more}}


def backends(stacks: Stacks) -> dict[str, Any]:
    return {name: tf["terraform"]["backend"] for name, tf in stacks.items()}


def test_each_account_holds_the_state_of_its_own_stacks(stacks: Stacks) -> None:
    expected = {
        prefix + key: s3(f"spacecats-{key}-tf-state-us-west-2", prefix + key)
        for key in ACCOUNTS
        for prefix in ("bootstrap-", "")
    }
    assert backends(stacks) == expected


def test_a_central_bucket_holds_the_state_of_all(variation: Variation) -> None:
    expected = {
        prefix + key: s3("spacecats-org-root-tf-state-us-west-2", prefix + key, dynamodb_table="terraform-state-lock")
        for key in ACCOUNTS
        for prefix in ("bootstrap-", "")
    }
    assert backends(variation("central-state-with-table")) == expected


def test_a_central_bucket_may_have_a_name_of_its_own(changed: Callable[..., Stacks]) -> None:
    stacks = changed(deployment={"state": {"mode": "central", "bucket": "cats-state"}})

    assert backends(stacks)["id"] == s3("cats-state", "id")
    assert named_bucket(stacks["bootstrap-org-root"], "cats-state")


def test_local_state_is_beside_the_configuration(variation: Variation) -> None:
    expected = {key: {"local": {"path": f"../../../terraform.{key}.tfstate"}} for key in ACCOUNTS}

    assert backends(variation("local-state")) == expected


def test_a_table_holds_the_lock_only_when_asked(any_stacks: Stacks, stacks: Stacks) -> None:
    tables = {name: resources(tf, "aws_dynamodb_table") for name, tf in any_stacks.items()}
    asked = {name for name, tf in any_stacks.items() if "dynamodb_table" in json.dumps(tf["terraform"])}

    assert not asked or asked == set(any_stacks)
    assert [name for name, found in tables.items() if found] == (["bootstrap-org-root"] if asked else [])
    assert "dynamodb" not in json.dumps([tf["terraform"] for tf in stacks.values()])


def test_terraform_uses_the_lock_table(variation: Variation) -> None:
    stacks = variation("central-state-with-table")

    table = resource(stacks["bootstrap-org-root"], "aws_dynamodb_table")
    assert table["name"] == stacks["id"]["terraform"]["backend"]["s3"]["dynamodb_table"]
    assert table["hash_key"] == "LockID"
    assert table["lifecycle"] == {"prevent_destroy": True}


def test_every_state_has_its_own_place(any_stacks: Stacks) -> None:
    places = [json.dumps(backend, sort_keys=True) for backend in backends(any_stacks).values()]

    assert len(set(places)) == len(places)


def named_bucket(tf: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [bucket for bucket in resources(tf, "aws_s3_bucket") if bucket["bucket"] == name]


def test_every_bucket_of_state_is_made_by_a_bootstrap_stack(any_stacks: Stacks) -> None:
    """By its account's bootstrap stack, in the region of the backends."""
    for name, tf in any_stacks.items():
        for backend in (one for kind, one in tf["terraform"]["backend"].items() if kind == "s3"):
            owners = [stack for stack, other in any_stacks.items() if named_bucket(other, backend["bucket"])]
            own = f"bootstrap-{name.removeprefix('bootstrap-')}"
            assert owners in ([own], ["bootstrap-org-root"])
            (bucket,) = named_bucket(any_stacks[owners[0]], backend["bucket"])
            alias = bucket.get("provider", "").removeprefix("aws.") or None
            (provider,) = (one for one in any_stacks[owners[0]]["provider"]["aws"] if one.get("alias") == alias)
            assert provider["region"] == backend["region"]


def test_a_state_bucket_cannot_be_destroyed_by_mistake(any_stacks: Stacks) -> None:
    """Another mode, region or name would destroy the bucket with all states while they are in use."""
    for name, tf in any_stacks.items():
        if name.startswith("bootstrap-"):
            names = [
                bucket["bucket"] for bucket in resources(tf, "aws_s3_bucket") if "-tf-state-log-" not in str(bucket)
            ]
            guard = tf["resource"]["terraform_data"]["protected"]
            assert guard["lifecycle"] == {"prevent_destroy": True}
            assert guard["for_each"] == "${{" + "".join(f'"state-bucket" = "{bucket}"' for bucket in names) + "}}"


def test_the_administrators_of_org_root_may_keep_state_in_other_accounts(stacks: Stacks) -> None:
    for key in ("id", "infra", "logs"):
        (found,) = (
            policy(item["policy"])
            for item in resources(stacks[f"bootstrap-{key}"], "aws_s3_bucket_policy")
            if "KeepState" in item["policy"]
        )
        keep = next(one for one in found if one.get("Sid") == "KeepState")
        assert "management-accountaccount_id" in keep["Principal"]["AWS"]
        assert set(keep["Action"]) == {"s3:DeleteObject", "s3:GetObject", "s3:PutObject"}


@pytest.mark.parametrize("name", ["example", "central-state-with-table", "state-in-another-region"])
def test_other_stacks_find_the_state_of_org_root(variation: Variation, name: str) -> None:
    stacks = variation(name)
    expected = stacks["org-root"]["terraform"]["backend"]["s3"]

    for stack in ("id", "infra", "bootstrap-id"):
        (remote,) = stacks[stack]["data"]["terraform_remote_state"].values()
        config = remote["config"]
        assert {key: config[key] for key in ("bucket", "key", "region")} == {
            key: expected[key] for key in ("bucket", "key", "region")
        }


@pytest.fixture
def before(folder_of: Callable[[str], Path], variation: Variation) -> Callable[[str], dict[str, list[str]]]:
    """Return the dependencies of each stack, as cdktf reads them."""

    def dependencies(name: str) -> dict[str, list[str]]:
        variation(name)
        manifest = json.loads((folder_of(name) / "manifest.json").read_text())
        return {stack: found["dependencies"] for stack, found in manifest["stacks"].items()}

    return dependencies


def test_state_comes_first_then_the_organization_then_the_logs(
    before: Callable[[str], dict[str, list[str]]],
) -> None:
    assert {stack: sorted(found) for stack, found in before("example").items()} == {
        "bootstrap-org-root": [],
        "org-root": ["bootstrap-org-root"],
        "bootstrap-id": ["org-root"],
        "bootstrap-infra": ["org-root"],
        "bootstrap-logs": ["org-root"],
        "logs": ["bootstrap-logs", "org-root"],
        "id": ["bootstrap-id", "logs", "org-root"],
        "infra": ["bootstrap-infra", "logs", "org-root"],
    }


@pytest.mark.parametrize("name", ["everything-off", "logs-in-org-root"])
def test_no_stack_waits_for_a_log_account_without_records(
    before: Callable[[str], dict[str, list[str]]], name: str
) -> None:
    for stack, found in before(name).items():
        if stack != "logs":
            assert not [other for other in found if other not in (f"bootstrap-{stack}", "org-root")]


def test_local_state_needs_no_bootstrap(before: Callable[[str], dict[str, list[str]]]) -> None:
    assert {stack: sorted(found) for stack, found in before("local-state").items()} == {
        "org-root": [],
        "logs": ["org-root"],
        "id": ["logs", "org-root"],
        "infra": ["logs", "org-root"],
    }


def test_every_account_has_one_alias(any_stacks: Stacks) -> None:
    aliases = [alias for tf in any_stacks.values() for alias in resources(tf, "aws_iam_account_alias")]
    accounts = [name for name in any_stacks if not name.startswith("bootstrap-")]

    assert sorted(alias["account_alias"] for alias in aliases) == sorted(f"spacecats-{key}" for key in accounts)


def test_an_alias_that_was_in_an_accounts_own_stack_is_left_to_its_bootstrap_stack(stacks: Stacks) -> None:
    """With state in S3 the bootstrap stack has the alias: destroying it here would delete it there."""
    kept = {"lifecycle": {"destroy": False}}
    for key in ACCOUNTS:
        assert "aws_iam_account_alias" not in stacks[key]["resource"]
        assert {"from": "aws_iam_account_alias.alias", **kept} in stacks[key]["removed"]
    former = "aws_iam_account_alias.organization_alias_6C152F48"
    assert {"from": former, **kept} in stacks["org-root"]["removed"]


def test_with_local_state_the_alias_of_org_root_moves_to_its_present_address(variation: Variation) -> None:
    tf = variation("local-state")["org-root"]

    former = "aws_iam_account_alias.organization_alias_6C152F48"
    assert tf["moved"] == [{"from": former, "to": "aws_iam_account_alias.alias"}]
    assert list(tf["resource"]["aws_iam_account_alias"]) == ["alias"]
    assert "removed" not in tf


def test_closed_accounts_and_the_alias_are_both_forgotten(changed: Callable[..., Stacks]) -> None:
    tf = changed(closed_accounts=["old-shop", "old-blog"])["org-root"]

    forgotten = {entry["from"] for entry in tf["removed"]}
    assert forgotten >= {f"aws_organizations_account.account_{key}" for key in ("old-shop", "old-blog")}
    assert "aws_iam_account_alias.alias" in forgotten
    assert all(entry["lifecycle"] == {"destroy": False} for entry in tf["removed"])


def test_a_quarantined_account_has_no_bootstrap_stack_either(changed: Callable[..., Stacks]) -> None:
    units = {"main": {"accounts": {"id": None, "infra": None, "logs": None}}}
    units["suspended"] = {"quarantine": True, "accounts": {"shop": None}}  # type: ignore[dict-item]

    found = changed(organizational_units=units, guardrails=None)

    assert "shop" not in {name.removeprefix("bootstrap-") for name in found}
    assert named(found["org-root"], "aws_organizations_account", "spacecats-shop")


def test_one_table_for_locks_is_enough_for_all_accounts(changed: Callable[..., Stacks]) -> None:
    """Terraform looks for the table with its own credentials: those of the management account."""
    found = changed(deployment={"state": {"mode": "account", "dynamodb_table": True}})

    assert [name for name, tf in found.items() if "aws_dynamodb_table" in tf["resource"]] == ["bootstrap-org-root"]
    assert {tf["terraform"]["backend"]["s3"]["dynamodb_table"] for tf in found.values()} == {"terraform-state-lock"}

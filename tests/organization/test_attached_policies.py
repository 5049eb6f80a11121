from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from organization import limits
from organization.attached_policies import at_target, guardrails_at, packed, policy_type, target_names
from organization.load import examine_text
from organization.model import Guardrail, Organization
from organization.targets import Target
from policies import TargetPolicy
from policies.budget import OverBudget
from policies.variables import Ids

ID = "111122223333"
IDS = Ids(accounts={"id": ID})
DENY: dict[str, Any] = {"Sid": "Own", "Effect": "Deny", "Action": "ec2:*", "Resource": "*"}
BASE: dict[str, Any] = {
    "name": "spacecats",
    "email": "aws+{account}@example.com",
    "region": "eu-central-1",
    "org_root": {"admins": ["ann"]},
    "organizational_units": {
        "main": {
            "accounts": {"id": None, "infra": None},
            "organizational_units": {"prod": {"accounts": {"web": None}}},
        },
        "suspended": {"quarantine": True},
    },
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with policies of several types."""
    files: dict[str, Any] = {
        "one": {"Version": "2012-10-17", "Statement": DENY},
        "two": {"Version": "2012-10-17", "Statement": [DENY, {**DENY, "Sid": "More", "Action": "rds:{{what}}"}]},
        "rcp": {"Version": "2012-10-17", "Statement": [{**DENY, "Principal": "*", "Action": "s3:*"}]},
        "tags": {"tags": {"Owner": {"tag_key": {"@@assign": "{{name}}"}}}},
    }
    for name, content in files.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(content, indent=2))
    return tmp_path


def load(folder: Path, guardrails: dict[str, Any], **more: Any) -> Organization:
    text = yaml.safe_dump(BASE | {"guardrails": guardrails} | more, sort_keys=False)
    found, problems = examine_text(text.encode(), folder)
    assert found is not None
    assert not [str(problem) for problem in problems if not problem.warning]
    return found


def attached(folder: Path, guardrails: dict[str, Any], target: str = "root", **more: Any) -> list[TargetPolicy]:
    return at_target(load(folder, guardrails, **more), target, folder, IDS)


def statements(policy: TargetPolicy) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(policy.content)["Statement"]
    return found


def test_guardrails_of_a_target_share_a_policy(folder: Path) -> None:
    (policy,) = attached(folder, {"deny-leaving-organization": "root", "deny-region-changes": "root"})

    assert (policy.id, policy.name, policy.type) == ("guardrails-1", "root/guardrails-1", "SERVICE_CONTROL_POLICY")
    assert policy.description == "deny-leaving-organization, deny-region-changes"
    assert [one["Sid"] for one in statements(policy)] == ["DenyLeavingOrganization", "DenyRegionChanges"]


def test_a_guardrail_is_in_the_policies_of_each_of_its_targets(folder: Path) -> None:
    targets = ["root", "main/prod", "account:infra"]
    organization = load(folder, {"deny-root-user": targets})

    assert target_names(organization) == targets
    names = [at_target(organization, name, folder, IDS)[0].name for name in targets]
    assert names == ["root/guardrails-1", "main/prod/guardrails-1", "account:infra/guardrails-1"]


def test_a_target_has_its_own_guardrails_only(folder: Path) -> None:
    organization = load(folder, {"deny-root-user": "main", "deny-region-changes": ["main", "main/prod"]})

    assert list(guardrails_at(organization, "main")) == ["deny-root-user", "deny-region-changes"]
    assert list(guardrails_at(organization, "main/prod")) == ["deny-region-changes"]
    assert at_target(organization, "root", folder, IDS) == []


def test_kinds_do_not_mix(folder: Path) -> None:
    found = attached(folder, {"deny-root-user": "root", "require-tls": "root"})

    assert [(policy.id, policy.type) for policy in found] == [
        ("guardrails-1", "SERVICE_CONTROL_POLICY"),
        ("resource-guardrails-1", "RESOURCE_CONTROL_POLICY"),
    ]


def test_the_id_account_is_named_by_its_number(folder: Path) -> None:
    """The number may be a token, so it appears in the text as given."""
    token = "${TfToken[TOKEN.5]}"
    (policy,) = at_target(load(folder, {"deny-iam-users": "root"}), "root", folder, Ids(accounts={"id": token}))

    (statement,) = statements(policy)
    assert statement["Condition"]["StringNotEquals"] == {"aws:PrincipalAccount": token}


def test_a_token_has_the_size_of_an_account_number(folder: Path) -> None:
    """Otherwise `orgctl check` would measure other policies than those attached."""
    organization = load(
        folder,
        {"deny-iam-users": "root", "limit-regions": {"targets": "root", "parameters": {"regions": "eu-central-1"}}},
    )

    by_number = at_target(organization, "root", folder, IDS)
    by_token = at_target(organization, "root", folder, Ids(accounts={"id": "${TfToken[TOKEN.1234]}"}))
    assert [policy.id for policy in by_number] == [policy.id for policy in by_token]


def test_exempt_roles_and_the_responder_are_left_out(folder: Path) -> None:
    more: dict[str, Any] = {
        "groups": {"ops": None},
        "responder": {"group": "ops", "role_name": "helper"},
        "exempt_roles": ["OrganizationAccountAccessRole", "deployer"],
    }
    (policy,) = attached(folder, {"protect-config": "root"}, **more)

    (statement,) = statements(policy)
    names = ["OrganizationAccountAccessRole", "deployer", "helper"]
    assert statement["Condition"] == {
        "ArnNotLike": {"aws:PrincipalArn": [f"arn:aws:iam::*:role/{name}" for name in names]}
    }


def test_a_file_is_packed_with_the_others_and_its_parameters_filled_in(folder: Path) -> None:
    found = attached(
        folder,
        {
            "own": {"targets": "root", "file": "one.json"},
            "more": {"targets": "root", "file": "two.json", "parameters": {"what": "Delete*"}},
        },
    )
    actions = {one["Action"] for policy in found for one in statements(policy)}
    assert actions == {"ec2:*", "rds:Delete*"}
    assert {policy.type for policy in found} == {"SERVICE_CONTROL_POLICY"}


def test_a_file_of_another_kind_is_a_policy_of_its_own(folder: Path) -> None:
    guardrails = {
        "owners": {"targets": "main", "file": "tags.json", "type": "TAG_POLICY", "parameters": {"name": "Owner"}},
        "perimeter": {"targets": "main", "file": "rcp.json", "type": "RESOURCE_CONTROL_POLICY"},
    }
    perimeter, tags = attached(folder, guardrails, "main")

    assert perimeter.type == "RESOURCE_CONTROL_POLICY"
    assert perimeter.name.startswith("main/resource-guardrails-")
    assert (tags.id, tags.name, tags.type) == ("owners", "main/owners", "TAG_POLICY")
    assert json.loads(tags.content) == {"tags": {"Owner": {"tag_key": {"@@assign": "Owner"}}}}


def test_contents_hold_no_white_space(folder: Path) -> None:
    """AWS counts white space."""
    found = attached(
        folder,
        {
            "own": {"targets": "root", "file": "one.json"},
            "owners": {"targets": "root", "file": "tags.json", "type": "TAG_POLICY", "parameters": {"name": "Owner"}},
        },
    )
    for policy in found:
        assert policy.content == json.dumps(json.loads(policy.content), separators=(",", ":"))


def test_a_guardrail_of_the_catalogue_may_be_used_twice(folder: Path) -> None:
    rail = {"targets": "root", "catalogue": "protect-roles"}
    guardrails = {name: rail | {"parameters": {"roles": name}} for name in ("first", "second")}

    found = [one for policy in attached(folder, guardrails) for one in statements(policy)]
    assert sorted(one["Resource"] for one in found) == ["arn:aws:iam::*:role/first", "arn:aws:iam::*:role/second"]


def test_a_description_is_as_long_as_aws_allows(folder: Path) -> None:
    most = limits.POLICY_DESCRIPTION.value
    rail = {"targets": "root", "catalogue": "deny-root-user"}
    found = attached(folder, {f"{'a-very-long-name-' * 5}{number:02}": rail for number in range(40)})

    assert all(len(policy.description) <= most for policy in found)
    assert any(policy.description.endswith("…") for policy in found)


def policies_of(size: int, count: int, target: Target, folder: Path) -> int:
    """Return how many policies a number of guardrails of one size need at a target."""
    filler = [f"ec2:{'A' * 40}{number:04}" for number in range(size // 50)]
    (folder / "long.json").write_text(json.dumps({"Statement": [{**DENY, "Action": filler}]}))
    rails = {f"rail-{number}": Guardrail(targets=["x"], file="long.json") for number in range(count)}
    return len(packed(load(folder, {}), target, "SERVICE_CONTROL_POLICY", rails, folder, ID))


def test_aws_and_the_quarantine_need_room_too(folder: Path) -> None:
    """One of ten policies is AWS's own, and in quarantine another one denies every action."""
    most, size = limits.SCPS_PER_TARGET.value, 8_000
    for target in (Target(), Target(("main",)), Target(account="infra")):
        assert policies_of(size, most - 1, target, folder) == most - 1
    assert policies_of(size, most - 2, Target(("suspended",)), folder) == most - 2

    with pytest.raises(OverBudget):
        policies_of(size, most, Target(("main",)), folder)
    with pytest.raises(OverBudget):
        policies_of(size, most - 1, Target(("suspended",)), folder)


def test_a_guardrail_of_more_than_a_quarter_of_a_policy_shares_none(folder: Path) -> None:
    """So it changes no other guardrail's policy when it grows."""
    count = limits.SCPS_PER_TARGET.value - 1

    assert policies_of(limits.SCP_SIZE.value // 4 + 50, count, Target(("main",)), folder) == count
    assert policies_of(limits.SCP_SIZE.value // 4 - 200, count, Target(("main",)), folder) < count


WRAPPER = len('{"Version":"2012-10-17","Statement":[]}')


def rail_of(characters: int, name: str, folder: Path, sid: str = "Own") -> Guardrail:
    """Return a guardrail with one statement of so many characters."""
    least = len(json.dumps({**DENY, "Sid": sid, "Action": ""}, separators=(",", ":")))
    action = "ec2:".ljust(characters - least, "A")
    (folder / f"{name}.json").write_text(json.dumps({"Statement": [{**DENY, "Sid": sid, "Action": action}]}))
    return Guardrail(targets=["x"], file=f"{name}.json")


def names_at(rails: dict[str, Guardrail], folder: Path) -> list[tuple[str, ...]]:
    """Return the names of the guardrails in each policy."""
    found = packed(load(folder, {}), Target(("main",)), "SERVICE_CONTROL_POLICY", rails, folder, ID)
    assert all(len(policy.content) <= limits.SCP_SIZE.value for policy in found)
    return [policy.names for policy in found]


def test_the_large_ones_come_first_where_there_is_hardly_room(folder: Path) -> None:
    """Small ones first would leave gaps too small for the large ones."""
    size, slots = limits.SCP_SIZE.value, limits.SCPS_PER_TARGET.value - 1
    parts = {"a-small": size * 35 // 100, "b-large": size * 60 // 100}
    rails = {
        f"{name}-{number}": rail_of(part, f"{name}-{number}", folder)
        for number in range(slots)
        for name, part in parts.items()
    }
    assert [len(names) for names in names_at(rails, folder)] == [2] * slots


def test_the_number_of_a_sid_that_comes_twice_needs_room_too(folder: Path) -> None:
    """Two exact halves of a policy: with the same Sid in both, one of them gets a number and needs another policy."""
    size, slots = limits.SCP_SIZE.value, limits.SCPS_PER_TARGET.value - 1
    half = (size - WRAPPER - 1) // 2
    others = {f"other-{number}": rail_of(size * 3 // 10, f"other-{number}", folder) for number in range(slots - 1)}
    for sid, together in (("Two", True), ("One", False)):
        pair = {
            "one": rail_of(size - WRAPPER - 1 - half, "one", folder, "One"),
            "two": rail_of(half, "two", folder, sid),
        }
        assert (("one", "two") in names_at(pair | others, folder)) == together


@pytest.mark.parametrize(
    ("key", "rail", "kind"),
    [
        ("deny-root-user", Guardrail(targets=["root"]), "SERVICE_CONTROL_POLICY"),
        ("require-tls", Guardrail(targets=["root"]), "RESOURCE_CONTROL_POLICY"),
        ("mine", Guardrail(targets=["root"], catalogue="require-tls"), "RESOURCE_CONTROL_POLICY"),
        ("mine", Guardrail(targets=["root"], file="a.json"), "SERVICE_CONTROL_POLICY"),
        ("mine", Guardrail(targets=["root"], file="a.json", type="TAG_POLICY"), "TAG_POLICY"),
        ("require-tls", Guardrail(targets=["root"], file="a.json"), "SERVICE_CONTROL_POLICY"),
    ],
)
def test_the_kind_of_a_guardrail_follows_from_the_catalogue_or_the_file(key: str, rail: Guardrail, kind: str) -> None:
    assert policy_type(key, rail) == kind

"""One walk over a Terraform state: no reader takes a deposed instance for the live one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import boto3
import pytest

from access.difference.states import deployed
from live.numbers import read_numbers
from live.org_root import OrgRootState, account_address
from live.recognition import is_deployed
from organization.load import load
from terraform_json.errors import TerraformJsonError
from terraform_json.folder import StackFolder
from terraform_json.state import EMPTY, State, parsed_state, read_state
from tests.end_to_end.deployment import GUIDE
from toolchain.bootstrap import resources_of

ORGANIZATION, ACCOUNT = "aws_organizations_organization", "aws_organizations_account"
PROVIDER = 'provider["registry.terraform.io/hashicorp/aws"]'
LIVE, DEPOSED = "444444444444", "999999999999"


def item(type_: str, name: str, *instances: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a resource in the form of a state."""
    return {"mode": "managed", "type": type_, "name": name, "provider": PROVIDER, "instances": list(instances), **more}


def live(**more: Any) -> dict[str, Any]:
    return {"attributes": {"id": LIVE, "arn": f"arn:aws:organizations::1:account/o-1/{LIVE}"}, **more}


def deposed(**more: Any) -> dict[str, Any]:
    return {"deposed": "5f2a1b0c", "attributes": {"id": DEPOSED, "arn": ""}, **more}


ORDERS = pytest.mark.parametrize(
    "instances",
    [(deposed(), live()), (live(), deposed()), (deposed(), live(), deposed())],
    ids=["before", "after", "both"],
)


@ORDERS
def test_a_deposed_instance_is_left_out(instances: tuple[dict[str, Any], ...]) -> None:
    state = State({"resources": [item(ACCOUNT, "account_id", *instances)]})

    assert [(one.address, one.id) for one in state.instances] == [(f"{ACCOUNT}.account_id", LIVE)]


def test_a_deposed_instance_alone_is_nothing() -> None:
    state = State({"resources": [item(ACCOUNT, "account_id", deposed(status="tainted"))]})

    assert state.instances == ()
    assert state.has_resources


@ORDERS
def test_the_import_of_a_bootstrap_stack_knows_the_live_one(instances: tuple[dict[str, Any], ...]) -> None:
    state = State({"resources": [item("aws_s3_bucket", "state", *instances)]})

    assert resources_of(state) == {"aws_s3_bucket.state": LIVE}


@ORDERS
def test_the_numbers_of_accounts_are_those_of_the_live_ones(instances: tuple[dict[str, Any], ...]) -> None:
    root = OrgRootState(State({"resources": [item(ACCOUNT, "account_id", *instances)]}))

    assert root.account_numbers == {"id": LIVE}
    assert root.addresses == {account_address("id")}
    assert list(root.tainted()) == []


def test_a_tainted_deposed_account_is_not_offered_for_untaint() -> None:
    root = OrgRootState(State({"resources": [item(ACCOUNT, "account_id", deposed(status="tainted"), live())]}))
    tainted = OrgRootState(State({"resources": [item(ACCOUNT, "account_id", deposed(), live(status="tainted"))]}))

    assert list(root.tainted()) == []
    assert [one.address for one in tainted.tainted()] == [account_address("id")]


@ORDERS
def test_what_is_deployed_is_the_live_one(instances: tuple[dict[str, Any], ...]) -> None:
    organization = {"attributes": {"id": "o-1", "roots": [{"id": "r-1"}], "master_account_id": "1" * 12}}
    content = {"resources": [item(ORGANIZATION, "organization", organization), item(ACCOUNT, "account_id", *instances)]}
    found = deployed({"org-root": State(content)}, {}, [])

    assert found.numbers == {"account_id": LIVE, "org-root": "1" * 12}


def test_a_policy_that_a_bucket_has_not_is_none(tmp_path: Path) -> None:
    """The provider writes an empty text; an account in quarantine has no stack in `cdktf.out` that says otherwise."""
    organization = {"attributes": {"id": "o-1", "roots": [{"id": "r-1"}], "master_account_id": "1" * 12}}
    bucket = {"attributes": {"id": "b", "bucket": "b", "policy": ""}}
    states = {"org-root": State({"resources": [item(ORGANIZATION, "organization", organization)]})}
    states["bootstrap-dev"] = State({"resources": [item("aws_s3_bucket", "state", bucket)]})
    _, dev = deployed(states, {}, []).stacks

    assert "policy" not in dev.blocks["aws_s3_bucket.state"].body


@pytest.mark.parametrize(
    ("instances", "done"),
    [((deposed(),), False), ((deposed(), live()), True), ((deposed(), live(status="tainted")), False)],
    ids=["deposed alone", "live too", "live but tainted"],
)
def test_a_stack_is_deployed_when_its_live_instances_are(
    instances: tuple[dict[str, Any], ...], done: bool, tmp_path: Path
) -> None:
    folder = StackFolder.of(tmp_path, "org-root")
    folder.folder.mkdir(parents=True)
    (folder.folder / "cdk.tf.json").write_text(json.dumps({"resource": {ACCOUNT: {"account_id": {"name": "id"}}}}))
    (tmp_path / "terraform.org-root.tfstate").write_text(
        json.dumps({"resources": [item(ACCOUNT, "account_id", *instances)]})
    )

    assert is_deployed(folder, boto3.Session()) is done


def test_instances_have_their_keys_modules_and_providers() -> None:
    keyed = item(
        "terraform_data",
        "protected",
        {"index_key": "id", "attributes": {"id": "1"}},
        {"index_key": 0, "attributes": {"id": "2"}, "create_before_destroy": True},
        provider=f"{PROVIDER}.us_east_1",
    )
    inside = item("aws_iam_role", "x", {"attributes": {}}, module="module.y")
    data = {"mode": "data", "type": "aws_iam_role", "name": "x", "instances": [{"attributes": {"id": "z"}}]}
    state = State({"resources": [keyed, inside, data]})

    assert [one.address for one in state.instances] == [
        'terraform_data.protected["id"]',
        "terraform_data.protected[0]",
        "module.y.aws_iam_role.x",
    ]
    assert [one.resource_address for one in state.of_type("terraform_data")] == ["terraform_data.protected"] * 2
    assert [one.provider_alias for one in state.instances] == ["us_east_1", "us_east_1", ""]
    assert [one.creates_before_destroy for one in state.instances] == [False, True, False]
    assert state.instances[2].id == ""


@pytest.mark.parametrize("text", ["", '{"resources": null, "outputs": null}'])
def test_a_file_without_a_state_is_an_empty_one(text: str, tmp_path: Path) -> None:
    (tmp_path / "state").write_text(text)

    assert not read_state(tmp_path / "state").has_resources
    assert read_state(tmp_path / "state").instances == ()
    assert read_state(tmp_path / "none").outputs == {}


def test_every_reader_of_numbers_gives_the_same(tmp_path: Path) -> None:
    """The outputs of org-root, as `orgctl profiles` reads them, and its resources, as `orgctl up` does."""
    organization, _ = load(GUIDE)
    numbers = {key: f"{index:012}" for index, key in enumerate(organization.accounts, 1)}
    resources = [
        item(ACCOUNT, f"account_{key}", deposed(), {"attributes": {"id": one}}) for key, one in numbers.items()
    ]
    outputs = {"account_ids": numbers, "admin_role_arn": f"arn:aws:iam::{'1' * 12}:role/admin"}
    state = {"resources": resources, "outputs": {name: {"value": one, "type": "x"} for name, one in outputs.items()}}
    (tmp_path / "terraform.org-root.tfstate").write_text(json.dumps(state))

    assert read_numbers(organization, tmp_path).accounts == numbers
    assert OrgRootState(read_state(tmp_path / "terraform.org-root.tfstate")).account_numbers == numbers


MALFORMED = [
    "{",
    "[]",
    "[" * 100_000,
    '{"version": 3, "modules": [{}]}',
    '{"version": 4, "outputs": [1]}',
    '{"version": 4, "outputs": {"account_ids": "x"}}',
    '{"version": 4, "resources": {"a": 1}}',
    '{"version": 4, "resources": [null]}',
    '{"version": 4, "resources": [{"mode": "managed", "name": "x", "instances": []}]}',
    '{"version": 4, "resources": [{"mode": "managed", "type": "t", "name": "x", "instances": "none"}]}',
    '{"version": 4, "resources": [{"mode": "managed", "type": "t", "name": "x", "instances": [{"attributes": [1]}]}]}',
]


@pytest.mark.parametrize("content", MALFORMED)
def test_what_is_no_state_is_an_error_and_never_nothing_deployed(tmp_path: Path, content: str) -> None:
    file = tmp_path / "id.tfstate"
    file.write_text(content)
    with pytest.raises(TerraformJsonError, match=r"id\.tfstate is no Terraform state of version 4"):
        read_state(file)


def test_a_missing_or_empty_file_is_an_empty_state(tmp_path: Path) -> None:
    assert read_state(tmp_path / "none") == EMPTY
    assert parsed_state(b"\n", "s3://bucket/key") == EMPTY

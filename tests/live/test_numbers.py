from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from live.errors import LiveError, NotYetError
from live.numbers import read_numbers
from live.state_account import StateAccount
from organization.model import Organization
from terraform_json.outputs import Numbers, OutputsError
from terraform_json.state import State
from tests.profiles.organizations import small
from tests.synthesis import ROOT
from toolchain.node import bin_folder

IDS = {"id": "222222222222", "infra": "333333333333", "old": "444444444444"}
ROLE = "arn:aws:iam::111111111111:role/admin"
NUMBERS = Numbers("111111111111", IDS)
SAVE = """
const { saveOutputs, getConstructIdsForOutputs } = require("./node_modules/@cdktf/cli-core/src/lib/output.js");
const [file, stack, outputs] = process.argv.slice(1);
saveOutputs(file, { "org-root": getConstructIdsForOutputs(JSON.parse(stack), JSON.parse(outputs))["org-root"] }, false);
"""


def state(**outputs: Any) -> dict[str, Any]:
    return {"version": 4, "outputs": {name: {"value": value, "type": "string"} for name, value in outputs.items()}}


def written(folder: Path, content: object, name: str = "outputs.json") -> Path:
    file = folder / name
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def local() -> Organization:
    return small(deployment={"state": "local"})


def test_the_numbers_are_in_the_file_that_cdktf_writes(stacks: dict[str, dict[str, Any]], tmp_path: Path) -> None:
    """Write the file with cdktf's own code, from `terraform output -json` of the synthesized stack."""
    names = stacks["org-root"]["output"]
    outputs: dict[str, Any] = {name: {"sensitive": False, "type": "string", "value": "x"} for name in names}
    outputs["account_ids"] |= {"type": ["object", {}], "value": IDS}
    outputs["admin_role_arn"]["value"] = ROLE
    outputs["organization_id"]["value"] = "o-a1b2c3d4e5"
    stack = json.dumps({"//": stacks["org-root"]["//"]})
    file = str(tmp_path / "outputs.json")
    command = [str(bin_folder() / "node"), "-e", SAVE, file, stack, json.dumps(outputs)]
    subprocess.run(command, cwd=ROOT, check=True, timeout=60)

    expected = replace(NUMBERS, organization="o-a1b2c3d4e5")
    assert read_numbers(small(), tmp_path, outputs=tmp_path / "outputs.json") == expected


def test_the_numbers_are_in_a_local_state(tmp_path: Path) -> None:
    written(tmp_path, state(account_ids=IDS, admin_role_arn=ROLE), "terraform.org-root.tfstate")

    assert read_numbers(local(), tmp_path) == NUMBERS


@pytest.mark.parametrize(
    ("deployment", "bucket", "region"),
    [
        (None, "cats-org-root-tf-state-eu-west-1", "eu-west-1"),
        ({"state": {"mode": "account", "region": "us-east-2"}}, "cats-org-root-tf-state-us-east-2", "us-east-2"),
        ({"state": {"mode": "central", "bucket": "all"}}, "all", "eu-west-1"),
    ],
)
def test_the_numbers_are_in_the_state_of_org_root(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, deployment: object, bucket: str, region: str
) -> None:
    class Account:
        def __init__(self, session: object, place: str) -> None:
            assert place == region

        def state(self, *place: str) -> State:
            assert place == (bucket, "org-root/terraform.tfstate")
            return State(state(account_ids=IDS, admin_role_arn=ROLE))

    monkeypatch.setattr("live.state_account.StateAccount", Account)

    assert read_numbers(small(deployment=deployment), tmp_path) == NUMBERS


def test_before_the_first_deployment_its_command_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def nothing(*_: object) -> None:
        raise NotYetError("bucket")

    monkeypatch.setattr(StateAccount, "state", nothing)

    with pytest.raises(OutputsError, match="cdktf deploy bootstrap-org-root org-root"):
        read_numbers(small(), tmp_path)
    with pytest.raises(OutputsError, match="cdktf deploy org-root"):
        read_numbers(local(), tmp_path)


def test_a_caller_without_access_to_the_state_learns_another_way(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def denied(*_: object) -> None:
        raise LiveError("An error occurred (AccessDenied)")

    monkeypatch.setattr(StateAccount, "state", denied)

    with pytest.raises(OutputsError, match=r"s3://cats-org-root-.+ cannot be read: .+AccessDenied") as error:
        read_numbers(small(), tmp_path)
    assert "cdktf output org-root --outputs-file FILE" in str(error.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({}, "no outputs of the stack org-root"),
        ([], "no outputs of the stack org-root"),
        ({"org-root": {"account_ids": IDS}}, "no admin_role_arn among the outputs of the stack org-root"),
        ({"org-root": {"x": "y"}}, "no admin_role_arn and account_ids among the outputs of the stack org-root"),
        (
            {"org-root": {"account_ids": IDS | {"infra": IDS["id"]}, "admin_role_arn": ROLE}},
            "for two accounts, id and infra",
        ),
        (
            {"org-root": {"account_ids": IDS | {"id": "1" * 12}, "admin_role_arn": ROLE}},
            "for two accounts, id and org-root",
        ),
        ({"org-root": {"account_ids": {"id": "222222222222"}, "admin_role_arn": ROLE}}, "no number of infra, old"),
        ({"org-root": {"account_ids": IDS | {"id": "2"}, "admin_role_arn": ROLE}}, "'2' where the number"),
        (
            {"org-root": {"account_ids": IDS, "admin_role_arn": ROLE, "organization_id": "spacecats"}},
            "'spacecats' where the id of the organization should be",
        ),
        (state(account_ids="x", admin_role_arn=ROLE), "no account_ids among the outputs of the stack org-root"),
    ],
)
def test_missing_numbers_are_reported_with_the_file(content: object, message: str, tmp_path: Path) -> None:
    file = written(tmp_path, content)

    with pytest.raises(OutputsError, match=re.escape(str(file))) as error:
        read_numbers(small(), tmp_path, outputs=file)
    assert message in str(error.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("account_ids = {}", encoding="utf-8")

    for name, message in (("none", "No such file"), ("text", "is not JSON")):
        with pytest.raises(OutputsError, match=message):
            read_numbers(small(), tmp_path, outputs=tmp_path / name)

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import boto3
import pytest

from live.recognition import is_deployed
from terraform_json.folder import StackFolder

KEYS = {"ann": "x", "bob": "y"}


def deployed(folder: Path, resources: dict[str, Any], state: dict[str, Any] | None) -> bool:
    stack = StackFolder(folder / "cdktf.out" / "stacks" / "id")
    stack.folder.mkdir(parents=True)
    (stack.folder / "cdk.tf.json").write_text(json.dumps({"resource": resources}))
    if state is not None:
        stack.local_state.resolve().write_text(json.dumps(state))
    return is_deployed(stack, boto3.Session("AKIA", "secret"))


def resource(name: str, *instances: dict[str, Any], mode: str = "managed") -> dict[str, Any]:
    return {"mode": mode, "type": "aws_iam_user", "name": name, "instances": list(instances)}


def users(**items: dict[str, Any]) -> dict[str, Any]:
    return {"aws_iam_user": items}


def test_a_stack_without_a_state_is_not_deployed(tmp_path: Path) -> None:
    assert not deployed(tmp_path, users(ann={}), None)


def test_it_is_when_every_resource_is_in_the_state_among_others(tmp_path: Path) -> None:
    state = {"resources": [resource("ann", {}), resource("gone", {})]}

    assert deployed(tmp_path, users(ann={}), state)


@pytest.mark.parametrize(
    "found",
    [
        [],
        [resource("bob", {})],
        [resource("ann")],
        [resource("ann", {"status": "tainted"})],
        [resource("ann", {"deposed": "1234"})],
        [resource("ann", {}, mode="data")],
    ],
)
def test_a_stack_with_missing_or_tainted_resources_is_not(tmp_path: Path, found: list[dict[str, Any]]) -> None:
    assert not deployed(tmp_path, users(ann={}), {"resources": found})


@pytest.mark.parametrize(
    ("wanted", "found", "is_made"),
    [
        (KEYS, ["ann", "bob"], True),
        (list(KEYS), ["ann", "bob", "eve"], True),
        (KEYS, ["ann"], False),
        ("${toset(local.names)}", ["ann"], True),
        ("${toset(local.names)}", [], False),
    ],
)
def test_of_one_for_each_every_key_must_be_there(
    tmp_path: Path, wanted: object, found: list[str], is_made: bool
) -> None:
    state = {"resources": [resource("each", *({"index_key": key} for key in found))]}

    assert deployed(tmp_path, users(each={"for_each": wanted}), state) is is_made

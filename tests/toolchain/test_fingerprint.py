"""Which applies leave a fingerprint: those of a whole stack, as its Terraform JSON says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from terraform_json.fingerprint import parsed
from toolchain.environment import WRAPPER
from toolchain.fingerprint import is_whole, main

STATE = {
    "version": 4,
    "lineage": "a",
    "serial": 3,
    "resources": [{"mode": "managed", "type": "terraform_data", "name": "x", "instances": [{}]}],
}


@pytest.mark.parametrize(
    "arguments",
    [
        "apply",
        "apply -auto-approve -input=false",
        "apply -no-color -parallelism=5 -var-file x.tfvars -var a=b",
        "apply -replace aws_iam_user.ann",
        "apply --terraform-parallelism=3 -refresh=true",
        "apply -parallelism 5 --var-file x.tfvars -compact-warnings",
    ],
)
def test_a_whole_apply_counts(arguments: str) -> None:
    assert is_whole(arguments.split(), {})
    assert is_whole(arguments.split(), {"TF_CLI_ARGS": "-no-color", "TF_CLI_ARGS_apply": "-lock-timeout=60s"})


@pytest.mark.parametrize(
    "arguments",
    [
        "apply -target=aws_iam_user.ann",
        "apply -target aws_iam_user.ann",
        "apply --target=aws_iam_user.ann",
        "apply -exclude=aws_iam_user.ann",
        "apply -destroy -auto-approve",
        "apply -refresh-only",
        "apply -refresh=false",
        "apply --refresh=0",
        "apply -state=other.tfstate",
        "apply -state-out other.tfstate",
        "apply -input=false plan",
        "apply plan",
        "destroy",
        "plan",
    ],
)
def test_another_apply_does_not(arguments: str) -> None:
    assert not is_whole(arguments.split(), {})


@pytest.mark.parametrize("name", ["TF_CLI_ARGS", "TF_CLI_ARGS_apply"])
def test_arguments_in_the_environment_count(name: str) -> None:
    assert not is_whole(["apply"], {name: "-no-color -target='aws_iam_user.ann'"})


@pytest.fixture
def stack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cdktf.out" / "stacks" / "id"
    folder.mkdir(parents=True)
    (folder / "cdk.tf.json").write_text(json.dumps({"resource": {"terraform_data": {"x": {}}}}))
    (tmp_path / "terraform.id.tfstate").write_text(json.dumps(STATE))
    monkeypatch.chdir(folder)
    return tmp_path


def test_it_is_written_beside_the_state(stack: Path) -> None:
    (stack / "cdktf.out" / "stacks" / "id" / ".terraform.lock.hcl").write_text(
        '# made by terraform\n\nprovider "registry.terraform.io/hashicorp/aws" {\n  version     = "5.100.0"\n'
        '  constraints = ">= 5.100.0, < 7.0.0"\n  hashes = [\n    "h1:x",\n  ]\n}\n\n'
        'provider "registry.terraform.io/hashicorp/random" {\n  version = "3.7.2"\n}\n'
    )

    assert main(["0", "apply", "-auto-approve"]) == 0

    found = parsed((stack / "terraform.id.tfstate.fingerprint").read_text())
    assert found
    assert (found.stack, found.lineage, found.serial, list(found.blocks)) == ("id", "a", 3, ["terraform_data.x"])
    assert found.providers == {
        "registry.terraform.io/hashicorp/aws": "5.100.0",
        "registry.terraform.io/hashicorp/random": "3.7.2",
    }


def test_a_failed_apply_makes_the_old_one_invalid(stack: Path) -> None:
    """AWS may have changed halfway, and the state has not."""
    assert main(["0", "apply"]) == 0
    assert parsed((stack / "terraform.id.tfstate.fingerprint").read_text())

    assert main(["1", "apply"]) == 0
    assert parsed((stack / "terraform.id.tfstate.fingerprint").read_text()) is None


def test_a_failed_first_apply_leaves_none(stack: Path) -> None:
    assert main(["1", "apply"]) == 0
    assert not (stack / "terraform.id.tfstate.fingerprint").exists()


def test_an_apply_into_another_workspace_has_none(stack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The state that is read here is that of the workspace `default`."""
    monkeypatch.setenv("TF_WORKSPACE", "other")
    assert main(["0", "apply"]) == 0
    monkeypatch.delenv("TF_WORKSPACE")
    selected = stack / "cdktf.out" / "stacks" / "id" / ".terraform" / "environment"
    selected.parent.mkdir()
    selected.write_text("other")

    assert main(["0", "apply"]) == 0
    assert not (stack / "terraform.id.tfstate.fingerprint").exists()


@pytest.mark.parametrize(
    ("during", "expected"), [("exit 0", True), ("echo '{}' >cdk.tf.json", False), ("exit 1", False)]
)
def test_the_wrapper_leaves_a_fingerprint_of_what_was_deployed(stack: Path, during: str, expected: bool) -> None:
    """Unless somebody synthesizes another configuration meanwhile."""
    terraform = stack / "terraform"
    terraform.write_text(f"#!/bin/sh\n{during}\n")
    terraform.chmod(0o755)
    tools = {"ORGCTL_TERRAFORM": str(terraform), "ORGCTL_PYTHON": sys.executable}

    ended = subprocess.run([WRAPPER, "apply"], env={"PATH": os.environ["PATH"], **tools}, check=False)

    assert ended.returncode == (1 if during == "exit 1" else 0)
    assert (stack / "terraform.id.tfstate.fingerprint").exists() == expected


def test_a_part_leaves_the_old_one(stack: Path) -> None:
    (stack / "terraform.id.tfstate.fingerprint").write_text("old")

    assert main(["0", "apply", "-target=terraform_data.x"]) == 0
    assert (stack / "terraform.id.tfstate.fingerprint").read_text() == "old"


def test_one_that_cannot_be_written_fails_no_deployment(stack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (stack / "terraform.id.tfstate.fingerprint").mkdir()

    assert main(["0", "apply"]) == 0
    assert "the fingerprint of id is not written, so it counts as changed:" in capsys.readouterr().err


def test_a_stack_without_a_state_has_none(stack: Path) -> None:
    (stack / "terraform.id.tfstate").unlink()

    assert main(["0", "apply"]) == 0
    assert not (stack / "terraform.id.tfstate.fingerprint").exists()

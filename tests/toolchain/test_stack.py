"""Reading a synthesized stack, and initializing it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from terraform_json.folder import Reference, StackFolder
from tests.synthesis import ROOT
from toolchain import backend

S3 = {"bucket": "tf-state", "key": "id/terraform.tfstate", "region": "us-west-2", "encrypt": True, "use_lockfile": True}
ROLE = "arn:aws:iam::${data.terraform_remote_state.cross-stack-org-root.outputs.cross-stack-id}:role/Access"


def stack(folder: Path, name: str = "id", **content: Any) -> StackFolder:
    made = StackFolder(folder / "cdktf.out" / "stacks" / name)
    made.folder.mkdir(parents=True)
    text = {"terraform": {"backend": {"s3": S3}}, **content}
    (made.folder / "cdk.tf.json").write_text(json.dumps(text), encoding="utf-8")
    return made


def note(made: StackFolder, **config: Any) -> None:
    """Record a backend as Terraform does when it initializes the folder."""
    file = made.folder / ".terraform" / "terraform.tfstate"
    file.parent.mkdir()
    file.write_text(json.dumps({"backend": {"type": "s3", "config": config}}), encoding="utf-8")


def test_local_state_is_beside_the_organization(tmp_path: Path) -> None:
    made = stack(tmp_path)

    assert made.local_state.resolve() == (tmp_path / "terraform.id.tfstate").resolve()


def test_stack_that_makes_the_bucket_of_its_state_is_known(tmp_path: Path) -> None:
    bucket = {"aws_s3_bucket": {"state": {"bucket": S3["bucket"]}}}

    assert stack(tmp_path, "bootstrap-id", resource=bucket).makes_its_bucket
    assert not stack(tmp_path, "id", resource={"aws_s3_bucket": {"logs": {"bucket": "logs"}}}).makes_its_bucket


def test_account_number_is_where_the_other_stacks_output_is(tmp_path: Path) -> None:
    config = {"bucket": "root-state", "key": "org-root/terraform.tfstate", "region": "eu-west-1", "encrypt": True}
    data = {"terraform_remote_state": {"cross-stack-org-root": {"backend": "s3", "config": config}}}
    made = stack(tmp_path, provider={"aws": [{"assume_role": [{"role_arn": ROLE}]}]}, data=data)

    (reference,) = made.references(made.role_arn or "").values()

    expected = Reference("root-state", "org-root/terraform.tfstate", "eu-west-1", "cross-stack-id")
    assert reference == expected
    assert reference.stack == "org-root"


def test_stack_of_the_management_account_assumes_no_role(tmp_path: Path) -> None:
    assert stack(tmp_path, provider={"aws": [{"region": "us-west-2"}]}).role_arn is None


@pytest.mark.parametrize("content", ["", "[]", "no JSON"])
def test_folder_without_readable_stack_has_no_backend(tmp_path: Path, content: str) -> None:
    (tmp_path / "cdk.tf.json").write_text(content, encoding="utf-8")

    assert StackFolder(tmp_path).s3 == {}


def test_terraform_never_asks_about_the_state_of_a_bootstrap_stack(tmp_path: Path) -> None:
    made = stack(tmp_path, "bootstrap-id", resource={"aws_s3_bucket": {"state": {"bucket": S3["bucket"]}}})

    assert backend.options(made, ["init", "-migrate-state"]) == ["init", "-reconfigure"]


def test_another_lock_is_no_move_of_the_state(tmp_path: Path) -> None:
    made = stack(tmp_path)
    note(made, **S3 | {"dynamodb_table": "terraform-state-lock"})

    assert backend.options(made, ["init"]) == ["init", "-reconfigure"]


@pytest.mark.parametrize("config", [S3 | {"dynamodb_table": None}, S3 | {"bucket": "another"}, {"path": "x"}])
def test_state_that_stays_or_moves_is_left_to_terraform(tmp_path: Path, config: dict[str, Any]) -> None:
    made = stack(tmp_path)
    note(made, **config)

    assert backend.options(made, ["init", "-migrate-state"]) == ["init", "-migrate-state"]


def test_stack_to_deploy_first_is_the_one_that_makes_the_bucket(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    made = stack(tmp_path)
    stack(tmp_path, "bootstrap-other", resource={"aws_s3_bucket": {"state": {"bucket": "other"}}})
    stack(tmp_path, "bootstrap-id", resource={"aws_s3_bucket": {"state": {"bucket": S3["bucket"]}}})
    note(made, **S3)
    monkeypatch.setenv("ORGCTL_TERRAFORM", "false")
    monkeypatch.setattr("live.state_account.bucket_is_missing", lambda stack: True)

    assert backend.run(made, ["init"]) == 1
    assert capfd.readouterr().err.strip() == (
        "the state of id is stored in the bucket tf-state: deploy bootstrap-id first"
    )


def test_bucket_that_another_stack_uses_is_not_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, asked = stack(tmp_path), list[StackFolder]()

    def is_missing(stack: StackFolder) -> bool:
        asked.append(stack)
        return False

    monkeypatch.setenv("ORGCTL_TERRAFORM", "true")
    monkeypatch.setattr("live.state_account.bucket_is_missing", is_missing)

    note(stack(tmp_path, "infra"), **S3 | {"bucket": "another"})
    assert backend.run(made, ["init"]) == 0
    assert asked == [made]

    note(stack(tmp_path, "bootstrap-id"), **S3)
    assert backend.run(made, ["init"]) == 0
    assert asked == [made]


def test_client_of_aws_is_loaded_only_when_aws_is_asked() -> None:
    code = "import sys, toolchain.backend, toolchain.bootstrap; print({'boto3', 'botocore'} & {*sys.modules})"

    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert loaded.stdout.strip() == "set()"


def test_stack_with_local_state_is_not_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = stack(tmp_path, "bootstrap-id", terraform={"backend": {"local": {"path": "x"}}})
    monkeypatch.setenv("ORGCTL_TERRAFORM", "true")

    assert backend.run(made, ["init"]) == 0
    assert [file.name for file in made.folder.iterdir()] == ["cdk.tf.json"]

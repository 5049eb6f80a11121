"""Deployments with state in buckets that they make themselves: the real Terraform on an emulated AWS."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from emulator import Emulator
from foundation.names import fingerprint_key
from tests.terraform_environment import terraform_environment
from tests.toolchain.projects import ORG_ROOT, TABLE, Project, bucket_of, log_bucket_of

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
STACK = f"bootstrap-{ORG_ROOT}"
FINGERPRINT = fingerprint_key(STACK)
STATE = f"{STACK}/terraform.tfstate"


@pytest.fixture
def empty_machine() -> None:
    """Override the fixture: these tests need the machine's Terraform and provider."""


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator.start() as running:
        yield running


@pytest.fixture(scope="module")
def environment(emulator: Emulator) -> dict[str, str]:
    return emulator.environment(terraform_environment())


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory, emulator: Emulator, environment: dict[str, str]) -> Project:
    """Return a project with the deployed bootstrap stack. The first tests of this file share it."""
    emulator.reset()
    made = Project(tmp_path_factory.mktemp("deployed"), emulator, environment)
    made.bootstrap()
    made.deploy(STACK)
    return made


@pytest.fixture
def project(tmp_path: Path, emulator: Emulator, environment: dict[str, str]) -> Project:
    """Return a project with the bootstrap stack of the management account, and an empty AWS."""
    emulator.reset()
    made = Project(tmp_path, emulator, environment)
    made.bootstrap()
    return made


def without_the_move(project: Project, name: str) -> None:
    """Apply a stack, and stop before its state is moved."""
    assert project.run(name, "init").returncode == 0
    terraform = [project.environment["ORGCTL_TERRAFORM"], "apply", "-auto-approve"]
    subprocess.run(terraform, cwd=project.stack(name).folder, env=project.environment, check=True, capture_output=True)


def left_over(project: Project) -> list[str]:
    """Return the files that a deployment left in the project or in the stack's folder."""
    files = [*project.folder.glob("*.tfstate*"), *project.stack(STACK).folder.glob("*.tf.json")]
    return [file.name for file in files if file.name != "cdk.tf.json"]


def buckets(state: str) -> dict[str, str]:
    """Return the buckets in a state by their resource's name."""
    found = (item for item in json.loads(state)["resources"] if item["type"] == "aws_s3_bucket")
    return {item["name"]: instance["attributes"]["bucket"] for item in found for instance in item["instances"]}


def test_state_moves_into_the_bucket_that_the_stack_has_made(deployed: Project) -> None:
    assert deployed.objects() == [STATE, FINGERPRINT]
    assert left_over(deployed) == []
    assert not deployed.has_changes(STACK)
    assert buckets(deployed.run(STACK, "state", "pull").stdout)["state"] == bucket_of(ORG_ROOT)


def test_foreign_lock_is_reported(deployed: Project) -> None:
    lock = json.dumps({"ID": "4711", "Operation": "OperationTypeApply", "Who": "ann@laptop"})
    deployed.client("s3").put_object(Bucket=bucket_of(ORG_ROOT), Key=f"{STATE}.tflock", Body=lock.encode())

    try:
        applied = deployed.run(STACK, "apply", "-auto-approve")
    finally:
        deployed.client("s3").delete_object(Bucket=bucket_of(ORG_ROOT), Key=f"{STATE}.tflock")

    assert applied.returncode == 1
    assert "Error acquiring the state lock" in applied.stdout
    assert "ann@laptop" in applied.stdout


def test_table_for_the_lock_can_be_added_later(deployed: Project) -> None:
    deployed.bootstrap(table=True)

    deployed.deploy(STACK)

    assert left_over(deployed) == []
    assert not deployed.has_changes(STACK)
    lock = {"LockID": {"S": f"{bucket_of(ORG_ROOT)}/{STATE}"}, "Info": {"S": json.dumps({"Who": "ann@laptop"})}}
    deployed.client("dynamodb").put_item(TableName=TABLE, Item=lock)
    assert "ann@laptop" in deployed.run(STACK, "plan").stdout


def test_deployment_that_stopped_before_the_move_is_continued(project: Project) -> None:
    without_the_move(project, STACK)
    assert left_over(project)
    assert project.objects() == []

    output = project.deploy(STACK)

    assert "0 added, 0 changed, 0 destroyed" in output
    assert project.objects() == [STATE, FINGERPRINT]
    assert left_over(project) == []


def test_existing_resources_are_imported(project: Project) -> None:
    project.make_bucket(bucket_of(ORG_ROOT))
    project.make_bucket(log_bucket_of(ORG_ROOT))
    project.client("iam").create_account_alias(AccountAlias="spacecats-org-root")

    output = project.deploy(STACK)

    assert "3 imported, 0 added" in output
    assert project.objects() == [STATE, FINGERPRINT]
    assert not project.has_changes(STACK)


def test_foreign_alias_stops_the_stack(project: Project) -> None:
    project.client("iam").create_account_alias(AccountAlias="acme-production")

    initialized = project.run(STACK, "init")

    assert initialized.returncode == 1
    assert "has the alias acme-production" in initialized.stdout
    assert project.client("iam").list_account_aliases()["AccountAliases"] == ["acme-production"]


def test_stack_without_its_bucket_names_the_stack_to_deploy_first(project: Project) -> None:
    root = project.write(ORG_ROOT, ORG_ROOT, {})
    assert project.run(root, "init").returncode == 0

    planned = project.run(root, "plan")

    assert planned.returncode == 1
    assert f'S3 bucket "{bucket_of(ORG_ROOT)}" does not exist' in planned.stdout
    assert planned.stdout.rstrip().endswith(f"is stored in the bucket {bucket_of(ORG_ROOT)}: deploy {STACK} first")


def test_bootstrap_stack_of_a_member_names_the_stack_that_makes_its_account(project: Project) -> None:
    stack = project.bootstrap_of_member("id")
    assert project.run(stack, "init").returncode == 0

    planned = project.run(stack, "plan")

    assert planned.returncode == 1
    said = f"the number of the account of {stack} is in the state of {ORG_ROOT}: deploy {ORG_ROOT} first"
    assert planned.stdout.strip() == said


def test_state_from_this_folder_is_copied_when_the_bucket_exists(project: Project) -> None:
    """Run `cdktf deploy '*' --migrate-state` after a deployment with local state."""
    root = project.write(ORG_ROOT, ORG_ROOT, {"terraform_data": {"x": {"input": "x"}}})
    file = project.stack(root).folder / "cdk.tf.json"
    in_s3 = json.loads(file.read_text())
    del in_s3["provider"], in_s3["terraform"]["required_providers"]  # its only resource is Terraform's own
    backend = {"local": {"path": f"../../../terraform.{root}.tfstate"}}
    file.write_text(json.dumps(in_s3 | {"terraform": in_s3["terraform"] | {"backend": backend}}))
    project.deploy(root)
    file.write_text(json.dumps(in_s3))

    for name in (STACK, root):
        assert project.run(name, "init", "-migrate-state").returncode == 0
    for name in (STACK, root):
        applied = project.run(name, "apply", "-auto-approve")
        assert applied.returncode == 0, applied.stdout

    assert "0 added, 0 changed, 0 destroyed" in applied.stdout
    assert project.objects() == [
        STATE,
        FINGERPRINT,
        f"{root}/terraform.tfstate",
        fingerprint_key(root),
    ]

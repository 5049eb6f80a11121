"""The place of a bootstrap stack's state, chosen before Terraform runs."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from emulator import Emulator
from live.errors import LiveError, NotYetError
from terraform_json.folder import ADOPT, OVERRIDE
from tests.toolchain.projects import ORG_ROOT, TABLE, Project, bucket_of, log_bucket_of, state
from toolchain import ToolchainError, bootstrap

STACK = f"bootstrap-{ORG_ROOT}"
DEPLOYED = {
    "aws_s3_bucket.state": bucket_of(ORG_ROOT),
    "aws_s3_bucket.log": log_bucket_of(ORG_ROOT),
    "aws_iam_account_alias.alias": f"spacecats-{ORG_ROOT}",
}
LOCAL = {"terraform": {"backend": {"local": {"path": f"../../../terraform.{STACK}.tfstate"}}}}


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator.start() as running:
        yield running


@pytest.fixture
def project(tmp_path: Path, emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a project with the bootstrap stack of the management account, and an empty AWS."""
    emulator.reset()
    environment = emulator.environment(os.environ)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    made = Project(tmp_path, emulator, environment)
    made.bootstrap()
    return made


def chosen_backend(project: Project, name: str = STACK) -> tuple[Any, dict[str, str]]:
    """Return the backend override, and the imports: ids by address."""
    stack = project.stack(name)
    bootstrap.choose_backend(stack)
    override, adopt = (stack.folder / file for file in (OVERRIDE, ADOPT))
    imports = json.loads(adopt.read_text())["import"] if adopt.exists() else []
    return json.loads(override.read_text()) if override.exists() else None, {item["to"]: item["id"] for item in imports}


def local_file(project: Project, content: str | None = None) -> Path:
    """Return the state file beside organization.yaml, written if there is content."""
    file = project.folder / f"terraform.{STACK}.tfstate"
    if content is not None:
        file.write_text(content)
    return file


def test_state_is_here_as_long_as_there_is_no_bucket(project: Project) -> None:
    assert chosen_backend(project) == (LOCAL, {})


def test_state_in_the_bucket_is_used(project: Project) -> None:
    project.make_bucket(bucket_of(ORG_ROOT))
    project.put_state(STACK, ORG_ROOT, state(DEPLOYED))

    assert chosen_backend(project) == (None, {})


def test_existing_resources_are_imported_instead_of_created(project: Project) -> None:
    project.make_bucket(bucket_of(ORG_ROOT))
    project.make_bucket(log_bucket_of(ORG_ROOT))
    project.client("iam").create_account_alias(AccountAlias="spacecats-org-root")

    assert chosen_backend(project) == (LOCAL, DEPLOYED)


def test_only_resources_that_the_state_lacks_are_imported(project: Project) -> None:
    """As after a deployment that stopped between creating a bucket and writing the state."""
    project.make_bucket(bucket_of(ORG_ROOT))
    project.make_bucket(log_bucket_of(ORG_ROOT))
    known = {address: id for address, id in DEPLOYED.items() if address != "aws_s3_bucket.log"}
    local_file(project, state(known))

    assert chosen_backend(project) == (LOCAL, {"aws_s3_bucket.log": log_bucket_of(ORG_ROOT)})


def test_move_that_stopped_before_the_bucket_got_the_state_continues_from_the_local_state(project: Project) -> None:
    project.make_bucket(bucket_of(ORG_ROOT))
    local_file(project, state(DEPLOYED))

    assert chosen_backend(project)[0] == LOCAL
    assert local_file(project).exists()


def test_move_that_stopped_after_the_bucket_got_the_state_is_completed(project: Project) -> None:
    project.make_bucket(bucket_of(ORG_ROOT))
    project.put_state(STACK, ORG_ROOT, state(DEPLOYED))
    local_file(project, state(DEPLOYED))

    assert chosen_backend(project)[0] is None
    assert not local_file(project).exists()


def test_old_choices_are_forgotten(project: Project) -> None:
    """An override from an earlier, interrupted run would lead Terraform to a state that no longer exists."""
    project.make_bucket(log_bucket_of(ORG_ROOT))
    assert chosen_backend(project) == (LOCAL, {"aws_s3_bucket.log": log_bucket_of(ORG_ROOT)})

    project.make_bucket(bucket_of(ORG_ROOT))
    project.put_state(STACK, ORG_ROOT, state(DEPLOYED))

    assert chosen_backend(project) == (None, {})


def test_two_states_that_disagree_are_left_to_the_administrator(project: Project) -> None:
    project.make_bucket(bucket_of(ORG_ROOT))
    project.put_state(STACK, ORG_ROOT, state({"aws_s3_bucket.state": "another-bucket"}))
    local_file(project, state(DEPLOYED))

    with pytest.raises(ToolchainError, match=f"{STACK} has two states: terraform.{STACK}.tfstate here"):
        chosen_backend(project)
    assert local_file(project).exists()


def test_foreign_alias_is_never_replaced(project: Project) -> None:
    project.client("iam").create_account_alias(AccountAlias="acme-production")

    with pytest.raises(ToolchainError, match=r"has the alias acme-production.*\n.*If the credentials and"):
        chosen_backend(project)


def test_alias_that_the_stack_made_may_be_renamed(project: Project) -> None:
    project.client("iam").create_account_alias(AccountAlias="spacecats-before")
    local_file(project, state({"aws_iam_account_alias.alias": "spacecats-before"}))

    assert chosen_backend(project) == (LOCAL, {})


@pytest.mark.parametrize("name", [bucket_of(ORG_ROOT), log_bucket_of(ORG_ROOT)])
def test_bucket_of_another_account_is_refused_with_a_remedy(project: Project, name: str) -> None:
    project.make_bucket(name, project.member())

    with pytest.raises(LiveError, match=rf"the bucket {name} belongs to another AWS account(.*\n)+.*central"):
        chosen_backend(project)


def test_bucket_in_another_region_is_refused(project: Project) -> None:
    project.make_bucket(bucket_of(ORG_ROOT), region="eu-west-1")

    with pytest.raises(LiveError, match="is in the region eu-west-1, not in us-west-2"):
        chosen_backend(project)


def test_existing_table_is_imported(project: Project) -> None:
    project.bootstrap(table=True)
    project.client("dynamodb").create_table(
        TableName=TABLE,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "LockID", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "LockID", "AttributeType": "S"}],
    )

    assert chosen_backend(project)[1] == {"aws_dynamodb_table.lock": TABLE}


def test_lock_is_not_read_from_a_table_that_does_not_exist_yet(project: Project) -> None:
    project.bootstrap(table=True)
    project.make_bucket(bucket_of(ORG_ROOT))
    project.put_state(STACK, ORG_ROOT, state(DEPLOYED))
    synthesized = project.stack(STACK).s3
    assert synthesized.pop("dynamodb_table") == TABLE

    assert chosen_backend(project)[0] == {"terraform": {"backend": {"s3": synthesized}}}

    project.put_state(STACK, ORG_ROOT, state(DEPLOYED | {"aws_dynamodb_table.lock": TABLE}))
    assert chosen_backend(project)[0] is None


def test_member_waits_for_the_stack_that_makes_its_account(project: Project) -> None:
    stack = project.bootstrap_of_member("id")

    with pytest.raises(NotYetError, match=ORG_ROOT):
        chosen_backend(project, stack)

    project.make_bucket(bucket_of(ORG_ROOT))
    with pytest.raises(NotYetError, match=ORG_ROOT):
        chosen_backend(project, stack)


def test_account_of_a_member_is_that_of_terraform(project: Project) -> None:
    number = project.member()
    stack = project.bootstrap_of_member("id")
    project.make_bucket(bucket_of(ORG_ROOT))
    project.put_state(ORG_ROOT, ORG_ROOT, state({}, {"number": number}))
    project.make_bucket(bucket_of("id"), number)
    project.client("iam", number).create_account_alias(AccountAlias="spacecats-id")

    override, imports = chosen_backend(project, stack)

    assert "local" in override["terraform"]["backend"]
    assert imports == {"aws_s3_bucket.state": bucket_of("id"), "aws_iam_account_alias.alias": "spacecats-id"}


def test_member_with_its_state_in_the_central_bucket_only_imports_its_alias(project: Project) -> None:
    number = project.member()
    stack = project.bootstrap_of_member("id", state_of=ORG_ROOT)
    project.make_bucket(bucket_of(ORG_ROOT))
    project.put_state(ORG_ROOT, ORG_ROOT, state({}, {"number": number}))
    project.client("iam", number).create_account_alias(AccountAlias="spacecats-id")

    assert chosen_backend(project, stack) == (None, {"aws_iam_account_alias.alias": "spacecats-id"})


def test_missing_credentials_are_one_message(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")

    with pytest.raises(LiveError, match="AWS cannot be reached: Unable to locate credentials"):
        chosen_backend(project)


def test_state_in_another_region_is_not_replaced_by_an_empty_one(project: Project) -> None:
    """As after a change of the home region: with an empty state, everything would be created a second time."""
    name = bucket_of(ORG_ROOT)
    prefix = name[: name.index("-tf-state-") + len("-tf-state-")]
    project.make_bucket(f"{prefix}eu-west-1", region="eu-west-1")

    with pytest.raises(ToolchainError, match=r"start a new one in\n.*deployment\.state\.region to eu-west-1"):
        chosen_backend(project)

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from orgctl.up.phase import UpError
from orgctl.up.plans import Plan, full_text, read_plan
from tests.up.typist import Typist

Read = Callable[[dict[str, Any]], Plan]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Return the environment of a Terraform that prints the stack's file `plan` and records its arguments."""
    terraform = tmp_path / "terraform"
    terraform.write_text(f'#!/bin/sh\necho "$@" >>{tmp_path}/asked\nexec cat "$3"\n')
    terraform.chmod(0o755)
    (tmp_path / "cdktf.out" / "stacks" / "id").mkdir(parents=True)
    return {"ORGCTL_TERRAFORM": str(terraform), "PATH": str(Path(sys.executable).parent) + ":/usr/bin:/bin"}


@pytest.fixture
def read(tmp_path: Path, environment: dict[str, str]) -> Read:
    def read(content: dict[str, Any]) -> Plan:
        (tmp_path / "cdktf.out" / "stacks" / "id" / "plan").write_text(json.dumps(content))
        return read_plan(tmp_path, "id", environment)

    return read


def change(address: str, *actions: str, **more: object) -> dict[str, Any]:
    kind = address.removeprefix("data.").partition(".")[0]
    states = {"before": {"name": "ann"}, "after": {"name": "ann"}}
    return {"address": address, "type": kind, "change": {"actions": list(actions), **states, **more}}


@pytest.mark.parametrize(
    ("actions", "kind"),
    [
        (("create",), "create"),
        (("update",), "update"),
        (("delete",), "destroy"),
        (("create", "delete"), "replace"),
        (("delete", "create"), "replace"),
        (("create", "forget"), "replace"),
        (("forget",), "forget"),
    ],
)
def test_every_change_has_a_word(read: Read, actions: tuple[str, ...], kind: str) -> None:
    plan = read({"resource_changes": [change("aws_iam_user.ann", *actions)]})

    assert plan == Plan("id", frozenset({(kind, "aws_iam_user.ann")}))
    assert not plan.is_empty


def test_a_deposed_object_is_not_taken_for_the_live_one(read: Read) -> None:
    """After a replacement that could not delete the old object, a plan has both under one address."""
    live = change("aws_iam_user.ann", "no-op")
    plan = read({"resource_changes": [live, change("aws_iam_user.ann", "delete") | {"deposed": "5f2a1b0c"}]})

    assert plan == Plan("id", frozenset({("destroy", "aws_iam_user.ann (deposed object 5f2a1b0c)")}))
    assert plan.destroys


def test_unchanged_resources_and_data_sources_are_no_change(read: Read) -> None:
    plan = read(
        {
            "resource_changes": [change("aws_iam_user.ann", "no-op"), change("data.aws_caller_identity.me", "read")],
            "output_changes": {"users": {"actions": ["no-op"]}},
        }
    )

    assert plan.is_empty
    assert read({}).is_empty


def test_an_import_is_a_change_even_if_nothing_else_is_done(read: Read) -> None:
    plan = read({"resource_changes": [change("aws_s3_bucket.state", "no-op", importing={"id": "cats-state"})]})

    assert plan.changes == {("import", "aws_s3_bucket.state")}


def test_outputs_alone_are_deployed_too(read: Read) -> None:
    """Other stacks read them."""
    plan = read({"output_changes": {"role_arn": {"actions": ["create"]}, "gone": {"actions": ["delete"]}}})

    assert plan.changes == {("output", "output.role_arn"), ("output", "output.gone")}


def test_new_things_are_counted_and_changes_of_old_ones_are_named() -> None:
    made = {("create", f"aws_iam_user.user{number}") for number in range(12)} | {("create", "aws_iam_group.g")}
    others = {
        ("update", "aws_iam_policy.p"),
        ("destroy", "aws_iam_user.eve"),
        ("replace", "aws_iam_role.r"),
        ("forget", "aws_iam_role.f"),
        ("import", "aws_s3_bucket.b"),
        ("output", "output.o"),
    }
    typist = Typist()
    Plan("id", frozenset(made | others)).shows(typist)

    assert "plan id: 13 to create 1 aws_iam_group, 12 aws_iam_user" in typist.one_line
    for kind, address in others - {("output", "output.o")}:
        assert f" {kind} {address}\n" in typist.text
    assert "user0" not in typist.text


@pytest.mark.parametrize("kind", ["create", "update", "destroy", "replace", "forget", "import", "output", "move"])
def test_a_plan_says_whether_it_destroys(kind: str) -> None:
    assert Plan("id", frozenset({(kind, "a.b"), ("create", "a.c")})).destroys is (
        kind in ("destroy", "replace", "forget")
    )


def test_of_a_change_the_settings_are_named(read: Read) -> None:
    before, after = {"name": "ann", "path": "/", "tags": {"a": "1"}}, {"name": "ann", "path": "/x/", "tags": {"a": "2"}}
    plan = read({"resource_changes": [change("aws_iam_user.ann", "update", before=before, after=after)]})
    typist = Typist()
    plan.shows(typist)

    assert "update aws_iam_user.ann: path, tags\n" in typist.text


def test_new_users_and_accounts_are_named(read: Read) -> None:
    account = {"name": "cats-id", "email": "id@example.com"}
    plan = read(
        {
            "resource_changes": [
                change("aws_organizations_account.account_id", "create", after=account),
                change("aws_iam_user.ben", "create", after={"name": "ben"}),
                change("aws_iam_user.eve", "delete", after=None),
            ]
        }
    )
    typist = Typist()
    plan.shows(typist)

    assert "create the account cats-id, id@example.com create the user ben destroy aws_iam_user.eve" in typist.one_line


def test_without_anything_new_it_says_so() -> None:
    typist = Typist()
    Plan("id", frozenset({("destroy", "aws_iam_user.eve")})).shows(typist)

    assert "id: nothing to create destroy aws_iam_user.eve" in typist.one_line


def test_a_plan_fits_into_eighty_columns() -> None:
    kinds = {("create", f"aws_{'x' * number}_thing.a") for number in range(1, 30)}
    addresses = {("update", f"aws_organizations_policy_attachment.{'guardrail_' * 12}{number}") for number in range(3)}
    typist = Typist()
    Plan("org-root", frozenset(kinds | addresses)).shows(typist)

    assert max(map(len, typist.text.splitlines())) <= 80
    assert "guardrail_2" in typist.text.replace("\n             ", "")


def test_the_whole_plan_is_terraforms_own_text(tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "cdktf.out" / "stacks" / "id" / "plan").write_text("# aws_iam_user.ann will be created\n")

    assert full_text(tmp_path, "id", environment) == "# aws_iam_user.ann will be created\n"
    assert (tmp_path / "asked").read_text() == "show -no-color plan\n"


def test_a_plan_that_terraform_cannot_show_is_an_error_with_its_words(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    with pytest.raises(UpError, match=r"the plan of id cannot be read: .*plan.*No such file"):
        read_plan(tmp_path, "id", environment)


def test_a_plan_that_is_no_json_is_an_error(tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "cdktf.out" / "stacks" / "id" / "plan").write_text("half of {")

    with pytest.raises(UpError, match="the plan of id cannot be read"):
        read_plan(tmp_path, "id", environment)

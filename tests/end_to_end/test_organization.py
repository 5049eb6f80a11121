"""
An organization with nested OUs, people and roles of every kind, and its state in one existing central bucket, locked by
S3 and by a DynamoDB table: deployed once, read through the AWS API, then changed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from emulator.scratch import make_scratch_copy
from foundation.names import fingerprint_key, state_key
from tests.end_to_end.deployment import Deployment, deployment
from tests.end_to_end.organization_checks import CHECKS, tree

pytestmark = [pytest.mark.e2e(minutes=3), pytest.mark.timeout(1200)]
BUCKET, BUCKET_REGION, TABLE = "nebula-states", "eu-west-1", "terraform-state-lock"
LOCK = "data/terraform.tfstate"


@pytest.fixture(scope="module")
def nebula(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """Deploy to an AWS in which the bucket and the alias exist."""
    source = Path(__file__).parent / "nebula.yaml"
    with deployment(source, tmp_path_factory.mktemp("nebula")) as deployed:
        session = deployed.emulator.session()
        where = {"LocationConstraint": BUCKET_REGION}
        session.client("s3", region_name=BUCKET_REGION).create_bucket(Bucket=BUCKET, CreateBucketConfiguration=where)
        session.client("iam").create_account_alias(AccountAlias="nebula-org-root")
        deployed.deploy("*")
        yield deployed


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_aws_has_what_the_file_says(nebula: Deployment, check: Callable[[Deployment], None]) -> None:
    check(nebula)


def test_no_stack_has_anything_to_change(nebula: Deployment) -> None:
    assert nebula.all_changes() == {}


def test_each_stack_has_its_state_in_the_bucket_and_no_lock_is_left(nebula: Deployment) -> None:
    objects = nebula.client("s3").list_objects_v2(Bucket=BUCKET)["Contents"]

    stacks = nebula.organization.stack_names()
    assert len(stacks) == 8
    assert {item["Key"] for item in objects} == {*map(state_key, stacks), *map(fingerprint_key, stacks)}
    assert not list(nebula.folder.glob("*.tfstate"))


def affected(nebula: Deployment) -> dict[str, tuple[int, bool]]:
    """Return the wave of each affected stack, and whether it is surely affected."""
    found = json.loads(nebula.run("orgctl", "affected", "--json").stdout)
    waves = enumerate(found["waves"], 1)
    return {one["stack"]: (number, one["is_certain"]) for number, wave in waves for one in wave}


def test_only_what_differs_from_the_deployment_is_affected(nebula: Deployment) -> None:
    before = nebula.file.read_text()
    assert affected(nebula) == {}

    nebula.file.write_text(
        edited(
            before,
            ("deny-iam-users: [nebula, partners]", "deny-iam-users: [nebula, partners, nebula/sandbox]"),
            ("lea, max]\n    roles:", "lea, max]\n    roles:\n      id: ViewOnlyAccess"),
        )
    )
    try:
        nebula.run("cdktf", "synth")
        changed = affected(nebula)
    finally:
        nebula.file.write_text(before)
        nebula.run("cdktf", "synth")

    assert changed == {"org-root": (1, True), "id": (2, True)}
    assert affected(nebula) == {}


def test_an_existing_bucket_becomes_as_safe_as_a_new_one(nebula: Deployment) -> None:
    s3 = nebula.client("s3")

    assert s3.get_bucket_versioning(Bucket=BUCKET)["Status"] == "Enabled"
    assert all(s3.get_public_access_block(Bucket=BUCKET)["PublicAccessBlockConfiguration"].values())
    assert "aws:SecureTransport" in s3.get_bucket_policy(Bucket=BUCKET)["Policy"]


def test_a_foreign_lock_in_s3_is_reported(nebula: Deployment) -> None:
    """S3 itself holds the lock: an object that is written only if it does not exist."""
    s3 = nebula.client("s3")
    s3.put_object(Bucket=BUCKET, Key=f"{LOCK}.tflock", Body=b'{"ID": "4711", "Who": "ann"}')
    try:
        deployed = nebula.run("cdktf", "deploy", "data", "--skip-synth", "--auto-approve", check=False)
    finally:
        s3.delete_object(Bucket=BUCKET, Key=f"{LOCK}.tflock")

    assert deployed.returncode == 1
    assert "Error acquiring the state lock" in deployed.stdout
    assert "4711" in deployed.stdout


def test_a_foreign_lock_in_the_table_is_reported(nebula: Deployment) -> None:
    table = nebula.emulator.session().resource("dynamodb", region_name=BUCKET_REGION).Table(TABLE)
    key = {"LockID": f"{BUCKET}/{LOCK}"}
    table.put_item(Item={**key, "Info": '{"ID": "4712", "Who": "bob"}'})
    try:
        planned = nebula.terraform("data", "plan", "-input=false", "-no-color")
    finally:
        table.delete_item(Key=key)

    assert planned.returncode == 1
    assert "4712" in planned.stdout


def edited(text: str, *replacements: tuple[str, str]) -> str:
    """Return a text with replacements, each of which must apply."""
    for old, new in replacements:
        assert old in text, old
        text = text.replace(old, new)
    return text


def test_accounts_that_are_removed_from_the_file_or_get_another_key_stay(nebula: Deployment) -> None:
    organizations, before = nebula.client("organizations"), nebula.file.read_text()
    accounts = organizations.list_accounts()["Accounts"]

    nebula.file.write_text(edited(before, (", old-blog: ", ""), ("old-shop:", "older-shop:")))
    deployed = nebula.run("cdktf", "deploy", "org-root", "--auto-approve", check=False)
    nebula.file.write_text(before)

    assert deployed.returncode != 0
    assert 'terraform_data.protected["old-blog"]' in deployed.stdout
    assert 'terraform_data.protected["old-shop"]' in deployed.stdout
    assert organizations.list_accounts()["Accounts"] == accounts


def test_credentials_of_another_account_change_nothing(nebula: Deployment, tmp_path: Path) -> None:
    """
    Use the role of a member account, as after a confusion of profiles, where state is in files.

    With state in S3, that role cannot read it.
    """
    session: Any = nebula.emulator.session(nebula.number("infra"))
    keys = session.get_credentials().get_frozen_credentials()
    names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
    wrong = dict(zip(names, (keys.access_key, keys.secret_key, keys.token), strict=True))
    make_scratch_copy(nebula.folder, tmp_path)
    (tmp_path / "terraform.org-root.tfstate").write_text(nebula.terraform("org-root", "state", "pull").stdout)
    file = nebula.file.with_name("local.yaml")
    file.write_text(f"{nebula.file.read_text().partition('deployment:')[0]}deployment: {{state: local}}\n")
    environment = nebula.environment | wrong | {"ORGANIZATION_FILE": str(file)}
    mixed_up = Deployment(nebula.emulator, tmp_path, environment, file)

    deployed = mixed_up.run("cdktf", "deploy", "org-root", "--auto-approve", check=False)

    assert deployed.returncode != 0
    assert 'terraform_data.protected["org-root"]' in deployed.stdout
    assert session.client("iam").list_users()["Users"] == []


def test_the_changes_of_one_day(nebula: Deployment) -> None:
    """
    Last in this file: a new, a moved and a closed account, and an OU with another name.

    The closed account leaves Terraform's state. The OU is replaced: created, its account moved, the empty one deleted.
    """
    organizations, numbers = nebula.client("organizations"), nebula.numbers
    organizations.close_account(AccountId=numbers["old-shop"])
    moved = edited(
        nebula.file.read_text(),
        ("staging:\n            accounts: {data: }", "staging:\n            accounts: {new: }"),
        ("prod:\n            accounts: {}\n            org", "prod:\n            accounts: {data: }\n            org"),
        ("      shared:\n", "      common:\n"),
        ("nebula/shared\n", "nebula/common\n"),
        ("old-shop: , ", ""),
        (", old-shop: PowerUserAccess", ""),
    )
    nebula.file.write_text(f"{moved}closed_accounts: [old-shop]\n")
    nebula.run("cdktf", "synth")
    changes = nebula.changes("org-root")
    accounts = {
        name: did for name, did in changes.items() if name.startswith(("aws_organizations_account", "terraform"))
    }
    assert accounts == {
        "aws_organizations_account.account_data": ["update"],
        "aws_organizations_account.account_infra": ["update"],
        "aws_organizations_account.account_new": ["create"],
        "aws_organizations_account.account_old-shop": ["forget"],
        'terraform_data.protected["new"]': ["create"],
    }
    outputs = [name for name in changes if name.startswith("output.")]
    assert all("old-shop" in name for name in outputs if "delete" in changes[name])
    others = sorted((name.split(".")[0], did) for name, did in changes.items() if name not in {*accounts, *outputs})
    of_the_unit = [f"aws_organizations_{kind}" for kind in ("organizational_unit", "policy", "policy_attachment")]
    assert others == [(kind, [did]) for kind in of_the_unit for did in ("create", "delete")]

    said = nebula.deploy("org-root", "bootstrap-new", "new", "id")  # responders reach the new account too
    assert [line for line in said.splitlines() if line.startswith(("Never proven: ", "Not proven: "))]
    expected = {key: number for key, number in numbers.items() if key != "old-shop"}
    found = nebula.output("org-root")
    assert found["account_ids"].items() > expected.items()
    assert found["account_ids"].keys() == {*expected, "new"}
    assert organizations.describe_account(AccountId=numbers["old-shop"])["Account"]["Status"] == "SUSPENDED"
    assert [nebula.changes(stack) for stack in ("org-root", "new", "id", "data")] == [{}, {}, {}, {}]
    (root,) = organizations.list_roots()["Roots"]
    units = tree(organizations, root["Id"])
    assert set(units) == {path for path, _, _ in nebula.organization.units()}
    assert ("nebula", "common") in units
    assert ("nebula", "shared") not in units
    for account, unit in (("data", ("nebula", "workloads", "prod")), ("infra", ("nebula", "common"))):
        parents = organizations.list_parents(ChildId=numbers[account])["Parents"]
        assert [parent["Id"] for parent in parents] == [units[unit]]

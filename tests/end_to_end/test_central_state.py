"""State in one existing central bucket, locked by S3 and by a DynamoDB table."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.end_to_end.deployment import GUIDE, Deployment, deployment

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]
BUCKET, TABLE = "spacecats-states", "terraform-state-lock"
STACKS = ("bootstrap-org-root", "org-root", "bootstrap-id", "id", "bootstrap-infra", "infra")


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """Deploy to an AWS in which the bucket and the alias exist."""
    source = tmp_path_factory.mktemp("source") / "organization.yaml"
    state = f"{{mode: central, bucket: {BUCKET}, region: eu-west-1, dynamodb_table: true}}"
    source.write_text(GUIDE.read_text().replace("{state: local}", f"{{state: {state}}}"))
    with deployment(source, tmp_path_factory.mktemp("central")) as deployed:
        session = deployed.emulator.session()
        where = {"LocationConstraint": "eu-west-1"}
        session.client("s3", region_name="eu-west-1").create_bucket(Bucket=BUCKET, CreateBucketConfiguration=where)
        session.client("iam").create_account_alias(AccountAlias="spacecats-org-root")
        deployed.deploy("*")
        yield deployed


def test_each_stack_has_its_state_in_the_bucket_and_no_lock_is_left(guide: Deployment) -> None:
    objects = guide.emulator.session().client("s3").list_objects_v2(Bucket=BUCKET)["Contents"]

    assert {item["Key"] for item in objects} == {f"{name}/terraform.tfstate" for name in STACKS}
    assert not list(guide.folder.glob("*.tfstate"))


def test_an_existing_bucket_becomes_as_safe_as_a_new_one(guide: Deployment) -> None:
    s3 = guide.emulator.session().client("s3")

    assert s3.get_bucket_versioning(Bucket=BUCKET)["Status"] == "Enabled"
    assert all(s3.get_public_access_block(Bucket=BUCKET)["PublicAccessBlockConfiguration"].values())
    assert "aws:SecureTransport" in s3.get_bucket_policy(Bucket=BUCKET)["Policy"]


def test_no_stack_has_anything_to_change(guide: Deployment) -> None:
    assert guide.all_changes() == {}


def test_a_foreign_lock_in_s3_is_reported(guide: Deployment) -> None:
    """S3 itself holds the lock: an object that is written only if it does not exist."""
    s3 = guide.emulator.session().client("s3")
    s3.put_object(Bucket=BUCKET, Key="infra/terraform.tfstate.tflock", Body=b'{"ID": "4711", "Who": "ann"}')
    try:
        deployed = guide.run("cdktf", "deploy", "infra", "--auto-approve", check=False)
    finally:
        s3.delete_object(Bucket=BUCKET, Key="infra/terraform.tfstate.tflock")

    assert deployed.returncode == 1
    assert "Error acquiring the state lock" in deployed.stdout
    assert "4711" in deployed.stdout


def test_a_foreign_lock_in_the_table_is_reported(guide: Deployment) -> None:
    table = guide.emulator.session().resource("dynamodb", region_name="eu-west-1").Table(TABLE)
    key = {"LockID": f"{BUCKET}/infra/terraform.tfstate"}
    table.put_item(Item={**key, "Info": '{"ID": "4712", "Who": "bob"}'})
    try:
        planned = guide.terraform("infra", "plan", "-input=false", "-no-color")
    finally:
        table.delete_item(Key=key)

    assert planned.returncode == 1
    assert "4712" in planned.stdout

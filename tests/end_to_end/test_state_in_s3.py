"""The example organization with its state in an S3 bucket."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.end_to_end.deployment import Deployment, deployment
from tests.terraform_json import ROOT

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
BUCKET = "spacecats-org-root-state"


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    source = tmp_path_factory.mktemp("source") / "organization.yaml"
    state = f"deployment: {{state: {{backend: s3, bucket: {BUCKET}}}}}"
    source.write_text(f"{(ROOT / 'organization.yaml').read_text()}\n{state}\n")
    with deployment(source, tmp_path_factory.mktemp("s3")) as deployed:
        deployed.deploy("*")
        yield deployed


def test_each_stack_has_its_state_in_the_bucket_and_no_lock_is_left(example: Deployment) -> None:
    objects = example.emulator.session().client("s3").list_objects_v2(Bucket=BUCKET)["Contents"]

    assert {item["Key"] for item in objects} == {f"{name}/terraform.tfstate" for name in ("org-root", "id", "infra")}
    assert not list(example.folder.glob("*.tfstate"))


def test_no_stack_has_anything_to_change(example: Deployment) -> None:
    assert example.all_changes() == {}


def test_a_lock_that_somebody_holds_is_respected(example: Deployment) -> None:
    """S3 itself holds the lock: an object that is written only if it is not there."""
    s3 = example.emulator.session().client("s3")
    s3.put_object(Bucket=BUCKET, Key="infra/terraform.tfstate.tflock", Body=b'{"ID": "4711", "Who": "ann"}')
    try:
        planned = example.terraform("infra", "plan", "-input=false", "-no-color")
    finally:
        s3.delete_object(Bucket=BUCKET, Key="infra/terraform.tfstate.tflock")

    assert planned.returncode == 1
    assert "Error acquiring the state lock" in planned.stdout
    assert "4711" in planned.stdout

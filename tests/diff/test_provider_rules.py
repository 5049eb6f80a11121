"""The changes that are refused as replacements are those for which the real AWS provider replaces a resource."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from access.decision import Evaluator
from access.difference import Snapshot
from access.difference.plan import Plan
from access.questions.world import World
from access.read.organization import from_stacks
from terraform_json.stacks import Stack
from tests.terraform_environment import terraform_environment

ORGANIZATION, ACCOUNT = "aws_organizations_organization", "aws_organizations_account"
TRAIL, BUCKET, KEY = "aws_cloudtrail", "aws_s3_bucket", "aws_kms_key"
OF_KEY = {"key_usage": "ENCRYPT_DECRYPT", "customer_master_key_spec": "SYMMETRIC_DEFAULT"}
IN = {
    "name": "x",
    "email": "x@example.com",
    "role_name": "r",
    "iam_user_access_to_billing": "ALLOW",
    "parent_id": "r-0000",
}
OF_TRAIL = {"name": "trail", "s3_bucket_name": "files", "is_organization_trail": True}

CHANGES: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "as it was": (ACCOUNT, IN, IN),
    "another name": (ACCOUNT, IN, IN | {"name": "y"}),
    "another address": (ACCOUNT, IN, IN | {"email": "y@example.com"}),
    "another role": (ACCOUNT, IN, IN | {"role_name": "s"}),
    "no role": (ACCOUNT, IN, IN | {"role_name": None}),
    "other billing": (ACCOUNT, IN, IN | {"iam_user_access_to_billing": "DENY"}),
    "no billing": (ACCOUNT, IN, IN | {"iam_user_access_to_billing": None}),
    "another parent": (ACCOUNT, IN, IN | {"parent_id": "ou-0000-11111111"}),
    "closing": (ACCOUNT, IN, IN | {"close_on_deletion": True}),
    "ignored": (ACCOUNT, IN, IN | {"email": "y@example.com", "lifecycle": {"ignore_changes": ["email"]}}),
    "all ignored": (ACCOUNT, IN, IN | {"email": "y@example.com", "lifecycle": {"ignore_changes": "all"}}),
    "organization": (ORGANIZATION, {"feature_set": "ALL"}, {"feature_set": "CONSOLIDATED_BILLING"}),
    "another trail": (TRAIL, OF_TRAIL, OF_TRAIL | {"name": "other"}),
    "another bucket of a trail": (TRAIL, OF_TRAIL, OF_TRAIL | {"s3_bucket_name": "others"}),
    "a trail of one account": (TRAIL, OF_TRAIL, OF_TRAIL | {"is_organization_trail": False}),
    "another bucket": (BUCKET, {"bucket": "aaa"}, {"bucket": "bbb"}),
    "a bucket without a name": (BUCKET, {"bucket": "aaa"}, {}),
    "a bucket with a prefix": (BUCKET, {"bucket": "aaa"}, {"bucket_prefix": "b"}),
    "a bucket with locks": (BUCKET, {"bucket": "aaa"}, {"bucket": "aaa", "object_lock_enabled": True}),
    "a bucket that may go": (BUCKET, {"bucket": "aaa"}, {"bucket": "aaa", "force_destroy": True}),
    "a key of several regions": (KEY, OF_KEY, {"multi_region": True}),
    "a key that signs": (KEY, OF_KEY, {"key_usage": "SIGN_VERIFY", "customer_master_key_spec": "RSA_2048"}),
    "a key that signs no more": (KEY, {"key_usage": "SIGN_VERIFY", "customer_master_key_spec": "RSA_2048"}, {}),
    "a key that turns": (KEY, OF_KEY, {"enable_key_rotation": True}),
}
PROVIDER = {
    "region": "us-west-2",
    "access_key": "AKIAIOSFODNN7EXAMPLE",
    "secret_key": "secret",
    "skip_credentials_validation": True,
    "skip_requesting_account_id": True,
    "skip_metadata_api_check": True,
}
STATE_VERSIONS = {TRAIL: 1}


def label(name: str) -> str:
    return name.replace(" ", "_")


def configuration(index: int) -> dict[str, Any]:
    """Return all cases in one stack; those without an organization get the one of the case `organization`."""
    resources: dict[str, dict[str, Any]] = {}
    for name, case in CHANGES.items():
        body = case[1 + index]
        assert isinstance(body, dict)
        resources.setdefault(case[0], {})[label(name)] = {key: one for key, one in body.items() if one is not None}
    required = {"aws": {"source": "hashicorp/aws", "version": "5.100.0"}}
    return {"terraform": {"required_providers": required}, "provider": {"aws": [PROVIDER]}, "resource": resources}


def state() -> dict[str, Any]:
    """Return the state after the first of the two."""
    resources = [
        {
            "mode": "managed",
            "type": kind,
            "name": label(name),
            "provider": 'provider["registry.terraform.io/hashicorp/aws"]',
            "instances": [{"schema_version": STATE_VERSIONS.get(kind, 0), "attributes": {"id": "x", **before}}],
        }
        for name, (kind, before, _) in CHANGES.items()
    ]
    return {
        "version": 4,
        "terraform_version": "1.10.0",
        "serial": 1,
        "lineage": "x",
        "outputs": {},
        "resources": resources,
    }


@pytest.fixture(scope="module")
def replaced(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Return the cases in which Terraform would destroy an existing resource, by the addresses in its plan."""
    folder = tmp_path_factory.mktemp("plan")
    (folder / "main.tf.json").write_text(json.dumps(configuration(1)))
    (folder / "terraform.tfstate").write_text(json.dumps(state()))
    run(folder, "init", "-input=false")
    run(folder, "plan", "-refresh=false", "-input=false", "-out=plan")
    found = json.loads(run(folder, "show", "-json", "plan"))["resource_changes"]
    return {one["name"] for one in found if "delete" in one["change"]["actions"]}


def run(folder: Path, *arguments: str) -> str:
    environment = terraform_environment()
    command = [environment["ORGCTL_TERRAFORM"], *arguments, "-no-color"]
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Return the actions that `orgctl diff` predicts."""
    sides: list[Snapshot] = []
    for index in range(2):
        stacks = [Stack("org-root", configuration(index))]
        organization = from_stacks(stacks)
        sides.append(Snapshot(World(organization, Evaluator(organization), None), stacks))
    return Plan(*sides)


@pytest.mark.parametrize("name", CHANGES)
def test_the_predicted_replacements_are_the_providers(name: str, plan: Plan, replaced: set[str]) -> None:
    entry = plan.base.entry("org-root", f"{CHANGES[name][0]}.{label(name)}")
    assert entry is not None
    assert (plan.fate(entry.origin).kind == "replaced") == (label(name) in replaced)


def test_some_cases_are_replaced_and_some_are_not(replaced: set[str]) -> None:
    assert 10 <= len(replaced) <= len(CHANGES) - 10

"""checkov scans every stack, fails insecure settings, and fails nothing else without an accepted reason."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from organization.load import examine_text
from scripts.checkov.accepted import Verdict, judge, load
from scripts.checkov.documents import POLICIES
from scripts.checkov.scan import Finding, Resource, Scan, ScanFailed, scan
from tests.checkov.spoilt import CHANGES, SPOILT, spoilt
from tests.made import made
from tests.synthesis import synthesize_organization

Stacks = dict[str, dict[str, Any]]

OTHER_WAY = """
name: nebula
email: aws+{account}@example.com
region: eu-central-1
regions: [eu-central-1, us-east-1]
org_root: {admins: [ann]}
organizational_units: {main: {accounts: {id: , lab: }}}
users: [ann, bob]
groups: {lab: {users: [ann], roles: {lab: AdministratorAccess}}}
config: true
deployment: {state: {mode: central, dynamodb_table: true}}
"""
"""The alternatives to the example: a central state bucket, no log account, no alarm, a user without a group."""
OTHER = "other-"
"""The prefix of its stacks in a scan of several organizations."""


@pytest.fixture(scope="module")
def scanned(stacks: Stacks, tmp_path_factory: pytest.TempPathFactory) -> Scan:
    """Scan the example, the same with insecure settings, and the alternatives at once: checkov starts slowly."""
    made(".tools/checkov/installed")
    folder = tmp_path_factory.mktemp("other")
    organization, _ = examine_text(OTHER_WAY.encode(), folder)
    others = synthesize_organization(organization, folder, folder)
    return scan({**stacks, **spoilt(stacks), **{OTHER + name: tf for name, tf in others.items()}})


@pytest.fixture(scope="module")
def found(scanned: Scan) -> Scan:
    """Return the findings about the example, and about the example with insecure settings."""
    resources = frozenset(one for one in scanned.resources if not one.stack.startswith(OTHER))
    findings = tuple(one for one in scanned.findings if not one.resource.stack.startswith(OTHER))
    return replace(scanned, resources=resources, findings=findings)


@pytest.fixture(scope="module")
def example(found: Scan) -> list[Finding]:
    return [finding for finding in found.findings if not finding.resource.stack.startswith(SPOILT)]


@pytest.fixture(scope="module")
def verdict(example: list[Finding]) -> Verdict:
    return judge([finding for finding in example if not finding.passed], load())


@pytest.fixture(scope="module")
def other_verdict(scanned: Scan) -> Verdict:
    failed = [finding for finding in scanned.failed if finding.resource.stack.startswith(OTHER)]
    return judge([replace(one, resource=_without_prefix(one.resource)) for one in failed], load())


def _without_prefix(resource: Resource) -> Resource:
    return replace(resource, path=resource.path.removeprefix(OTHER))


def test_every_finding_has_a_reason(verdict: Verdict) -> None:
    unexplained = [(finding.check, finding.resource.path, finding.title) for finding in verdict.unexplained]

    assert unexplained == [], "fix it, or give the reason in scripts/checkov/accepted.yaml"


def test_no_reason_is_left_over(verdict: Verdict, other_verdict: Verdict) -> None:
    unused = [reason for reason in verdict.unused if reason in other_verdict.unused]

    assert unused == [], "delete it in scripts/checkov/accepted.yaml"


def test_no_reason_covers_policies_written_into_the_organization(other_verdict: Verdict) -> None:
    assert [(finding.check, finding.resource.path) for finding in other_verdict.unexplained] == [
        ("CKV_AWS_274", "lab/roles/lab/policy-AdministratorAccess")
    ]


@pytest.mark.parametrize(
    "kind",
    [
        "aws_cloudtrail",
        "aws_cloudwatch_log_group",
        "aws_config_configuration_recorder",
        "aws_ebs_encryption_by_default",
        "aws_guardduty_detector",
        "aws_iam_account_password_policy",
        "aws_iam_role_policy_attachment",
        "aws_iam_user",
        "aws_s3_bucket",
        "aws_s3_bucket_public_access_block",
        "aws_sns_topic",
        *POLICIES,
    ],
)
def test_no_important_resource_is_skipped(kind: str, found: Scan) -> None:
    resources = {resource for resource in found.resources if resource.kind == kind}

    assert resources
    assert resources <= {finding.resource for finding in found.findings}


def test_the_content_of_every_policy_is_checked(found: Scan) -> None:
    """Checks that need a policy in parts skip it silently when they cannot parse it."""
    policies = {resource for resource in found.resources if resource.kind in POLICIES}

    for check in ("CKV_AWS_107", "CKV_AWS_108", "CKV_AWS_109", "CKV_AWS_110", "CKV_AWS_111", "CKV_AWS_283"):
        assert policies <= {finding.resource for finding in found.findings if finding.check == check}, check


@pytest.mark.parametrize(("kind", "attribute"), CHANGES)
def test_insecure_settings_are_found(kind: str, attribute: str, found: Scan, example: list[Finding]) -> None:
    _, checks = CHANGES[kind, attribute]
    objections = {finding.check for finding in found.failed if finding.resource.stack.startswith(SPOILT)}

    assert checks <= objections
    assert not checks & {finding.check for finding in example if not finding.passed}


def test_one_recorder_of_each_account_records_global_resources(example: list[Finding]) -> None:
    """The accepted reason concerns all regions but one."""
    recorders = [finding for finding in example if finding.check == "CKV2_AWS_48"]

    accounts = {finding.resource.path.rpartition("/config-")[0] for finding in recorders}
    assert len([finding for finding in recorders if finding.passed]) == len(accounts)


@pytest.mark.usefixtures("scanned")
def test_a_stack_that_cannot_be_read_is_no_success(stacks: Stacks) -> None:
    with pytest.raises(ScanFailed, match="could not read every stack"):
        scan({"id": stacks["id"], "broken": {"variable": [{"type": "text"}]}})


@pytest.mark.usefixtures("scanned")
def test_a_stack_without_checked_resources_is_no_success(stacks: Stacks) -> None:
    with pytest.raises(ScanFailed, match="checked nothing in empty"):
        scan({"id": stacks["id"], "empty": {"resource": {}}})


def test_without_checkov_nothing_is_a_success(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("scripts.checkov.scan.PYTHON", tmp_path / "python")

    with pytest.raises(ScanFailed, match="run 'make checkov'"):
        scan({})

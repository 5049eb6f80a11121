"""Accepted findings cover only what they name, and the summary is readable."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.checkov import __main__ as command
from scripts.checkov.accepted import Accepted, judge, load
from scripts.checkov.documents import documents
from scripts.checkov.scan import Finding, Resource, Scan
from scripts.checkov.summary import WIDTH, summary
from tests.organization.files import organization

STATE = Resource("aws_s3_bucket", "bootstrap-id/state/state/bucket")
LOGGING = Finding("CKV_AWS_18", STATE, "Ensure the S3 bucket has access logging enabled", passed=False)
REASON = Accepted("CKV_AWS_18", "aws_s3_bucket", "bootstrap-*/state/*/bucket", "No program reads it. " * 12)


def test_a_reason_covers_what_it_names() -> None:
    verdict = judge([LOGGING], [REASON])

    assert verdict.accepted == {REASON: (LOGGING,)}
    assert not verdict.unexplained
    assert not verdict.unused


@pytest.mark.parametrize(
    "other",
    [
        Finding("CKV_AWS_21", STATE, "", passed=False),
        Finding("CKV_AWS_18", Resource("aws_s3_bucket_policy", STATE.path), "", passed=False),
        Finding("CKV_AWS_18", Resource("aws_s3_bucket", "id/state/state/bucket"), "", passed=False),
        Finding("CKV_AWS_18", Resource("aws_s3_bucket", "bootstrap-id/logs/bucket"), "", passed=False),
    ],
)
def test_a_reason_covers_no_other_check_type_or_place(other: Finding) -> None:
    verdict = judge([other], [REASON])

    assert verdict.unexplained == (other,)
    assert verdict.unused == [REASON]


def test_every_line_of_the_file_says_why(tmp_path: Path) -> None:
    file = tmp_path / "accepted.yaml"
    file.write_text("CKV_AWS_18:\n  aws_s3_bucket */log/bucket: No logs of logs.\n  aws_s3_bucket */old: Going.\n")

    assert load(file) == [
        Accepted("CKV_AWS_18", "aws_s3_bucket", "*/log/bucket", "No logs of logs."),
        Accepted("CKV_AWS_18", "aws_s3_bucket", "*/old", "Going."),
    ]
    assert all(isinstance(accepted.reason, str) and len(accepted.reason) > 20 for accepted in load())


def test_the_summary_fits_a_terminal_and_names_the_remedy() -> None:
    public = Finding("CKV_AWS_53", STATE, "Ensure S3 bucket has block public ACLS enabled " * 3, passed=False)
    passed = Finding("CKV_AWS_21", STATE, "Versioning", passed=True)
    scan = Scan("3.3.30", frozenset({STATE}), (LOGGING, public, passed))

    text = summary(scan, judge(scan.failed, [REASON]))

    assert all(len(line) <= WIDTH for line in text.splitlines())
    assert text.startswith("checkov 3.3.30: 1 stacks, 1 resources, 3 checks\n1 passed, 1 accepted, 1 failed\n")
    assert "\naccepted  CKV_AWS_18  aws_s3_bucket (1)\n  No program reads it." in text
    assert "\nFAILED  CKV_AWS_53  aws_s3_bucket\n  Ensure S3" in text
    assert "\n    bootstrap-id/state/state/bucket\n" in text
    assert text.endswith("Fix it, or give the reason in scripts/checkov/accepted.yaml.")


def test_a_policy_is_split_into_its_parts() -> None:
    policy = (
        '{"Statement": {"Effect": "Allow", "Principal": {"Service": ["a", "b"]}, "NotAction": "iam:*", "Resource": "*",'
        ' "Condition": {"Bool": {"aws:SecureTransport": "true"}}}}'
    )
    tf = {"resource": {"aws_kms_key": {"key": {"policy": policy}}, "aws_s3_bucket": {"bucket": {}}}}

    assert documents(tf) == {
        "key": {
            "statement": [
                {
                    "effect": "Allow",
                    "not_actions": ["iam:*"],
                    "resources": ["*"],
                    "principals": [{"type": "Service", "identifiers": ["a", "b"]}],
                    "condition": [{"test": "Bool", "variable": "aws:SecureTransport", "values": ["true"]}],
                }
            ]
        }
    }


def test_the_principal_of_all_is_a_principal() -> None:
    tf = {
        "resource": {
            "aws_iam_role": {"role": {"assume_role_policy": '{"Statement": [{"Effect": "Allow", "Principal": "*"}]}'}}
        }
    }

    (statement,) = documents(tf)["role"]["statement"]
    assert statement == {"effect": "Allow", "principals": [{"type": "*", "identifiers": ["*"]}]}


@pytest.mark.parametrize(("findings", "status"), [((LOGGING,), 1), ((), 0)])
def test_the_command_fails_when_something_has_no_reason(
    findings: tuple[Finding, ...], status: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "organization.yaml"
    file.write_text(organization("cloudtrail: false", "deployment: {state: local}"))
    monkeypatch.setenv("ORGANIZATION_FILE", str(file))
    given: list[str] = []

    def scan(stacks: dict[str, object]) -> Scan:
        given.extend(sorted(stacks))
        return Scan("3.3.30", frozenset({STATE}), findings)

    monkeypatch.setattr(command, "scan", scan)

    assert command.main() == status
    assert given == ["id", "org-root"]


def test_an_organization_with_errors_is_not_scanned(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ORGANIZATION_FILE", str(tmp_path / "missing.yaml"))
    monkeypatch.setattr(command, "scan", lambda stacks: pytest.fail("there is nothing to scan"))

    assert command.main() == 1

"""The findings from answers that the emulated AWS never gives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from live.access import ATTEMPTS, Access
from live.bucket import bucket_faults, demands_tls
from live.credential_report import root_user_last_used
from live.remembered import remembered
from orgctl.doctor.account import AccountFacts
from orgctl.doctor.examine import run_check
from orgctl.doctor.facts import Facts
from orgctl.doctor.finding import Finding, wrong
from orgctl.doctor.registry import CHECKS, gather
from policies.buckets import bucket_policy
from tests.doctor.patient import FOLDER, TEXT, organization_of
from tests.test_overview_services import ARN, TRAIL, Recorded, trail

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ALARM = "root_sign_in_alarm: {email: security@example.com}\n"
BUCKET = "spacecats-id-tf-state-us-west-2"
Answer = tuple[str, str, dict[str, Any] | str]


def account(*answers: Answer, more: str = "", key: str = "org-root") -> AccountFacts:
    """Return an account with recorded answers, of a file that has more than `small.yaml`."""
    organization = organization_of(TEXT.replace("cloudtrail: false", "cloudtrail: true") + more)
    access = Recorded(*answers)
    facts = Facts(
        organization,
        FOLDER,
        management=access,
        listed=[],
        matched={},
        account_access={"org-root": access},
        role_name="role",
        is_root_user=False,
        now=NOW,
    )
    return AccountFacts(key, access, facts)


def found(check: str, account: AccountFacts) -> list[tuple[str, str]]:
    """Return the status and text of a check's findings."""
    return [(finding.status, finding.text) for finding in run_check(CHECKS[check], account)]


def trail_of(status: dict[str, Any], **more: Any) -> AccountFacts:
    """Each of the two calls has its own client, so both answers are first in their queues."""
    bucket = "spacecats-org-root-cloudtrail-us-west-2"
    described = trail(**{"S3BucketName": bucket, "LogFileValidationEnabled": True, **more})
    answers = iter(
        [
            Recorded(("cloudtrail", "describe_trails", {"trailList": [described]})),
            Recorded(("cloudtrail", "get_trail_status", status)),
        ]
    )
    one = account()
    one.access.client = lambda service, region="": next(answers).client(service, region)  # type: ignore[method-assign]
    return one


def test_a_trail_that_records_everything_is_well() -> None:
    assert found("trail", trail_of({"IsLogging": True}))[0][0] == "ok"


def test_a_trail_tells_why_aws_cannot_deliver() -> None:
    findings = found("trail", trail_of({"IsLogging": True, "LatestDeliveryError": "NoSuchBucket"}))

    assert findings == [("wrong", "AWS could not deliver to it: LatestDeliveryError: NoSuchBucket")]


def test_an_incomplete_trail_is_reported() -> None:
    findings = found("trail", trail_of({"IsLogging": False}, IsMultiRegionTrail=False, LogFileValidationEnabled=False))

    assert [text for _, text in findings] == [
        "it is stopped: nothing is recorded",
        "it records us-west-2 only",
        "log file validation is off: changes of its files cannot be detected",
    ]


@pytest.mark.parametrize(
    ("arn", "status", "text"),
    [
        ("PendingConfirmation", "wrong", "security@example.com has not confirmed the alarm of root users"),
        (f"{ARN}:1", "ok", "an alarm notifies of the use of a root user"),
    ],
)
def test_an_alarm_must_be_confirmed(monkeypatch: pytest.MonkeyPatch, arn: str, status: str, text: str) -> None:
    address = "security@example.com" + (" (not confirmed)" if arn == "PendingConfirmation" else "")
    monkeypatch.setattr("orgctl.doctor.checks.services.read_trail", lambda access, region: TRAIL)
    monkeypatch.setattr("orgctl.doctor.checks.services.read_alarm", lambda access, trail: (address,))

    assert found("root-alarm", account(more=ALARM)) == [(status, text)]


def recorder(**status: Any) -> list[tuple[str, str]]:
    answer = {"ConfigurationRecordersStatus": [{"name": "default", **status}]}
    one = account(("config", "describe_configuration_recorder_status", answer), more="config: true\n")
    return found("config-recorder", one)


def test_a_recorder_that_fails_tells_why() -> None:
    assert recorder(recording=True, lastStatus="FAILURE", lastErrorMessage="no access") == [
        ("wrong", "the recorder of Config fails: no access")
    ]


def test_a_recorder_that_has_just_begun_is_well() -> None:
    assert recorder(recording=True, lastStatus="PENDING")[0][0] == "ok"


def test_a_refusal_in_one_region_hides_no_other() -> None:
    one = account(
        ("config", "describe_configuration_recorder_status", "AccessDeniedException"),
        more="config: true\nregions: [us-west-2, us-east-1]\n",
    )

    findings = run_check(CHECKS["config-recorder"], one)

    assert [(finding.place, finding.status) for finding in findings] == [
        ("spacecats-org-root us-west-2", "unknown"),
        ("spacecats-org-root us-east-1", "unknown"),
    ]


def test_findings_before_a_refusal_are_reported() -> None:
    def findings() -> Iterator[Finding]:
        yield wrong("here", "a fault", "mend it")
        raise ClientError({"Error": {"Code": "AccessDenied"}}, "GetBucketPolicy")

    assert [(one.status, one.text) for one in gather(findings(), "here")] == [
        ("wrong", "a fault"),
        ("unknown", "cannot be read: AccessDenied"),
    ]


def summary(key: str, *, central: bool = True, **numbers: int) -> list[tuple[str, str]]:
    more = "" if central else "centralized_root_access: false\n"
    one = account(("iam", "get_account_summary", {"SummaryMap": numbers}), key=key, more=more)
    return [
        findings for check in ("root-mfa", "root-credentials") if _is_for(check, key) for findings in found(check, one)
    ]


def _is_for(check: str, key: str) -> bool:
    return (CHECKS[check].where == "management") == (key == "org-root")


def test_the_root_user_of_a_member_has_neither_password_nor_key() -> None:
    assert summary("id", AccountPasswordPresent=0, AccountAccessKeysPresent=0)[0][0] == "ok"
    assert summary("id", AccountPasswordPresent=1, AccountAccessKeysPresent=1) == [
        ("wrong", "the root user has an access key"),
        ("wrong", "the root user has a password"),
    ]
    assert summary("id", AccountAccessKeysPresent=0) == [
        ("unknown", "AWS does not say whether the root user has a password")
    ]
    assert summary("id", central=False, AccountPasswordPresent=1) == [
        ("wrong", "the root user has a password, but no MFA")
    ]
    assert summary("id", central=False, AccountPasswordPresent=1, AccountMFAEnabled=1)[0][0] == "ok"
    assert summary("org-root", AccountMFAEnabled=0) == [("wrong", "the root user has no MFA")]


HEADER = "user,arn,password_last_used,access_key_1_last_used_date,access_key_2_last_used_date\n"


class Iam:
    """A client of IAM with a credential report that is ready at the second call."""

    def __init__(self, row: str) -> None:
        self._row = row
        self._states = ["STARTED", "COMPLETE"]

    def generate_credential_report(self) -> dict[str, str]:
        return {"State": self._states.pop(0)}

    def get_credential_report(self) -> dict[str, bytes]:
        ann = "ann,arn,2026-11-21T10:00:00+00:00,N/A,N/A\n"
        return {"Content": f"{HEADER}{self._row}{ann}".encode()}


@pytest.mark.parametrize(
    ("row", "used"),
    [
        ("<root_account>,arn,2026-11-20T10:00:00+00:00,N/A,N/A\n", datetime(2026, 11, 20, 10, tzinfo=UTC)),
        ("<root_account>,arn,no_information,2026-10-01T00:00:00Z,N/A\n", datetime(2026, 10, 1, tzinfo=UTC)),
        ("<root_account>,arn,not_supported,N/A,N/A\n", None),
        ("", None),
    ],
)
def test_the_last_use_of_a_root_user_is_in_its_row(
    monkeypatch: pytest.MonkeyPatch, row: str, used: datetime | None
) -> None:
    monkeypatch.setattr("live.credential_report.SECONDS", 0)

    assert root_user_last_used(Iam(row)) == used


@pytest.mark.parametrize(("days", "status"), [(3, "unknown"), (31, "ok")])
def test_a_root_user_that_was_used_lately_is_a_question(
    monkeypatch: pytest.MonkeyPatch, days: int, status: str
) -> None:
    monkeypatch.setattr("live.live_account.root_user_last_used", lambda iam: NOW - timedelta(days=days))

    assert found("root-used", account())[0][0] == status


TLS = json.loads(bucket_policy(BUCKET))["Statement"][0]


@pytest.mark.parametrize(
    ("change", "demands"),
    [
        ({}, True),
        ({"Principal": "*"}, True),
        ({"Effect": "Allow"}, False),
        ({"Resource": f"arn:aws:s3:::{BUCKET}/*"}, False),
        ({"Action": "s3:GetObject"}, False),
        ({"Condition": {"Bool": {"aws:SecureTransport": "true"}}}, False),
        ({"Condition": {**TLS["Condition"], "StringEquals": {"aws:PrincipalAccount": "1"}}}, False),
    ],
)
def test_tls_is_demanded_of_every_principal_for_every_request(change: dict[str, Any], demands: bool) -> None:
    assert demands_tls(json.dumps({"Statement": [{**TLS, **change}]}), BUCKET) is demands


def test_a_bucket_of_another_account_is_not_taken_for_this_accounts() -> None:
    s3 = Recorded(("s3", "head_bucket", "403")).client("s3")

    with pytest.raises(s3.exceptions.ClientError):
        list(bucket_faults(s3, BUCKET, "111111111111"))


class Asked:
    """A reader that counts its calls."""

    times = 0

    @remembered
    def value(self) -> int:
        self.times += 1
        return self.times

    @remembered
    def refused(self) -> int:
        self.times += 1
        raise PermissionError(self.times)


def test_values_and_refusals_are_not_read_again() -> None:
    asked = Asked()

    assert [asked.value, asked.value] == [1, 1]
    for _ in range(2):
        with pytest.raises(PermissionError, match="2"):
            _ = asked.refused


def test_throttling_is_waited_for() -> None:
    client = Access(boto3.Session("AKIAEXAMPLE", "secret"), "1").client("iam")

    assert client.meta.config.retries == {"mode": "standard", "total_max_attempts": ATTEMPTS}


def test_a_check_without_findings_reports_its_title() -> None:
    one = account(("iam", "list_account_aliases", {"AccountAliases": ["spacecats-org-root"], "IsTruncated": False}))

    assert run_check(CHECKS["alias"], one) == [Finding("alias", "spacecats-org-root", "ok", CHECKS["alias"].title)]

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from emulator import Emulator
from live.access import Access
from live.attempt import Problem, attempt
from live.model import Account
from live.organization import read_organization
from live.services.guardduty import read_guardduty
from live.services.model import GuardDuty, Trail
from live.services.trail import read_alarm, read_trail
from live.settings import CHECKS, PUBLIC_S3, read_region
from orgctl.cli import chosen_regions
from orgctl.outcome import run

MANAGEMENT, SECURITY = "111111111111", "222222222222"
ARN = "arn:aws:cloudtrail:us-west-2:111111111111:trail/organization"
TOPIC = "arn:aws:sns:us-west-2:111111111111:alarms"
TRAIL = Trail("organization", "logs", "us-west-2", True, True, "arn:aws:logs:us-west-2:111111111111:log-group:trail:*")


class Recorded(Access):
    """Return an account with recorded answers, checked against the service's model: (service, operation, answer)."""

    def __init__(self, *answers: tuple[str, str, dict[str, Any] | str], number: str = MANAGEMENT) -> None:
        super().__init__(boto3.Session("AKIAEXAMPLE", "secret"), number)
        self._answers = list(answers)
        self.asked: list[tuple[str, str]] = []

    def client(self, service: str, region: str = "us-east-1") -> Any:
        self.asked.append((service, region))
        client = super().client(service, region)
        stubber = Stubber(client)
        for name, operation, answer in self._answers:
            if name == service and isinstance(answer, str):
                stubber.add_client_error(operation, answer)
            elif name == service and isinstance(answer, dict):
                stubber.add_response(operation, answer)
        stubber.activate()
        return client


def trail(**more: Any) -> dict[str, Any]:
    found = {"Name": "organization", "S3BucketName": "logs", "HomeRegion": "us-west-2", "TrailARN": ARN}
    return found | {"IsMultiRegionTrail": True, "IsOrganizationTrail": True} | more


def test_the_organization_trail_is_found_among_others() -> None:
    """Each call has its own client, so each begins with the answers of its service."""
    one = Recorded(("cloudtrail", "describe_trails", {"trailList": [trail(IsOrganizationTrail=False, Name="own")]}))

    assert read_trail(one, "eu-west-1") is None
    assert one.asked == [("cloudtrail", "eu-west-1")]


def test_the_trail_is_asked_for_its_status_at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = {
        "us-east-1": Recorded(("cloudtrail", "describe_trails", {"trailList": [trail()]})),
        "us-west-2": Recorded(("cloudtrail", "get_trail_status", {"IsLogging": False})),
    }
    access = Recorded()
    monkeypatch.setattr(access, "client", lambda service, region: answers[region].client(service, region))

    assert read_trail(access, "us-east-1") == Trail("organization", "logs", "us-west-2", True, False)


def alarm(pattern: str) -> Recorded:
    metric = {"metricName": "root-user", "metricNamespace": "Organization", "metricValue": "1"}
    filters = [{"filterName": "one", "filterPattern": pattern, "metricTransformations": [metric]}]
    subscriptions = [
        {"Endpoint": "b@example.com", "SubscriptionArn": f"{TOPIC}:1"},
        {"Endpoint": "a@example.com", "SubscriptionArn": "PendingConfirmation"},
    ]
    return Recorded(
        ("logs", "describe_metric_filters", {"metricFilters": filters}),
        ("cloudwatch", "describe_alarms_for_metric", {"MetricAlarms": [{"AlarmActions": [TOPIC]}]}),
        ("sns", "list_subscriptions_by_topic", {"Subscriptions": subscriptions}),
    )


def test_the_alarm_of_root_users_names_unconfirmed_addresses() -> None:
    access = alarm('{ $.userIdentity.type = "Root" && $.eventType != "AwsServiceEvent" }')

    assert read_alarm(access, TRAIL) == ("a@example.com (not confirmed)", "b@example.com")


def test_another_alarm_of_the_trail_is_not_that_of_root_users() -> None:
    assert read_alarm(alarm('{ $.errorCode = "AccessDenied" }'), TRAIL) == ()


def test_an_administrator_that_cannot_be_entered_is_still_named() -> None:
    admins = {"AdminAccounts": [{"AdminAccountId": SECURITY, "AdminStatus": "ENABLED"}]}
    management = Recorded(("guardduty", "list_organization_admin_accounts", admins))

    assert read_guardduty(management, {}, "us-west-2") == GuardDuty(SECURITY, None)


def test_only_members_that_are_enabled_are_watched() -> None:
    admins = {"AdminAccounts": [{"AdminAccountId": SECURITY, "AdminStatus": "ENABLED"}]}
    members = [
        {"AccountId": number, "Email": "a@example.com", "RelationshipStatus": status, "MasterId": SECURITY}
        | {"UpdatedAt": "2026-11-22"}
        for number, status in ((MANAGEMENT, "Enabled"), ("333333333333", "Removed"))
    ]
    security = Recorded(
        ("guardduty", "list_detectors", {"DetectorIds": ["d"]}),
        ("guardduty", "list_members", {"Members": members}),
        number=SECURITY,
    )
    management = Recorded(("guardduty", "list_organization_admin_accounts", admins))

    assert read_guardduty(management, {SECURITY: security}, "us-west-2") == GuardDuty(SECURITY, (MANAGEMENT, SECURITY))


def test_a_refusal_in_a_region_hides_no_other_value() -> None:
    on: dict[str, dict[str, Any]] = {
        "get_ebs_encryption_by_default": {"EbsEncryptionByDefault": True},
        "get_snapshot_block_public_access_state": {"State": "block-new-sharing"},
        "get_image_block_public_access_state": {"ImageBlockPublicAccessState": "block-new-sharing"},
        "get_instance_metadata_defaults": {},
    }
    access = Recorded(
        ("config", "describe_configuration_recorder_status", "AccessDeniedException"),
        *(("ec2", operation, answer) for operation, answer in on.items()),
    )

    found = read_region(access, "us-west-2")

    assert list(found.values()) == [Problem("AccessDeniedException"), True, False, True, False]
    assert list(found) == [check.name for check in CHECKS]


def test_a_role_is_asked_for_once_even_when_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    access = Access(boto3.Session("AKIAEXAMPLE", "secret"), SECURITY, f"arn:aws:iam::{SECURITY}:role/x")
    asked = []

    def refuse(service: str, region: str, keys: dict[str, str]) -> Any:
        asked.append(service)
        make: Any = boto3.client
        client = make(service, region_name=region, aws_access_key_id="a", aws_secret_access_key="b")
        stubber = Stubber(client)
        stubber.add_client_error("assume_role", "AccessDenied")
        stubber.activate()
        return client

    monkeypatch.setattr(access, "_client", refuse)

    assert [attempt(lambda: access.client("iam")) for _ in range(2)] == [Problem("AccessDenied")] * 2
    assert asked == ["sts"]


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator.start() as running:
        yield running


@pytest.fixture(scope="module")
def security(emulator: Emulator) -> str:
    """Create an organization with a security account and another; return the security account's number."""
    organizations: Any = emulator.session().client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    numbers = [
        organizations.create_account(Email=f"{name}@example.com", AccountName=name)["CreateAccountStatus"]["AccountId"]
        for name in ("security", "other")
    ]
    for service in ("guardduty", "access-analyzer", "config", "iam"):
        organizations.enable_aws_service_access(ServicePrincipal=f"{service}.amazonaws.com")
    organizations.register_delegated_administrator(
        AccountId=numbers[0], ServicePrincipal="access-analyzer.amazonaws.com"
    )
    return str(numbers[0])


def test_services_are_read_from_the_account_that_administers_them(emulator: Emulator, security: str) -> None:
    management: Any = emulator.session()
    member: Any = emulator.session(security)
    detector = member.client("guardduty", "us-west-2").create_detector(Enable=True)["DetectorId"]
    management.client("guardduty", "us-west-2").enable_organization_admin_account(AdminAccountId=security)
    member.client("guardduty", "us-west-2").update_organization_configuration(
        DetectorId=detector, AutoEnableOrganizationMembers="ALL"
    )
    member.client("accessanalyzer", "us-west-2").create_analyzer(analyzerName="organization", type="ORGANIZATION")
    management.client("iam").enable_organizations_root_sessions()

    organization = read_organization(management, regions=["us-west-2", "eu-west-1"])

    services = organization.services
    numbers = {account.number for account in organization.root.all_accounts()}
    assert services.guardduty["eu-west-1"] is None
    watch = services.guardduty["us-west-2"]
    assert isinstance(watch, GuardDuty)
    assert (watch.administrator, set(watch.watched or ())) == (security, numbers)
    assert services.analyzers == {"us-west-2": (security,), "eu-west-1": ()}
    assert services.root_access == ("RootSessions",)
    assert isinstance(services.delegated, dict)
    assert "access-analyzer.amazonaws.com" in services.delegated[security]
    assert (services.trail, services.alarm, services.aggregators) == (None, (), {"us-west-2": (), "eu-west-1": ()})


def test_settings_are_read_in_each_region(emulator: Emulator, security: str) -> None:
    member: Any = emulator.session(security)
    member.client("ec2", "us-west-2").enable_ebs_encryption_by_default()
    block = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)
    member.client("s3control", "us-west-2").put_public_access_block(
        AccountId=security, PublicAccessBlockConfiguration=block
    )
    location = {"LocationConstraint": "us-west-2"}
    member.client("s3", "us-west-2").create_bucket(Bucket="spacecats-tf-state", CreateBucketConfiguration=location)

    organization = read_organization(emulator.session(), regions=["us-west-2", "eu-west-1"])

    found: dict[str, Account] = {account.name: account for account in organization.root.all_accounts()}
    checks = found["security"].settings.checks
    assert checks["EBS encrypted"] == {"us-west-2": True, "eu-west-1": False}
    assert checks["records"] == {"us-west-2": False, "eu-west-1": False}
    assert checks[PUBLIC_S3] == {"*": True}
    assert found["other"].settings.checks[PUBLIC_S3] == {"*": False}
    assert found["security"].settings.buckets == ("spacecats-tf-state",)


def test_without_regions_it_looks_where_people_expect_it(emulator: Emulator, security: str) -> None:
    """Without a trail, the regions are the session's and the one of global services."""
    session: Any = emulator.session()
    assert read_organization(session).regions == ("us-east-1",)


def test_an_account_that_cannot_be_entered_hides_no_service(emulator: Emulator, security: str) -> None:
    organization = read_organization(emulator.session(), role_name="no-such-role", regions=["us-west-2"])

    assert organization.services.root_access == ("RootSessions",)
    assert organization.services.guardduty == {"us-west-2": GuardDuty(security, None)}


def test_a_mistyped_region_is_refused_before_anything_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(lambda: len(chosen_regions("us-west-2, us-west2", boto3.Session()))) == 2
    assert capsys.readouterr().err == "orgctl: no AWS region: us-west2\n"
    assert chosen_regions("us-west-2,eu-west-1 us-gov-west-1", boto3.Session()) == [
        "us-west-2",
        "eu-west-1",
        "us-gov-west-1",
    ]
    assert chosen_regions("", boto3.Session()) == []

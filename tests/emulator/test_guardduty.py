from __future__ import annotations

from typing import Any

import pytest

from tests.emulator.conftest import Aws, refused

REGION = "us-west-2"


def guardduty(aws: Aws, account: str | None = None, region: str = REGION) -> Any:
    return aws.emulator.session(account).client("guardduty", region_name=region)


def detectors(aws: Aws, account: str | None = None, region: str = REGION) -> list[str]:
    found: list[str] = guardduty(aws, account, region).list_detectors()["DetectorIds"]
    return found


@pytest.fixture
def admin(aws: Aws) -> str:
    """Return the number of the delegated administrator."""
    account = aws.account("security")
    aws.organizations.enable_aws_service_access(ServicePrincipal="guardduty.amazonaws.com")
    guardduty(aws).enable_organization_admin_account(AdminAccountId=account)
    return account


def statuses(detector: dict[str, Any]) -> dict[str, str]:
    return {feature["Name"]: feature["Status"] for feature in detector["Features"]}


def test_there_is_one_detector_in_an_account_and_region(aws: Aws) -> None:
    id = guardduty(aws).create_detector(Enable=True)["DetectorId"]

    with refused("BadRequestException", "a detector already exists for the current account"):
        guardduty(aws).create_detector(Enable=True)
    guardduty(aws, region="us-east-1").create_detector(Enable=True)
    guardduty(aws).delete_detector(DetectorId=id)
    assert detectors(aws) == []
    with refused("BadRequestException", "is not owned by the current account"):
        guardduty(aws).get_detector(DetectorId=id)


def test_all_plans_but_runtime_monitoring_are_on_in_a_new_detector(aws: Aws) -> None:
    off = [{"Name": "RDS_LOGIN_EVENTS", "Status": "DISABLED"}]
    id = guardduty(aws).create_detector(Enable=True, Features=off, Tags={"a": "b"})["DetectorId"]
    detector = guardduty(aws).get_detector(DetectorId=id)

    found = statuses(detector)
    assert {name for name, status in found.items() if status == "DISABLED"} == {
        "RDS_LOGIN_EVENTS",
        "RUNTIME_MONITORING",
        "EKS_RUNTIME_MONITORING",
    }
    assert detector["DataSources"]["S3Logs"] == {"Status": "ENABLED"}
    assert detector["Tags"] == {"a": "b"}


def test_plans_are_changed_one_by_one(aws: Aws) -> None:
    client = guardduty(aws)
    id = client.create_detector(Enable=True)["DetectorId"]
    agent = {"Name": "EC2_AGENT_MANAGEMENT", "Status": "ENABLED"}
    runtime = {"Name": "RUNTIME_MONITORING", "Status": "ENABLED", "AdditionalConfiguration": [agent]}
    client.update_detector(DetectorId=id, Features=[runtime])
    client.update_detector(DetectorId=id, DataSources={"S3Logs": {"Enable": False}})
    detector = client.get_detector(DetectorId=id)

    assert statuses(detector)["S3_DATA_EVENTS"] == "DISABLED"
    assert statuses(detector)["EKS_AUDIT_LOGS"] == "ENABLED"
    (monitoring,) = [each for each in detector["Features"] if each["Name"] == "RUNTIME_MONITORING"]
    agents = {each["Name"]: each["Status"] for each in monitoring["AdditionalConfiguration"]}
    assert agents == {
        "EKS_ADDON_MANAGEMENT": "DISABLED",
        "ECS_FARGATE_AGENT_MANAGEMENT": "DISABLED",
        "EC2_AGENT_MANAGEMENT": "ENABLED",
    }
    with refused("BadRequestException", "exclude each other"):
        client.update_detector(
            DetectorId=id, Features=[runtime, {"Name": "EKS_RUNTIME_MONITORING", "Status": "ENABLED"}]
        )


def test_tags_of_a_detector(aws: Aws) -> None:
    client = guardduty(aws)
    id = client.create_detector(Enable=True, Tags={"a": "1", "b": "2"})["DetectorId"]
    arn = f"arn:aws:guardduty:{REGION}:{aws.emulator.management_account}:detector/{id}"
    client.tag_resource(ResourceArn=arn, Tags={"c": "3"})
    client.untag_resource(ResourceArn=arn, TagKeys=["a", "b"])

    assert client.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"c": "3"}


def test_only_the_management_account_designates_and_needs_trusted_access(aws: Aws) -> None:
    account = aws.account("security")
    with refused("BadRequestException", "trusted access"):
        guardduty(aws).enable_organization_admin_account(AdminAccountId=account)
    aws.organizations.enable_aws_service_access(ServicePrincipal="guardduty.amazonaws.com")

    with refused("BadRequestException", "only the organization's management account"):
        guardduty(aws, account).enable_organization_admin_account(AdminAccountId=account)
    with refused("BadRequestException", "not an active account of the organization"):
        guardduty(aws).enable_organization_admin_account(AdminAccountId="111122223333")


def test_the_administrator_gets_a_detector_and_is_registered(aws: Aws, admin: str) -> None:
    assert len(detectors(aws, admin)) == 1
    assert detectors(aws, admin, "us-east-1") == []
    (found,) = guardduty(aws).list_organization_admin_accounts()["AdminAccounts"]
    assert found == {"AdminAccountId": admin, "AdminStatus": "ENABLED"}
    registered = aws.organizations.list_delegated_administrators(ServicePrincipal="guardduty.amazonaws.com")
    assert [each["Id"] for each in registered["DelegatedAdministrators"]] == [admin]


def test_there_is_one_administrator_for_all_regions(aws: Aws, admin: str) -> None:
    other = aws.account("other")
    with refused("BadRequestException", "has a delegated administrator already"):
        guardduty(aws, region="us-east-1").enable_organization_admin_account(AdminAccountId=other)
    guardduty(aws, region="us-east-1").enable_organization_admin_account(AdminAccountId=admin)

    for region in (REGION, "us-east-1"):
        guardduty(aws, region=region).disable_organization_admin_account(AdminAccountId=admin)
        assert guardduty(aws, region=region).list_organization_admin_accounts()["AdminAccounts"] == []
    assert aws.organizations.list_delegated_administrators()["DelegatedAdministrators"] == []
    guardduty(aws).enable_organization_admin_account(AdminAccountId=other)


def test_only_the_administrator_configures_the_organization(aws: Aws, admin: str) -> None:
    own = guardduty(aws).create_detector(Enable=True)["DetectorId"]
    with refused("BadRequestException", "is not the organization's GuardDuty administrator"):
        guardduty(aws).describe_organization_configuration(DetectorId=own)
    (detector,) = detectors(aws, admin)
    with refused("BadRequestException", "is not owned by the current account"):
        guardduty(aws).describe_organization_configuration(DetectorId=detector)

    found = guardduty(aws, admin).describe_organization_configuration(DetectorId=detector)
    assert (found["AutoEnable"], found["AutoEnableOrganizationMembers"]) == (False, "NONE")
    with refused("BadRequestException", "and not both"):
        guardduty(aws, admin).update_organization_configuration(
            DetectorId=detector, AutoEnable=True, AutoEnableOrganizationMembers="ALL"
        )


def test_all_accounts_become_members_with_a_detector_also_those_created_later(aws: Aws, admin: str) -> None:
    first = aws.account("first")
    (detector,) = detectors(aws, admin)
    feature = {"Name": "S3_DATA_EVENTS", "AutoEnable": "ALL"}
    guardduty(aws, admin).update_organization_configuration(
        DetectorId=detector, AutoEnableOrganizationMembers="ALL", Features=[feature]
    )
    second = aws.account("second")

    members = guardduty(aws, admin).list_members(DetectorId=detector)["Members"]
    assert {each["AccountId"] for each in members} == {first, second, aws.emulator.management_account}
    assert {each["RelationshipStatus"] for each in members} == {"Enabled"}
    for account in (first, second):
        (own,) = detectors(aws, account)
        assert statuses(guardduty(aws, account).get_detector(DetectorId=own))["S3_DATA_EVENTS"] == "ENABLED"
        relation = guardduty(aws, account).get_administrator_account(DetectorId=own)["Administrator"]
        assert relation["AccountId"] == admin
    assert detectors(aws, first, "us-east-1") == []


def test_new_means_accounts_that_come_later(aws: Aws, admin: str) -> None:
    first = aws.account("first")
    (detector,) = detectors(aws, admin)
    guardduty(aws, admin).update_organization_configuration(DetectorId=detector, AutoEnableOrganizationMembers="NEW")
    second = aws.account("second")

    assert (detectors(aws, first), len(detectors(aws, second))) == ([], 1)


def test_members_can_be_made_by_name_and_leave(aws: Aws, admin: str) -> None:
    account = aws.account("first")
    (detector,) = detectors(aws, admin)
    client = guardduty(aws, admin)
    details = [{"AccountId": id, "Email": "a@example.com"} for id in (account, "111122223333")]
    unprocessed = client.create_members(DetectorId=detector, AccountDetails=details)["UnprocessedAccounts"]

    assert [each["AccountId"] for each in unprocessed] == ["111122223333"]
    (member,) = client.get_members(DetectorId=detector, AccountIds=[account])["Members"]
    assert (member["Email"], member["RelationshipStatus"]) == ("first@example.com", "Enabled")
    with refused("BadRequestException", "while it has invited or associated members"):
        client.delete_detector(DetectorId=detector)
    client.delete_members(DetectorId=detector, AccountIds=[account])
    assert client.list_members(DetectorId=detector)["Members"] == []
    client.delete_detector(DetectorId=detector)


def test_no_member_leaves_while_all_accounts_are_enabled(aws: Aws, admin: str) -> None:
    account = aws.account("first")
    (detector,) = detectors(aws, admin)
    client = guardduty(aws, admin)
    client.update_organization_configuration(DetectorId=detector, AutoEnableOrganizationMembers="ALL")

    with refused("BadRequestException"):
        client.disassociate_members(DetectorId=detector, AccountIds=[account])
    guardduty(aws).disable_organization_admin_account(AdminAccountId=admin)
    client.delete_detector(DetectorId=detector)

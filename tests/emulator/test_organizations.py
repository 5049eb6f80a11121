from __future__ import annotations

import pytest

from tests.emulator.conftest import Aws, document, refused


def test_an_email_address_belongs_to_one_account_regardless_of_case(aws: Aws) -> None:
    aws.account("team")

    status = aws.organizations.create_account(Email="Team@Example.com", AccountName="b")["CreateAccountStatus"]
    assert (status["State"], status["FailureReason"]) == ("FAILED", "EMAIL_ALREADY_EXISTS")
    described = aws.organizations.describe_create_account_status(CreateAccountRequestId=status["Id"])
    assert described["CreateAccountStatus"]["State"] == "FAILED"
    assert len(aws.organizations.list_accounts()["Accounts"]) == 2


def test_the_email_address_of_a_removed_account_stays_taken(aws: Aws) -> None:
    aws.organizations.remove_account_from_organization(AccountId=aws.account("team"))

    status = aws.organizations.create_account(Email="team@example.com", AccountName="b")["CreateAccountStatus"]
    assert status["FailureReason"] == "EMAIL_ALREADY_EXISTS"


def test_the_management_account_has_a_name_of_today(aws: Aws) -> None:
    (account,) = aws.organizations.list_accounts()["Accounts"]

    assert (account["Id"], account["Name"]) == ("123456789012", "management")
    aws.organizations.delete_organization()


def test_an_organization_with_members_cannot_be_deleted(aws: Aws) -> None:
    aws.account("team")

    with refused("OrganizationNotEmptyException"):
        aws.organizations.delete_organization()


def test_siblings_cannot_share_a_name_but_others_can(aws: Aws) -> None:
    main = aws.unit("spacecats")
    aws.unit("spacecats", main)

    with refused("DuplicateOrganizationalUnitException"):
        aws.unit("spacecats")
    other = aws.unit("other")
    with refused("DuplicateOrganizationalUnitException"):
        aws.organizations.update_organizational_unit(OrganizationalUnitId=other, Name="spacecats")
    nested = aws.unit("nested", main)
    aws.organizations.update_organizational_unit(OrganizationalUnitId=nested, Name="other")


def test_units_nest_five_levels_deep(aws: Aws) -> None:
    parent = aws.root
    for level in range(5):
        parent = aws.unit(f"level{level}", parent)

    with refused("ConstraintViolationException", "OU_DEPTH_LIMIT_EXCEEDED"):
        aws.unit("level6", parent)


def test_only_an_empty_unit_can_be_deleted(aws: Aws) -> None:
    main = aws.unit("main")
    account = aws.account("team")
    aws.organizations.move_account(AccountId=account, SourceParentId=aws.root, DestinationParentId=main)

    with refused("OrganizationalUnitNotEmptyException"):
        aws.organizations.delete_organizational_unit(OrganizationalUnitId=main)
    aws.organizations.move_account(AccountId=account, SourceParentId=main, DestinationParentId=aws.root)
    aws.organizations.delete_organizational_unit(OrganizationalUnitId=main)


def test_a_policy_of_a_deleted_unit_can_be_deleted(aws: Aws) -> None:
    main, policy = aws.unit("main"), aws.scp("deny-all")
    aws.organizations.attach_policy(PolicyId=policy, TargetId=main)
    aws.organizations.delete_organizational_unit(OrganizationalUnitId=main)

    aws.organizations.delete_policy(PolicyId=policy)


def test_ten_service_control_policies_fit_on_a_target(aws: Aws) -> None:
    main = aws.unit("main")
    for number in range(9):  # FullAWSAccess is the tenth
        aws.organizations.attach_policy(PolicyId=aws.scp(f"deny{number}"), TargetId=main)

    with refused("ConstraintViolationException", "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"):
        aws.organizations.attach_policy(PolicyId=aws.scp("deny-more"), TargetId=main)


def test_a_target_keeps_its_last_service_control_policy(aws: Aws) -> None:
    main, policy = aws.unit("main"), aws.scp("deny-all")

    with refused("ConstraintViolationException", "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"):
        aws.organizations.detach_policy(PolicyId="p-FullAWSAccess", TargetId=main)
    aws.organizations.attach_policy(PolicyId=policy, TargetId=main)
    aws.organizations.detach_policy(PolicyId="p-FullAWSAccess", TargetId=main)
    with refused("ConstraintViolationException", "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"):
        aws.organizations.detach_policy(PolicyId=policy, TargetId=main)


def test_a_policy_is_attached_once_and_detached_once(aws: Aws) -> None:
    main, policy = aws.unit("main"), aws.scp("deny-all")
    aws.organizations.attach_policy(PolicyId=policy, TargetId=main)

    with refused("DuplicatePolicyAttachmentException"):
        aws.organizations.attach_policy(PolicyId=policy, TargetId=main)
    aws.organizations.detach_policy(PolicyId=policy, TargetId=main)
    with refused("PolicyNotAttachedException"):
        aws.organizations.detach_policy(PolicyId=policy, TargetId=main)


def test_a_policy_needs_its_type_to_be_enabled(aws: Aws) -> None:
    aws.organizations.disable_policy_type(RootId=aws.root, PolicyType="SERVICE_CONTROL_POLICY")

    with refused("PolicyTypeNotEnabledException"):
        aws.organizations.attach_policy(PolicyId=aws.scp("deny-all"), TargetId=aws.root)


def test_a_service_control_policy_has_a_largest_size(aws: Aws) -> None:
    def create(name: str, content: str) -> str:
        kind = "SERVICE_CONTROL_POLICY"
        created = aws.organizations.create_policy(Name=name, Description="", Type=kind, Content=content)
        return str(created["Policy"]["PolicySummary"]["Id"])

    base = len(document("*", padding=1)) - 1
    fitting, too_long = (document("*", padding=size - base) for size in (10_240, 10_241))

    policy = create("fits", fitting)
    with refused("ConstraintViolationException", "POLICY_CONTENT_LIMIT_EXCEEDED"):
        create("too-long", too_long)
    with refused("ConstraintViolationException", "POLICY_CONTENT_LIMIT_EXCEEDED"):
        aws.organizations.update_policy(PolicyId=policy, Content=too_long)


@pytest.mark.parametrize(
    "principal",
    [
        "iam.amazonaws.com",
        "malware-protection.guardduty.amazonaws.com",
        "cost-optimization-hub.bcm.amazonaws.com",
        "resource-explorer-2.amazonaws.com",
        "sso.amazonaws.com",
    ],
)
def test_trusted_access_for_the_services_aws_documents(aws: Aws, principal: str) -> None:
    aws.organizations.enable_aws_service_access(ServicePrincipal=principal)
    enabled = aws.organizations.list_aws_service_access_for_organization()["EnabledServicePrincipals"]

    assert [service["ServicePrincipal"] for service in enabled] == [principal]
    aws.organizations.disable_aws_service_access(ServicePrincipal=principal)


def test_unknown_services_get_no_trusted_access(aws: Aws) -> None:
    with refused("InvalidInputException"):
        aws.organizations.enable_aws_service_access(ServicePrincipal="guardduti.amazonaws.com")


@pytest.mark.parametrize("principal", ["config.amazonaws.com", "iam.amazonaws.com", "securityhub.amazonaws.com"])
def test_delegated_administrators_for_the_services_aws_documents(aws: Aws, principal: str) -> None:
    account = aws.account("security")
    aws.organizations.enable_aws_service_access(ServicePrincipal=principal)
    aws.organizations.register_delegated_administrator(AccountId=account, ServicePrincipal=principal)

    admins = aws.organizations.list_delegated_administrators(ServicePrincipal=principal)["DelegatedAdministrators"]
    assert [admin["Id"] for admin in admins] == [account]

from __future__ import annotations

from typing import Any

from tests.emulator.conftest import Aws, refused

CONTACT: Any = {
    "AlternateContactType": "SECURITY",
    "Name": "Ann",
    "Title": "Security",
    "EmailAddress": "ann@example.com",
    "PhoneNumber": "+1 206 555 0100",
}
PRIMARY = {
    "FullName": "Ann",
    "AddressLine1": "1 Street",
    "City": "Seattle",
    "PostalCode": "98101",
    "CountryCode": "US",
    "PhoneNumber": "+12065550100",
}


def ec2(aws: Aws, account: str | None = None, region: str = "us-west-2") -> Any:
    return aws.emulator.session(account).client("ec2", region_name=region)


def test_sharing_of_snapshots_and_images_is_blocked_for_one_account_and_region(aws: Aws) -> None:
    account = aws.account("team")
    assert ec2(aws, account).get_snapshot_block_public_access_state()["State"] == "unblocked"
    ec2(aws, account).enable_snapshot_block_public_access(State="block-all-sharing")
    ec2(aws, account).enable_image_block_public_access(ImageBlockPublicAccessState="block-new-sharing")

    def states(client: Any) -> tuple[str, str]:
        image = client.get_image_block_public_access_state()["ImageBlockPublicAccessState"]
        return client.get_snapshot_block_public_access_state()["State"], image

    assert states(ec2(aws, account)) == ("block-all-sharing", "block-new-sharing")
    assert states(ec2(aws)) == states(ec2(aws, account, "us-east-1")) == ("unblocked", "unblocked")
    ec2(aws, account).disable_snapshot_block_public_access()
    ec2(aws, account).disable_image_block_public_access()
    assert states(ec2(aws, account)) == ("unblocked", "unblocked")


def test_defaults_of_instance_metadata_are_set_and_removed_one_by_one(aws: Aws) -> None:
    client = ec2(aws)
    assert client.get_instance_metadata_defaults()["AccountLevel"] == {"ManagedBy": "account"}
    client.modify_instance_metadata_defaults(HttpTokens="required", HttpPutResponseHopLimit=2)
    client.modify_instance_metadata_defaults(HttpEndpoint="enabled", HttpPutResponseHopLimit=-1)

    found = client.get_instance_metadata_defaults()["AccountLevel"]
    assert found == {"HttpTokens": "required", "HttpEndpoint": "enabled", "ManagedBy": "account"}
    client.modify_instance_metadata_defaults(HttpTokens="no-preference", HttpEndpoint="no-preference")
    assert client.get_instance_metadata_defaults()["AccountLevel"] == {"ManagedBy": "account"}


def test_the_key_of_volumes_is_aws_s_own_unless_chosen(aws: Aws) -> None:
    client = ec2(aws)
    assert client.get_ebs_default_kms_key_id()["KmsKeyId"] == "alias/aws/ebs"
    client.modify_ebs_default_kms_key_id(KmsKeyId="alias/own")
    assert client.get_ebs_default_kms_key_id()["KmsKeyId"] == "alias/own"
    client.reset_ebs_default_kms_key_id()
    assert client.get_ebs_default_kms_key_id()["KmsKeyId"] == "alias/aws/ebs"


def test_contacts_of_members_need_trusted_access_and_the_management_account(aws: Aws) -> None:
    team, other = aws.account("team"), aws.account("other")
    contacts: Any = aws.emulator.session().client("account")
    with refused("AccessDeniedException"):
        contacts.put_alternate_contact(AccountId=team, **CONTACT)
    aws.organizations.enable_aws_service_access(ServicePrincipal="account.amazonaws.com")
    contacts.put_alternate_contact(AccountId=team, **CONTACT)
    contacts.put_contact_information(AccountId=team, ContactInformation=PRIMARY)

    own: Any = aws.emulator.session(team).client("account")
    assert own.get_alternate_contact(AlternateContactType="SECURITY")["AlternateContact"]["Name"] == "Ann"
    assert own.get_contact_information()["ContactInformation"] == PRIMARY
    with refused("AccessDeniedException"):
        own.put_alternate_contact(AccountId=other, **CONTACT)
    with refused("AccessDeniedException"):
        contacts.put_alternate_contact(AccountId=aws.emulator.management_account, **CONTACT)
    contacts.put_alternate_contact(**CONTACT)
    own.put_alternate_contact(**CONTACT)

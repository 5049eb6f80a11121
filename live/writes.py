"""
The calls that change AWS directly; Terraform deploys everything else.

They create the account's alias and the administrator's first password, access key and MFA device, and delete the first
credentials. Each function takes a client of IAM, and raises botocore's ClientError and BotoCoreError.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from botocore.exceptions import ClientError

from foundation.aws_errors import code_of
from live.errors import LimitReachedError, NameTakenError, PasswordRefusedError, RefusedError
from live.iam import exists, unassigned_devices
from live.pages import pages


@dataclass(frozen=True)
class AccessKey:
    """An access key with its secret, which AWS returns only once."""

    id: str
    secret: str


@dataclass(frozen=True)
class VirtualDevice:
    """A virtual MFA device with its seed (Base32), which AWS returns only once."""

    serial: str
    seed: str


def create_alias(iam: Any, alias: str) -> None:
    """Give the account an alias. Raise NameTakenError when another AWS account has it."""
    _unless("EntityAlreadyExists", NameTakenError, partial(iam.create_account_alias, AccountAlias=alias))


def create_password(iam: Any, user: str, password: str) -> None:
    """Give a user a password for the console. Raise PasswordRefusedError, with AWS's reason."""
    create = partial(iam.create_login_profile, UserName=user, Password=password, PasswordResetRequired=False)
    _unless("PasswordPolicyViolation", PasswordRefusedError, create)


def create_access_key(iam: Any, user: str) -> AccessKey:
    """Create an access key. Raise LimitReachedError if the user already has two."""
    made = _unless("LimitExceeded", LimitReachedError, partial(iam.create_access_key, UserName=user))["AccessKey"]
    return AccessKey(str(made["AccessKeyId"]), str(made["SecretAccessKey"]))


def delete_access_key(iam: Any, key: str, *, user: str = "") -> None:
    """Delete an access key of a user; without a user, of the caller."""
    iam.delete_access_key(AccessKeyId=key, **({"UserName": user} if user else {}))


def create_device(iam: Any, user: str) -> VirtualDevice:
    """
    Create a virtual MFA device with a user's name.

    One that was created before and never enrolled is deleted: its seed is lost. Raise NameTakenError when another user
    has a device of that name.
    """
    for begun in unassigned_devices(iam, user):
        iam.delete_virtual_mfa_device(SerialNumber=begun)
    create = partial(iam.create_virtual_mfa_device, VirtualMFADeviceName=user)
    made = _unless("EntityAlreadyExists", NameTakenError, create)["VirtualMFADevice"]
    seed = made["Base32StringSeed"]
    return VirtualDevice(str(made["SerialNumber"]), seed.decode() if isinstance(seed, bytes) else str(seed))


def enable_device(iam: Any, user: str, serial: str, codes: tuple[str, str]) -> bool:
    """Enrol a device with two codes that follow each other. Return False when AWS does not accept them."""
    first, second = codes
    try:
        iam.enable_mfa_device(UserName=user, SerialNumber=serial, AuthenticationCode1=first, AuthenticationCode2=second)
    except ClientError as error:
        if code_of(error) != "InvalidAuthenticationCode":
            raise
        return False
    return True


def remove_user(iam: Any, user: str) -> None:
    """
    Delete an IAM user, after all that AWS requires to be deleted first.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html (2026-11-22).
    """
    for key in pages(iam, "list_access_keys", "AccessKeyMetadata", UserName=user):
        iam.delete_access_key(UserName=user, AccessKeyId=key["AccessKeyId"])
    for device in pages(iam, "list_mfa_devices", "MFADevices", UserName=user):
        iam.deactivate_mfa_device(UserName=user, SerialNumber=device["SerialNumber"])
        if ":mfa/" in device["SerialNumber"]:
            iam.delete_virtual_mfa_device(SerialNumber=device["SerialNumber"])
    exists(partial(iam.delete_login_profile, UserName=user))
    for certificate in pages(iam, "list_signing_certificates", "Certificates", UserName=user):
        iam.delete_signing_certificate(UserName=user, CertificateId=certificate["CertificateId"])
    for public_key in pages(iam, "list_ssh_public_keys", "SSHPublicKeys", UserName=user):
        iam.delete_ssh_public_key(UserName=user, SSHPublicKeyId=public_key["SSHPublicKeyId"])
    for credential in iam.list_service_specific_credentials(UserName=user)["ServiceSpecificCredentials"]:
        iam.delete_service_specific_credential(
            UserName=user, ServiceSpecificCredentialId=credential["ServiceSpecificCredentialId"]
        )
    for name in pages(iam, "list_user_policies", "PolicyNames", UserName=user):
        iam.delete_user_policy(UserName=user, PolicyName=name)
    for policy in pages(iam, "list_attached_user_policies", "AttachedPolicies", UserName=user):
        iam.detach_user_policy(UserName=user, PolicyArn=policy["PolicyArn"])
    for group in pages(iam, "list_groups_for_user", "Groups", UserName=user):
        iam.remove_user_from_group(UserName=user, GroupName=group["GroupName"])
    iam.delete_user(UserName=user)


def _unless(code: str, kind: type[RefusedError], act: Callable[[], Any]) -> Any:
    """Call `act`, and raise an exception of this kind if AWS answers with this code."""
    try:
        return act()
    except ClientError as error:
        if code_of(error) != code:
            raise
        raise kind(error) from None

"""
Reads of IAM in one account, for `orgctl up`.

Each function takes a client of IAM, and raises botocore's ClientError and BotoCoreError.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from botocore.exceptions import ClientError

from foundation.aws_errors import code_of
from live.pages import pages

MISSING = "NoSuchEntity"


def aliases(iam: Any) -> list[str]:
    """Return the account's alias, if it has one."""
    return [str(alias) for alias in iam.list_account_aliases()["AccountAliases"]]


def alias(iam: Any) -> str | None:
    """Return the account's alias; None without one."""
    return next(iter(aliases(iam)), None)


def account_summary(iam: Any) -> dict[str, int]:
    """Return the account's numbers, those about its root user among them."""
    found: dict[str, int] = iam.get_account_summary()["SummaryMap"]
    return found


def users(iam: Any) -> list[str]:
    """Return the names of the users."""
    return [str(user["UserName"]) for user in pages(iam, "list_users", "Users")]


def groups(iam: Any) -> list[str]:
    """Return the names of the groups."""
    return [str(group["GroupName"]) for group in pages(iam, "list_groups", "Groups")]


def roles(iam: Any) -> list[str]:
    """Return the names of the roles."""
    return [str(role["RoleName"]) for role in pages(iam, "list_roles", "Roles")]


def members(iam: Any, group: str) -> set[str]:
    """Return the names of the users in a group."""
    return {str(user["UserName"]) for user in pages(iam, "get_group", "Users", GroupName=group)}


def trust_policy(iam: Any, role: str) -> Any:
    """Return the trust policy of a role."""
    return iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]


def existing(iam: Any, *, role: str, group: str, users: list[str]) -> Iterator[str]:
    """Return those of a role, a group and users that the account has, each as `role admin`."""
    reads: list[tuple[str, Callable[[], object]]] = [
        (f"role {role}", partial(iam.get_role, RoleName=role)),
        (f"group {group}", partial(iam.get_group, GroupName=group)),
        *((f"user {user}", partial(iam.get_user, UserName=user)) for user in users),
    ]
    return (name for name, read in reads if exists(read))


def exists(read: Callable[[], object]) -> bool:
    """Tell whether an operation finds its resource."""
    try:
        read()
    except ClientError as error:
        if code_of(error) != MISSING:
            raise
        return False
    return True


def has_password(iam: Any, user: str) -> bool:
    """Tell whether a user has a password for the console."""
    return exists(partial(iam.get_login_profile, UserName=user))


def access_keys(iam: Any, user: str) -> list[str]:
    """Return the ids of a user's access keys."""
    return [str(key["AccessKeyId"]) for key in pages(iam, "list_access_keys", "AccessKeyMetadata", UserName=user)]


def attached_policies(iam: Any, user: str) -> list[str]:
    """Return the names of the managed policies that are attached to a user."""
    found = pages(iam, "list_attached_user_policies", "AttachedPolicies", UserName=user)
    return [str(policy["PolicyName"]) for policy in found]


def device_of(iam: Any, user: str) -> str | None:
    """Return the serial number of a user's MFA device whose codes can be typed; None without one."""
    devices = [str(device["SerialNumber"]) for device in iam.list_mfa_devices(UserName=user)["MFADevices"]]
    return next((serial for serial in devices if ":mfa/" in serial or not serial.startswith("arn:")), None)


def unassigned_devices(iam: Any, user: str) -> list[str]:
    """Return the serial numbers of virtual MFA devices with a user's name that were not enrolled."""
    found = pages(iam, "list_virtual_mfa_devices", "VirtualMFADevices", AssignmentStatus="Unassigned")
    return [serial for serial in (str(device["SerialNumber"]) for device in found) if serial.endswith(f":mfa/{user}")]

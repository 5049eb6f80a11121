"""
Checks of the default settings of every account.

Source: IAM API Reference, GetAccountPasswordPolicy (2026-11-22).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from live.attempt import Problem
from live.settings import CHECKS, read_public_s3, read_region
from orgctl.doctor.account import AccountFacts
from orgctl.doctor.finding import Finding, unknown, wrong
from orgctl.doctor.registry import check, each_region

SWITCHES = {
    "EBS encrypted": "encrypt_ebs",
    "snapshots never public": "block_public_snapshots",
    "images never public": "block_public_snapshots",
    "IMDSv2": "require_imdsv2",
}
"""The regional settings of `account_defaults` in the file, by their names in `orgctl show`."""


@check("password-policy", "the password policy is that of organization.yaml", reads="iam:GetAccountPasswordPolicy")
def password_policy(account: AccountFacts) -> Iterator[Finding]:
    found, policy = account.password_policy, account.organization.password_policy
    if found is None:
        yield wrong(account.name, "there is no password policy", account.deploy)
        return
    expected = {
        "MinimumPasswordLength": policy.minimum_password_length,
        "PasswordReusePrevention": policy.password_reuse_prevention,
        "MaxPasswordAge": policy.max_password_age or 0,
        "RequireSymbols": True,
        "RequireNumbers": True,
        "RequireUppercaseCharacters": True,
        "RequireLowercaseCharacters": True,
        "AllowUsersToChangePassword": True,
        "HardExpiry": False,
    }
    other = [
        f"{name} is {found.get(name)}, not {value}" for name, value in expected.items() if _differs(found, name, value)
    ]
    if other:
        yield wrong(account.name, f"the password policy differs: {'; '.join(other)}", account.deploy)


@check(
    "public-s3",
    "no bucket of the account can be public",
    reads="s3:GetAccountPublicAccessBlock",
    applies=lambda account: account.organization.account_defaults.block_public_s3,
)
def public_s3(account: AccountFacts) -> Iterator[Finding]:
    found = read_public_s3(account.access)
    if isinstance(found, Problem):
        yield unknown(account.name, f"cannot be read: {found.reason}")
    elif not found:
        yield wrong(account.name, "buckets of the account can be public", account.deploy)


@check(
    "region-defaults",
    "EC2 has the safe defaults of organization.yaml in every region",
    reads="ec2:GetEbsEncryptionByDefault ec2:GetSnapshotBlockPublicAccessState ec2:GetImageBlockPublicAccessState"
    " ec2:GetInstanceMetadataDefaults",
    applies=lambda account: any(getattr(account.organization.account_defaults, switch) for switch in SWITCHES.values()),
)
@each_region
def region_defaults(account: AccountFacts, region: str) -> Iterator[Finding]:
    place, defaults = f"{account.name} {region}", account.organization.account_defaults
    wanted = [one for one in CHECKS if one.name in SWITCHES and getattr(defaults, SWITCHES[one.name])]
    for name, holds in read_region(account.access, region, wanted).items():
        if isinstance(holds, Problem):
            yield unknown(place, f"{name}: cannot be read: {holds.reason}")
        elif not holds:
            yield wrong(place, f"this default is off: {name}", account.deploy)


def _differs(found: Mapping[str, object], name: str, value: int) -> bool:
    """Tell whether a setting differs; one that is not set is missing in AWS's answer."""
    return (found.get(name) or 0) != value

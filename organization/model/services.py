"""Services that work in the whole organization."""

from __future__ import annotations

from typing import Literal

from organization.model.base import Defaults, Model, Switch

GuardDutyFeature = Literal[
    "S3_DATA_EVENTS",
    "EKS_AUDIT_LOGS",
    "EBS_MALWARE_PROTECTION",
    "RDS_LOGIN_EVENTS",
    "LAMBDA_NETWORK_LOGS",
    "RUNTIME_MONITORING",
]


class CloudTrail(Switch):
    """
    A trail of every account and region, in the log account. Costs: storage, and 1 to 3 USD a month for its key. The
    first trail's management events are free.
    """

    retention_days: int = 2557
    """Days for which the log files are kept (365 to 36500). Default: seven years."""


class GuardDuty(Switch):
    """
    Detection of threats in every account and each of the regions, administered by the security account. Costs by the
    number of events. Free for the first 30 days of an account.
    """

    features: list[GuardDutyFeature] = [
        "S3_DATA_EVENTS",
        "EKS_AUDIT_LOGS",
        "EBS_MALWARE_PROTECTION",
        "RDS_LOGIN_EVENTS",
        "LAMBDA_NETWORK_LOGS",
    ]
    """Sources watched besides CloudTrail, VPC flow logs and DNS. Features not listed are off."""


class Config(Switch):
    """
    A record of every resource and its changes, in every account and each of the regions, kept in the log account.
    Costs by the number of changes: 0.003 USD each when recorded continuously.
    """

    recording_frequency: Literal["CONTINUOUS", "DAILY"] = "CONTINUOUS"
    """CONTINUOUS records each change. DAILY records the state once a day if it changed."""
    retention_days: int = 2557
    """Days for which the recorded files are kept (365 to 36500). Default: seven years."""


class AccessAnalyzer(Switch):
    """Findings of access from outside the organization, in each of the regions. Free."""

    unused_access_age: int | None = None
    """
    Days (1 to 365) after which unused access is a finding too. Off by default. Costs 0.20 USD a month for each user
    and role.
    """


class Contact(Model):
    """A contact of an account."""

    name: str
    """Name, at most 64 characters."""
    title: str
    """Title, at most 50 characters."""
    email: str
    """E-mail address."""
    phone: str
    """Telephone number: digits, spaces and ( ) + -."""


class AlternateContacts(Defaults):
    """Contacts that AWS notifies besides the root user, the same in every account."""

    security: Contact | None = None
    """Contact for security: abuse reports, exposed keys."""
    operations: Contact | None = None
    """Contact for operations: outages, retirements."""
    billing: Contact | None = None
    """Contact for bills and payments."""


class AccountDefaults(Defaults):
    """Default settings of every account, in each of the regions. Free."""

    block_public_s3: bool = True
    """No bucket of an account can be public, regardless of its own policy."""
    encrypt_ebs: bool = True
    """New EBS volumes are encrypted."""
    block_public_snapshots: bool = True
    """EBS snapshots and machine images cannot be shared publicly."""
    require_imdsv2: bool = True
    """New EC2 instances use version 2 of the instance metadata service only, unless launched with another setting."""


class RootSignInAlarm(Model):
    """
    An e-mail whenever the root user of any account acts. Needs the organization trail. Costs: CloudWatch Logs of the
    trail, 0.50 USD a gigabyte.
    """

    email: str
    """Address of the recipient. AWS asks it for confirmation once."""

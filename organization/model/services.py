"""The services that work in the whole organization."""

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
    A trail of every account and region, in the log account. Costs: storage, and 1 to 3 USD a month for its key; the
    first trail's management events are free.
    """

    retention_days: int = 2557
    """Days for which the log files are kept (365 to 36500); seven years if not given."""


class GuardDuty(Switch):
    """
    Detection of threats in every account and each of the regions, administered by the security account. Costs by the
    amount of events; free for the first 30 days of an account.
    """

    features: list[GuardDutyFeature] = [
        "S3_DATA_EVENTS",
        "EKS_AUDIT_LOGS",
        "EBS_MALWARE_PROTECTION",
        "RDS_LOGIN_EVENTS",
        "LAMBDA_NETWORK_LOGS",
    ]
    """What is watched besides CloudTrail, VPC flow logs and DNS. The list is complete: the others are off."""


class Config(Switch):
    """
    A record of every resource and its changes, in every account and each of the regions, kept in the log account.
    Costs by the number of changes: 0.003 USD each when recorded continuously.
    """

    recording_frequency: Literal["CONTINUOUS", "DAILY"] = "CONTINUOUS"
    """Whether each change is recorded, or the state once a day where it changed."""
    retention_days: int = 2557
    """Days for which the recorded files are kept (365 to 36500); seven years if not given."""


class AccessAnalyzer(Switch):
    """Findings of what is open to outside of the organization, in each of the regions. Free."""

    unused_access_age: int | None = None
    """
    Days (1 to 365) after which access that nobody used is a finding too; off if not given. Costs 0.20 USD a month for
    each user and role.
    """


class Contact(Model):
    """Whom AWS writes to."""

    name: str
    """Name, at most 64 characters."""
    title: str
    """Title, at most 50 characters."""
    email: str
    """E-mail address."""
    phone: str
    """Telephone number, digits, spaces and ( ) + -."""


class AlternateContacts(Defaults):
    """Whom AWS writes to besides the root user, the same in every account."""

    security: Contact | None = None
    """About security: abuse reports, exposed keys."""
    operations: Contact | None = None
    """About operations: outages, retirements."""
    billing: Contact | None = None
    """About bills and payments."""


class AccountDefaults(Defaults):
    """What every account begins with, in each of the regions. Free."""

    block_public_s3: bool = True
    """No bucket of an account can be public, whatever its own policy says."""
    encrypt_ebs: bool = True
    """New EBS volumes are encrypted."""
    block_public_snapshots: bool = True
    """EBS snapshots and machine images cannot be shared with everybody."""
    require_imdsv2: bool = True
    """New EC2 instances answer to version 2 of the instance metadata service only, unless they say otherwise."""


class RootSignInAlarm(Model):
    """
    A message whenever the root user of any account does something. Needs the organization trail. Costs: CloudWatch Logs
    of the trail, 0.50 USD a gigabyte.
    """

    email: str
    """Who is told: AWS asks this address for confirmation once."""

"""
What moto lacks, or is laxer about than AWS, in the operations that an organization needs.

Every addition names the operation of AWS's API reference that it follows. Only documented behaviour is added, and where
a quota can be raised the larger documented number counts: the emulator refuses nothing that AWS accepts. The numbers
are written down here a second time on purpose: they stand for AWS, so a wrong limit in `organization/` fails a deploy.
"""

from typing import Any

from moto.core.base_backend import BackendDict

from emulator.bare_account import BareAccount
from emulator.extension import (
    access_analyzer,
    account_contacts,
    bare,
    cloudtrail,
    config,
    ec2_defaults,
    guardduty,
    iam,
    logs,
    organizations,
    principals,
    s3_access,
    sns,
    sts,
)
from emulator.extension.sessions import sessions
from emulator.extension.situation import situation

# Services that moto does not have at all, by moto's way of naming services.
SERVICES: dict[str, BackendDict[Any]] = {"accessanalyzer": access_analyzer.backends}


def apply(account: BareAccount | None = None) -> None:
    """Put the extended services in the place of moto's. Call it once, before the first request."""
    situation.account = account or BareAccount()
    principals.apply()
    organizations.apply()
    iam.apply()
    sts.apply()
    guardduty.apply()
    access_analyzer.apply()
    ec2_defaults.apply()
    account_contacts.apply()
    cloudtrail.apply()
    config.apply()
    logs.apply()
    s3_access.apply()
    sns.apply()
    bare.prepare()


def reset() -> None:
    """Forget what moto's own reset leaves behind, and begin again."""
    organizations.reset()
    sessions.clear()
    bare.prepare()

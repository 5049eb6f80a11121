"""
Operations for organizations that moto lacks, and checks of AWS that moto does not make.

Every addition names the operation of AWS's API reference that it follows. Only documented behaviour is added. Where
a quota can be raised, the larger documented number counts: the emulator refuses nothing that AWS accepts. The numbers
repeat those in `organization/` on purpose: they stand for AWS, so that a wrong limit there fails a deployment.
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
from emulator.extension.start_options import start_options

# Services that moto lacks, named as moto names services.
SERVICES: dict[str, BackendDict[Any]] = {"accessanalyzer": access_analyzer.backends}


def apply(account: BareAccount | None = None) -> None:
    """Replace moto's services by the extended ones. Call this once, before the first request."""
    start_options.account = account or BareAccount()
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
    """Clear the state that moto's own reset keeps, and prepare the account again."""
    organizations.reset()
    sessions.clear()
    bare.prepare()

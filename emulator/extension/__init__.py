"""
Operations for organizations that moto lacks, and checks of AWS that moto does not make.

Every addition names the operation of AWS's API reference that it follows. Only documented behaviour is added. Where
a quota can be raised, the larger documented number counts: the emulator refuses nothing that AWS accepts. The numbers
repeat those in `organization/` on purpose: they stand for AWS, so that a wrong limit there fails a deployment.
"""

import importlib
from typing import Any

from moto.core.base_backend import BackendDict

from emulator.bare_account import BareAccount
from emulator.extension import (
    access_analyzer,
    account_contacts,
    bare,
    cloudtrail,
    config,
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

# Extensions that are loaded with the first request to a service. moto's EC2 alone costs more time than all the others.
LATE = {"ec2": "emulator.extension.ec2_defaults"}


def apply(account: BareAccount | None = None) -> None:
    """Replace moto's services by the extended ones, except LATE. Call this once, before the first request."""
    start_options.account = account or BareAccount()
    principals.apply()
    organizations.apply()
    iam.apply()
    sts.apply()
    guardduty.apply()
    access_analyzer.apply()
    account_contacts.apply()
    cloudtrail.apply()
    config.apply()
    logs.apply()
    s3_access.apply()
    sns.apply()
    bare.prepare()


def apply_late(service: str) -> None:
    """Replace a service of LATE. Call this before its first request."""
    if service in LATE:
        importlib.import_module(LATE[service]).apply()


def reset() -> None:
    """Clear the state that moto's own reset keeps, and prepare the account again."""
    organizations.reset()
    sessions.clear()
    bare.prepare()

"""
The account summary and the credential report.

AWS makes a report at most every four hours; the emulator makes one at each request. The root user of a member account
has no credentials, as in every account that an organization creates.
Operations: IAM GetAccountSummary (AccountMFAEnabled, AccountAccessKeysPresent, AccountPasswordPresent),
GenerateCredentialReport, GetCredentialReport. Source: IAM API Reference; IAM User Guide, "Generate credential reports
for your AWS account" (the columns and their values).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.iam.models import AccessKey, User

from emulator.environment import MANAGEMENT_ACCOUNT
from emulator.extension.own_keys import OwnKeys
from emulator.extension.root_user import RootUser
from emulator.extension.start_options import start_options

_OF_KEY: Final = ("active", "last_rotated", "last_used_date", "last_used_region", "last_used_service")
COLUMNS: Final = (
    *("user", "arn", "user_creation_time", "password_enabled", "password_last_used", "password_last_changed"),
    *("password_next_rotation", "mfa_active"),
    *(f"access_key_{number}_{name}" for number in (1, 2) for name in _OF_KEY),
    *("cert_1_active", "cert_1_last_rotated", "cert_2_active", "cert_2_last_rotated", "additional_credentials_info"),
)


class CredentialReport(OwnKeys):
    """IAM's operations about the credentials of an account."""

    def get_account_summary(self) -> ActionResult:
        """Add the figures of the root user to those that moto counts."""
        root = self.root_backend.root
        own = {
            "AccountMFAEnabled": int(_root_has_mfa(root)),
            "AccountAccessKeysPresent": int(bool(root.access_keys)),
            "AccountPasswordPresent": int(_root_has_password(root)),
        }
        return ActionResult({"SummaryMap": self.backend.get_account_summary().summary_map | own})

    def generate_credential_report(self) -> ActionResult:
        """Make a report; as in AWS, the first one takes a moment."""
        result = super().generate_credential_report()
        users = [self.root_backend.root, *self.backend.users.values()]
        vars(self.backend)["report"] = (utcnow(), _csv(users))
        return result

    def get_credential_report(self) -> ActionResult:
        """Return the report as it was when it was made."""
        self.backend.get_credential_report()  # raises when there is no report
        made, content = vars(self.backend)["report"]
        return ActionResult({"Content": content, "ReportFormat": "text/csv", "GeneratedTime": made})


def _root_has_mfa(root: RootUser) -> bool:
    return root.account_id == MANAGEMENT_ACCOUNT and start_options.account.root_mfa


def _root_has_password(root: RootUser) -> bool:
    return root.account_id == MANAGEMENT_ACCOUNT


def _csv(users: list[User]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_row(user) for user in users)
    return text.getvalue()


def _row(user: User) -> Iterator[str]:
    yield from (user.name, user.arn, _date(user.create_date), *_password(user))
    yield _flag(_root_has_mfa(user) if isinstance(user, RootUser) else user.mfa_devices)
    for number in range(2):
        yield from _key(user.access_keys[number] if number < len(user.access_keys) else None)
    yield from ("false", "N/A", "false", "N/A", "N/A")


def _password(user: User) -> tuple[str, str, str, str]:
    """Return enabled, last used, last changed and next rotation. Passwords do not expire in the emulator."""
    used = _date(user.password_last_used, unknown="no_information")
    if isinstance(user, RootUser):
        return _flag(_root_has_password(user)), used, "not_supported", "not_supported"
    if not user.password:
        return "false", "N/A", "N/A", "N/A"
    return "true", used, _date(vars(user).get("password_changed")), "N/A"


def _key(key: AccessKey | None) -> tuple[str, ...]:
    if key is None:
        return ("false", "N/A", "N/A", "N/A", "N/A")
    used = (_date(key.last_used.timestamp), key.last_used.region, key.last_used.service) if key.last_used else ()
    return (_flag(key.status == "Active"), _date(key.create_date), *(used or ("N/A", "N/A", "N/A")))


def _flag(value: Any) -> str:
    return "true" if value else "false"


def _date(value: datetime | None, unknown: str = "N/A") -> str:
    return value.strftime("%Y-%m-%dT%H:%M:%S+00:00") if value else unknown

"""
The last use of a root user, which only the credential report of its account has.

The report is at most four hours old; requesting one changes nothing (access level Read).
Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html;
https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
(2026-11-22).
"""

from __future__ import annotations

import csv
import time
from datetime import datetime
from typing import Any

ROOT = "<root_account>"
USES = ("password_last_used", "access_key_1_last_used_date", "access_key_2_last_used_date")
TRIES, SECONDS = 20, 1.0


def root_user_last_used(iam: Any) -> datetime | None:
    """Return the latest use of the root user's password or access keys; None if none is known."""
    rows = csv.DictReader(_report(iam).splitlines())
    root = next((row for row in rows if row["user"] == ROOT), {})
    uses = [_date(root.get(name) or "") for name in USES]
    return max(filter(None, uses), default=None)


def _report(iam: Any) -> str:
    for _ in range(TRIES):
        if iam.generate_credential_report().get("State") == "COMPLETE":
            break
        time.sleep(SECONDS)
    content: bytes = iam.get_credential_report()["Content"]
    return content.decode()


def _date(text: str) -> datetime | None:
    """Return a date of the report; None for `N/A`, `no_information` and `not_supported`."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None

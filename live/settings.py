"""
The settings of an account in each region.

Sources: API references of EC2, Config, S3 Control and S3, the operations named in `CHECKS` and below (2026-11-22).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from live.access import REGION, Access
from live.attempt import Problem, attempt

Answer = dict[str, Any]
RECORDS, PUBLIC_S3 = "records", "S3 never public"


@dataclass(frozen=True)
class Check:
    """A setting that is on or off in a region, and the operation that returns it."""

    name: str
    service: str
    operation: str
    holds: Callable[[Answer], bool]


CHECKS = (
    Check(
        RECORDS,
        "config",
        "describe_configuration_recorder_status",
        lambda answer: any(status.get("recording") for status in answer["ConfigurationRecordersStatus"]),
    ),
    Check(
        "EBS encrypted", "ec2", "get_ebs_encryption_by_default", lambda answer: bool(answer["EbsEncryptionByDefault"])
    ),
    Check(
        "snapshots never public",
        "ec2",
        "get_snapshot_block_public_access_state",
        lambda answer: bool(answer["State"] == "block-all-sharing"),
    ),
    Check(
        "images never public",
        "ec2",
        "get_image_block_public_access_state",
        lambda answer: bool(answer["ImageBlockPublicAccessState"] == "block-new-sharing"),
    ),
    Check(
        "IMDSv2",
        "ec2",
        "get_instance_metadata_defaults",
        lambda answer: bool(answer.get("AccountLevel", {}).get("HttpTokens") == "required"),
    ),
)
DEFAULTS = (PUBLIC_S3, *(check.name for check in CHECKS if check.name != RECORDS))


def read_region(access: Access, region: str, checks: Sequence[Check] = CHECKS) -> dict[str, bool | Problem]:
    """Return the settings of an account in a region, by the names of the checks."""
    clients: dict[str, Any] = {}

    def ask(check: Check) -> bool:
        if check.service not in clients:
            clients[check.service] = access.client(check.service, region)
        return check.holds(getattr(clients[check.service], check.operation)())

    return {check.name: attempt(lambda check=check: ask(check)) for check in checks}  # type: ignore[misc]


def read_public_s3(access: Access) -> bool | Problem:
    """Tell whether the account blocks public buckets."""
    client = attempt(lambda: access.client("s3control"))
    found = attempt(lambda: client.get_public_access_block(AccountId=access.number))  # type: ignore[union-attr]
    if isinstance(found, Problem):
        return False if found.reason == "NoSuchPublicAccessBlockConfiguration" else found
    return all(found["PublicAccessBlockConfiguration"].values())


def read_buckets(access: Access) -> tuple[str, ...]:
    """Return the names of the account's buckets; none if they cannot be read."""
    found = attempt(lambda: access.client("s3", REGION).list_buckets()["Buckets"])
    return () if isinstance(found, Problem) else tuple(bucket["Name"] for bucket in found)

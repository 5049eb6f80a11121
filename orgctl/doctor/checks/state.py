"""
Checks of the buckets of Terraform's state and of the logs.
"""

from __future__ import annotations

from collections.abc import Iterator

from orgctl.doctor.account import AccountFacts
from orgctl.doctor.finding import Finding, unknown, wrong
from orgctl.doctor.registry import check

READS = (
    "s3:ListBucket s3:GetBucketVersioning s3:GetEncryptionConfiguration s3:GetBucketPublicAccessBlock "
    "s3:GetBucketPolicy"
)


def _has_state(account: AccountFacts) -> bool:
    mode = account.organization.deployment.state.mode
    return mode == "account" or (mode == "central" and account.is_management)


def _keeps_logs(account: AccountFacts) -> bool:
    return account.organization.records and account.key == account.organization.log_account


@check("state-buckets", "the buckets of Terraform's state exist and are protected", reads=READS, applies=_has_state)
def state_buckets(account: AccountFacts) -> Iterator[Finding]:
    organization = account.organization
    for name in (organization.state_bucket(account.key), organization.state_log_bucket(account.key)):
        for fault in account.bucket_faults(name, organization.state_region):
            yield wrong(f"{account.name} {name}", fault, account.bootstrap)


@check(
    "state-local",
    "Terraform's state is in S3",
    reads="",
    where="organization",
    applies=lambda account: account.organization.deployment.state.mode == "local",
)
def state_local(account: AccountFacts) -> Iterator[Finding]:
    text = "Terraform's state is in files beside organization.yaml; whether they are safe cannot be known from here"
    yield unknown("organization", text, "Set deployment.state in organization.yaml to account (docs/state.md).")


@check(
    "log-buckets",
    "the buckets of the records of CloudTrail and Config exist and are protected",
    reads=READS,
    applies=_keeps_logs,
)
def log_buckets(account: AccountFacts) -> Iterator[Finding]:
    organization = account.organization
    buckets = {"cloudtrail": organization.trail_bucket, "config": organization.config_bucket}
    for name in (*(buckets[service] for service in organization.recorded), organization.access_log_bucket):
        for fault in account.bucket_faults(name, organization.region):
            yield wrong(f"{account.name} {name}", fault, account.deploy)

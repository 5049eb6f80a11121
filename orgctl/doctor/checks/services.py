"""
Checks of CloudTrail, Config, and the alarm on root users.

Sources: API references of CloudTrail DescribeTrails and GetTrailStatus, Config DescribeConfigurationRecorderStatus and
DescribeConfigurationAggregators, SNS ListSubscriptionsByTopic (2026-11-22).
"""

from __future__ import annotations

from collections.abc import Iterator

from live.services.read import has_aggregator
from live.services.trail import read_alarm, read_trail
from orgctl.doctor.account import AccountFacts
from orgctl.doctor.finding import Finding, unknown, wrong
from orgctl.doctor.registry import check, each_region

TRAIL = "organization trail"


@check(
    "trail",
    "the organization trail records every account and region",
    reads="cloudtrail:DescribeTrails cloudtrail:GetTrailStatus",
    where="organization",
    applies=lambda account: account.organization.cloudtrail.enabled,
)
def trail(account: AccountFacts) -> Iterator[Finding]:
    organization = account.organization
    remedy = f"cdktf deploy {organization.log_account}"
    found = read_trail(account.access, organization.region)
    if found is None:
        yield wrong(TRAIL, "there is none", remedy)
        return
    if not found.is_logging:
        start = f"aws cloudtrail start-logging --name {found.name} --region {found.home_region} {account.profile}"
        yield wrong(TRAIL, "it is stopped: nothing is recorded", start)
    if not found.every_region:
        yield wrong(TRAIL, f"it records {found.home_region} only", remedy)
    if not found.is_validated:
        yield wrong(TRAIL, "log file validation is off: changes of its files cannot be detected", remedy)
    if found.bucket != organization.trail_bucket:
        yield wrong(TRAIL, f"it writes into {found.bucket}, not into {organization.trail_bucket}", remedy)
    for error in found.errors:
        yield wrong(TRAIL, f"AWS could not deliver to it: {error}", remedy)


@check(
    "root-alarm",
    "an alarm notifies of the use of a root user",
    reads="logs:DescribeMetricFilters cloudwatch:DescribeAlarmsForMetric sns:ListSubscriptionsByTopic",
    where="organization",
    applies=lambda account: (
        account.organization.root_sign_in_alarm is not None and account.organization.cloudtrail.enabled
    ),
)
def root_alarm(account: AccountFacts) -> Iterator[Finding]:
    organization = account.organization
    assert organization.root_sign_in_alarm is not None
    email, remedy = organization.root_sign_in_alarm.email, f"cdktf deploy {organization.log_account}"
    found = read_trail(account.access, organization.region)
    addresses = read_alarm(account.access, found) if found else ()
    if any(address.startswith(f"{email} ") for address in addresses):
        text = f"{email} has not confirmed the alarm of root users"
        yield wrong(account.name, text, f"Open the message of AWS Notifications to {email}, or deploy again: {remedy}")
    elif email not in addresses:
        yield wrong(account.name, f"{email} is not notified of the use of a root user", remedy)


@check(
    "config-recorder",
    "Config records in every region",
    reads="config:DescribeConfigurationRecorderStatus",
    applies=lambda account: account.organization.config.enabled,
)
@each_region
def config_recorder(account: AccountFacts, region: str) -> Iterator[Finding]:
    place = f"{account.name} {region}"
    deploy = f"cdktf deploy {account.organization.log_account}" if account.is_management else account.deploy
    statuses = account.recorders(region)
    if not statuses:
        yield wrong(place, "there is no recorder of Config", deploy)
    for status in statuses:
        if not status.get("recording"):
            options = f"--configuration-recorder-name {status['name']} --region {region} {account.profile}"
            yield wrong(
                place, "the recorder of Config is stopped", f"aws configservice start-configuration-recorder {options}"
            )
        elif str(status.get("lastStatus")).upper() == "FAILURE":
            reason = status.get("lastErrorMessage") or status.get("lastErrorCode") or "AWS does not say why"
            yield wrong(place, f"the recorder of Config fails: {reason}", deploy)


@check(
    "config-aggregator",
    "one account aggregates the records of Config",
    reads="config:DescribeConfigurationAggregators",
    where="organization",
    applies=lambda account: account.organization.config.enabled,
)
def config_aggregator(account: AccountFacts) -> Iterator[Finding]:
    key = account.organization.security_key or account.key
    access = account.facts.account_access.get(key)
    if access is None:
        yield unknown(account.facts.name(key), "this account does not exist")
    elif not has_aggregator(access, account.organization.region):
        yield wrong(account.facts.name(key), "there is no aggregator of the organization", f"cdktf deploy {key}")

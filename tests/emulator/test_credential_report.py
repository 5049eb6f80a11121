from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from emulator import EmulatorError
from tests.emulator.conftest import Aws, refused
from tests.emulator.people import Person, client

COLUMNS = """
user arn user_creation_time password_enabled password_last_used password_last_changed password_next_rotation
mfa_active access_key_1_active access_key_1_last_rotated access_key_1_last_used_date access_key_1_last_used_region
access_key_1_last_used_service access_key_2_active access_key_2_last_rotated access_key_2_last_used_date
access_key_2_last_used_region access_key_2_last_used_service cert_1_active cert_1_last_rotated cert_2_active
cert_2_last_rotated additional_credentials_info
"""
MANAGEMENT = "123456789012"
PASSWORD, ANOTHER = "Correct-horse-battery-1", "Correct-horse-battery-2"


def report(iam: Any) -> dict[str, dict[str, str]]:
    """Return the report's rows by user."""
    iam.generate_credential_report()
    rows = csv.DictReader(iam.get_credential_report()["Content"].decode().splitlines())
    assert rows.fieldnames == COLUMNS.split()
    return {row["user"]: row for row in rows}


def age(date: str | datetime) -> int:
    """Return an age in days."""
    found = datetime.fromisoformat(date) if isinstance(date, str) else date
    return round((datetime.now(UTC) - found) / timedelta(days=1))


def test_there_is_no_report_before_one_was_requested(aws: Aws) -> None:
    with refused("ReportNotPresent"):
        aws.iam.get_credential_report()
    assert aws.iam.generate_credential_report()["State"] == "STARTED"
    assert aws.iam.generate_credential_report()["State"] == "COMPLETE"
    assert age(aws.iam.get_credential_report()["GeneratedTime"]) == 0


def test_the_report_has_every_column_for_the_root_user_and_all_users(aws: Aws) -> None:
    aws.iam.create_user(UserName="ann")
    rows = report(aws.iam)

    assert list(rows) == ["<root_account>", "ann"]
    root, ann = rows["<root_account>"], rows["ann"]
    assert (root["arn"], root["mfa_active"]) == (f"arn:aws:iam::{MANAGEMENT}:root", "true")
    assert (root["password_last_used"], root["access_key_1_active"]) == ("no_information", "false")
    assert (ann["password_enabled"], ann["password_last_used"], ann["mfa_active"]) == ("false", "N/A", "false")
    assert (ann["access_key_1_active"], ann["access_key_1_last_used_service"]) == ("false", "N/A")


def test_the_root_user_of_a_member_account_has_no_credentials(aws: Aws) -> None:
    iam = aws.emulator.session(aws.account("team")).client("iam")

    root, summary = report(iam)["<root_account>"], iam.get_account_summary()["SummaryMap"]
    assert (root["password_enabled"], root["mfa_active"]) == ("false", "false")
    assert [summary[f"Account{name}"] for name in ("PasswordPresent", "MFAEnabled", "AccessKeysPresent")] == [0, 0, 0]


def test_the_report_has_passwords_mfa_and_keys(aws: Aws) -> None:
    ann = Person(aws.emulator, "ann").enrol()
    aws.iam.create_login_profile(UserName="ann", Password=PASSWORD, PasswordResetRequired=True)
    unused = report(aws.iam)["ann"]
    aws.emulator.sign_in(MANAGEMENT, "ann")
    ann.client("ec2").describe_regions()
    used = report(aws.iam)["ann"]

    assert (unused["password_enabled"], unused["password_last_used"]) == ("true", "no_information")
    assert (age(used["password_last_used"]), age(used["password_last_changed"])) == (0, 0)
    assert (used["mfa_active"], used["access_key_1_active"], used["access_key_2_active"]) == ("true", "true", "false")
    assert (used["access_key_1_last_used_service"], used["access_key_1_last_used_region"]) == ("ec2", "us-east-1")


def test_the_last_use_of_a_key_is_known(aws: Aws) -> None:
    aws.iam.create_user(UserName="ann")
    key = aws.iam.create_access_key(UserName="ann")["AccessKey"]["AccessKeyId"]
    before = aws.iam.get_access_key_last_used(AccessKeyId=key)["AccessKeyLastUsed"]
    client(aws.emulator, "sts", {"id": key, "secret": "x"}).get_caller_identity()
    after = aws.iam.get_access_key_last_used(AccessKeyId=key)

    assert before == {"ServiceName": "N/A", "Region": "N/A"}
    assert (after["UserName"], after["AccessKeyLastUsed"]["ServiceName"]) == ("ann", "sts")
    assert age(after["AccessKeyLastUsed"]["LastUsedDate"]) == 0


def test_users_can_be_made_older(aws: Aws) -> None:
    ann = Person(aws.emulator, "ann").enrol()
    aws.iam.create_login_profile(UserName="ann", Password=PASSWORD)
    aws.emulator.sign_in(MANAGEMENT, "ann")
    aws.emulator.make_older(MANAGEMENT, "ann", days=100)
    aws.emulator.make_older(MANAGEMENT, "<root_account>", days=50)

    user = aws.iam.get_user(UserName="ann")["User"]
    used = aws.iam.get_access_key_last_used(AccessKeyId=ann.keys["id"])["AccessKeyLastUsed"]
    dates = [
        user["CreateDate"],
        user["PasswordLastUsed"],
        used["LastUsedDate"],
        aws.iam.get_login_profile(UserName="ann")["LoginProfile"]["CreateDate"],
        aws.iam.list_access_keys(UserName="ann")["AccessKeyMetadata"][0]["CreateDate"],
        aws.iam.list_mfa_devices(UserName="ann")["MFADevices"][0]["EnableDate"],
    ]
    assert [age(date) for date in dates] == [100] * 6
    assert age(report(aws.iam)["<root_account>"]["user_creation_time"]) == 50
    with pytest.raises(EmulatorError, match="no user bob in account"):
        aws.emulator.make_older(MANAGEMENT, "bob", days=1)


def test_passwords_are_changed_by_their_owner_once_they_must_be(aws: Aws) -> None:
    ann = Person(aws.emulator, "ann")
    aws.iam.create_login_profile(UserName="ann", Password=PASSWORD, PasswordResetRequired=True)
    assert ann.iam.get_login_profile()["LoginProfile"]["PasswordResetRequired"] is True
    with refused("NoSuchEntity"):
        ann.iam.change_password(OldPassword="another", NewPassword=ANOTHER)
    ann.iam.change_password(OldPassword=PASSWORD, NewPassword=ANOTHER)

    assert ann.iam.get_login_profile()["LoginProfile"]["PasswordResetRequired"] is False
    aws.iam.update_login_profile(UserName="ann", PasswordResetRequired=True)
    ann.iam.change_password(OldPassword=ANOTHER, NewPassword=PASSWORD)


def test_weak_passwords_are_refused(aws: Aws) -> None:
    aws.iam.create_user(UserName="ann")
    for weak in ("Short-1", "long-enough-but-of-two-kinds", "x" * 20):
        with refused("PasswordPolicyViolation"):
            aws.iam.create_login_profile(UserName="ann", Password=weak)
    aws.iam.update_account_password_policy(MinimumPasswordLength=14, RequireSymbols=True)
    for weak in ("Long-enough1", "LongEnoughWithoutASymbol1"):
        with refused("PasswordPolicyViolation"):
            aws.iam.create_login_profile(UserName="ann", Password=weak)

    aws.iam.create_login_profile(UserName="ann", Password="only-small-letters")


def test_a_subscription_by_email_is_pending_until_it_is_confirmed(aws: Aws) -> None:
    sns: Any = aws.emulator.session().client("sns", region_name="us-west-2")
    topic = sns.create_topic(Name="alarm")["TopicArn"]
    to = {"TopicArn": topic, "Protocol": "email", "Endpoint": "ann@example.com"}
    arn = sns.subscribe(**to, ReturnSubscriptionArn=True)["SubscriptionArn"]

    def listed() -> list[str]:
        return [each["SubscriptionArn"] for each in sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]]

    assert listed() == [arn]
    aws.emulator.confirm_subscriptions(False)
    assert listed() == ["PendingConfirmation"]
    assert sns.get_subscription_attributes(SubscriptionArn=arn)["Attributes"]["PendingConfirmation"] == "true"
    assert sns.subscribe(**to)["SubscriptionArn"] == "pending confirmation"
    aws.emulator.confirm_subscriptions()
    assert sns.list_subscriptions()["Subscriptions"][0]["SubscriptionArn"] == arn

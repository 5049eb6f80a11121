from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from live.caller import Caller
from live.identity import ENOUGH
from tests.up.journeys import ACCOUNT, ADMIN, SETUP, identity


@pytest.mark.parametrize(
    ("arn", "kind", "name", "text"),
    [
        (f"arn:aws:iam::{ACCOUNT}:root", "root", "root", "the root user"),
        (SETUP, "user", "setup", "the IAM user setup"),
        (f"arn:aws:iam::{ACCOUNT}:user/team/a/ann", "user", "ann", "the IAM user ann"),
        (ADMIN, "assumed-role", "admin", "the role admin"),
        (f"arn:aws-cn:sts::{ACCOUNT}:assumed-role/admin/a=b,c", "assumed-role", "admin", "the role admin"),
        (f"arn:aws:sts::{ACCOUNT}:federated-user/bob", "federated-user", "bob", "federated-user/bob"),
    ],
)
def test_an_arn_names_the_caller(arn: str, kind: str, name: str, text: str) -> None:
    caller = Caller(ACCOUNT, arn)

    assert (caller.kind, caller.name) == (kind, name)
    assert str(caller) == f"{text} of the account {ACCOUNT}"


def test_an_arn_says_in_which_part_of_the_world() -> None:
    assert Caller(ACCOUNT, f"arn:aws-us-gov:iam::{ACCOUNT}:root").partition == "aws-us-gov"


@pytest.mark.parametrize(
    ("arn", "is_admin"),
    [
        (ADMIN, True),
        (f"arn:aws:sts::{ACCOUNT}:assumed-role/infra/admin", False),
        (f"arn:aws:iam::{ACCOUNT}:user/admin", False),
        (f"arn:aws:iam::{ACCOUNT}:root", False),
    ],
)
def test_only_the_role_is_the_administrator(arn: str, is_admin: bool) -> None:
    assert identity(arn).is_admin is is_admin


def test_credentials_are_short_of_time_before_they_end() -> None:
    now, margin = datetime.now(UTC), timedelta(minutes=1)

    assert identity(ADMIN, until=now + ENOUGH - margin).is_short_of_time
    assert not identity(ADMIN, until=now + ENOUGH + margin).is_short_of_time
    assert not identity(SETUP).is_short_of_time


def test_an_identity_says_until_when_it_is_good() -> None:
    until = datetime(2026, 11, 22, 12, 34, tzinfo=UTC)

    assert (
        str(identity(ADMIN, until=until))
        == f"the role admin of the account {ACCOUNT}, until {until.astimezone():%H:%M}"
    )


def test_no_secret_is_in_its_printed_form() -> None:
    assert "secret" not in f"{identity(ADMIN)}{identity(ADMIN).caller!r}"

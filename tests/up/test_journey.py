"""The environment of `cdktf` has the current credentials, and no others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from live.identity import Identity
from orgctl.up.journey import Journey
from tests.up.journeys import ADMIN, SETUP, begin, identity
from tests.up.typist import talk

OURS = {"AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_SESSION_TOKEN": "token"}
THEIRS = (
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_SECURITY_TOKEN",
    "AWS_CREDENTIAL_EXPIRATION",
    "AWS_ACCOUNT_ID",
    "AWS_ROLE_ARN",
    "AWS_ROLE_SESSION_NAME",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
)


@pytest.mark.parametrize("name", THEIRS)
def test_the_callers_credentials_do_not_reach_it(tmp_path: Path, name: str) -> None:
    """The variables are those of botocore and Terraform, and the expiration of the caller's credentials."""
    journey = begin(tmp_path, talk()[0], environment={name: "theirs", "PATH": "/bin"})

    assert journey.variables() == {"PATH": "/bin", "AWS_REGION": "us-west-2", **OURS}


def test_a_long_lived_key_has_no_session_token_of_other_credentials(tmp_path: Path) -> None:
    environment = {"AWS_SESSION_TOKEN": "theirs"}
    journey = begin(tmp_path, talk()[0], who=identity(SETUP, token=None), environment=environment)

    assert "AWS_SESSION_TOKEN" not in journey.variables()


def test_the_region_is_that_of_the_file(tmp_path: Path) -> None:
    journey = begin(tmp_path, talk()[0], environment={"AWS_REGION": "eu-north-1"})

    assert journey.variables()["AWS_REGION"] == "us-west-2"
    assert journey.client("iam").meta.config.region_name != "eu-north-1"
    assert journey.client("sts").meta.region_name == "us-west-2"


def test_variables_that_are_no_credentials_stay(tmp_path: Path) -> None:
    settings = {"AWS_CA_BUNDLE": "ca", "AWS_CONFIG_FILE": "file", "HTTPS_PROXY": "proxy", "AWS_MAX_ATTEMPTS": "9"}

    assert settings.items() <= begin(tmp_path, talk()[0], environment=settings).variables().items()


def ending(tmp_path: Path, *, is_terminal: bool) -> tuple[Journey, list[Identity]]:
    """Return a journey whose credentials expire in a minute, and the list of its renewals."""
    until = datetime.now(UTC) + timedelta(minutes=1)
    journey = begin(tmp_path, talk(is_terminal=is_terminal)[0], who=identity(ADMIN, until=until))
    renewed: list[Identity] = []

    def renew(_: Journey) -> Identity:
        renewed.append(identity(ADMIN, token="new"))
        return renewed[-1]

    journey.renew = renew
    return journey, renewed


def test_credentials_that_end_soon_are_renewed_once(tmp_path: Path) -> None:
    journey, renewed = ending(tmp_path, is_terminal=True)

    assert [journey.variables()["AWS_SESSION_TOKEN"] for _ in range(2)] == ["new", "new"]
    assert renewed == [journey.identity]


def test_without_a_terminal_it_continues_with_the_present_credentials(tmp_path: Path) -> None:
    journey, renewed = ending(tmp_path, is_terminal=False)

    assert journey.variables()["AWS_SESSION_TOKEN"] == "token"
    assert renewed == []


def test_the_first_credentials_are_remembered(tmp_path: Path) -> None:
    journey = begin(tmp_path, talk()[0])
    journey.identity = identity(ADMIN)

    assert journey.first.caller.name == "setup"
    assert (journey.user, journey.account, journey.alias) == ("myuser.org-root", "123456789012", "spacecats-org-root")

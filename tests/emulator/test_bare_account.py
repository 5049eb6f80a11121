from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from emulator import BareAccount, Emulator
from emulator.bare_account import ROOT_KEY, SETUP_USER, USER_KEY
from tests.emulator.conftest import refused
from tests.emulator.people import client, create_account

MANAGEMENT = "123456789012"
EVERYTHING = BareAccount(
    credentials="user",
    root_mfa=False,
    root_access_key=True,
    finalizing_seconds=0.3,
    account_limit=2,
    taken_aliases=("spacecats-org-root",),
    taken_emails=("Infra@example.com",),
    subscriptions_pending=True,
)


@contextmanager
def started(**fields: Any) -> Iterator[Emulator]:
    with Emulator.start(account=BareAccount(**fields)) as running:
        yield running


@pytest.fixture(scope="module")
def running() -> Iterator[Emulator]:
    with Emulator.start(account=EVERYTHING) as emulator:
        yield emulator


@pytest.fixture
def bare(running: Emulator) -> Emulator:
    running.reset()
    return running


def test_its_fields_reach_the_server_process() -> None:
    assert BareAccount.from_json(EVERYTHING.to_json()) == EVERYTHING


@pytest.mark.parametrize("field", ["credentials", "foreign_organization"])
def test_unknown_kinds_are_refused(field: str) -> None:
    with pytest.raises(ValueError, match=f"{field} must be one of"):
        replace(EVERYTHING, **{field: "unknown"})  # type: ignore[arg-type]


def test_the_environment_holds_the_keys_of_the_temporary_user(bare: Emulator) -> None:
    environment = bare.environment({"AWS_ACCESS_KEY_ID": "theirs"})
    iam, sts = client(bare, "iam"), client(bare, "sts")

    assert (environment["AWS_ACCESS_KEY_ID"], "AWS_SESSION_TOKEN" in environment) == (USER_KEY, False)
    assert sts.get_caller_identity()["Arn"] == f"arn:aws:iam::{MANAGEMENT}:user/{SETUP_USER}"
    assert [user["UserName"] for user in iam.list_users()["Users"]] == [SETUP_USER]
    assert [key["AccessKeyId"] for key in iam.list_access_keys()["AccessKeyMetadata"]] == [USER_KEY]
    (policy,) = iam.list_attached_user_policies(UserName=SETUP_USER)["AttachedPolicies"]
    assert policy["PolicyName"] == "AdministratorAccess"


def test_the_temporary_user_can_be_removed_by_itself_only_once(bare: Emulator) -> None:
    iam = client(bare, "iam")
    iam.delete_access_key(AccessKeyId=USER_KEY)

    with refused("InvalidClientTokenId"):
        iam.list_users()
    operator: Any = bare.session().client("iam")
    operator.detach_user_policy(UserName=SETUP_USER, PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
    operator.delete_user(UserName=SETUP_USER)
    assert operator.list_users()["Users"] == []


def test_the_account_summary_describes_the_root_user(bare: Emulator) -> None:
    summary = client(bare, "iam").get_account_summary()["SummaryMap"]

    names = ("AccountMFAEnabled", "AccountAccessKeysPresent", "AccountPasswordPresent", "Users")
    assert [summary[name] for name in names] == [0, 1, 1, 1]


def test_a_new_organization_takes_no_accounts_until_it_is_finished(bare: Emulator) -> None:
    organizations = client(bare, "organizations")
    organizations.create_organization(FeatureSet="ALL")

    with refused("FinalizingOrganizationException", "could not finalize"):
        organizations.create_account(Email="id@example.com", AccountName="id")
    organizations.list_roots()
    create_account(organizations, "id@example.com")

    assert len(organizations.list_accounts()["Accounts"]) == 2


def test_aliases_and_addresses_of_other_accounts_are_taken(bare: Emulator) -> None:
    iam, organizations = client(bare, "iam"), client(bare, "organizations")
    organizations.create_organization(FeatureSet="ALL")

    with refused("EntityAlreadyExists", "spacecats-org-root"):
        iam.create_account_alias(AccountAlias="spacecats-org-root")
    iam.create_account_alias(AccountAlias="spacecats")
    status = create_account(organizations, "infra@example.com")["CreateAccountStatus"]
    assert (status["State"], status["FailureReason"]) == ("FAILED", "EMAIL_ALREADY_EXISTS")


def test_an_organization_has_an_account_limit(bare: Emulator) -> None:
    organizations = client(bare, "organizations")
    organizations.create_organization(FeatureSet="ALL")
    create_account(organizations, "id@example.com")

    with pytest.raises(organizations.exceptions.ConstraintViolationException) as caught:
        create_account(organizations, "prod@example.com")
    answer = caught.value.response
    assert answer["Error"]["Message"] == "You have exceeded the allowed number of AWS accounts."
    assert answer["Reason"] == "ACCOUNT_NUMBER_LIMIT_EXCEEDED"


def test_subscriptions_by_email_are_pending(bare: Emulator) -> None:
    sns = client(bare, "sns")
    topic = sns.create_topic(Name="alarm")["TopicArn"]
    to = {"TopicArn": topic, "Protocol": "email", "Endpoint": "ann@example.com"}

    assert sns.subscribe(**to)["SubscriptionArn"] == "pending confirmation"
    assert sns.get_topic_attributes(TopicArn=topic)["Attributes"]["SubscriptionsPending"] == "1"
    bare.confirm_subscriptions()
    assert sns.get_topic_attributes(TopicArn=topic)["Attributes"]["SubscriptionsPending"] == "0"


def test_a_reset_restores_the_initial_state(bare: Emulator) -> None:
    client(bare, "iam").delete_access_key(AccessKeyId=USER_KEY)
    bare.reset()

    assert client(bare, "sts").get_caller_identity()["Account"] == MANAGEMENT


def test_the_root_user_manages_its_own_key_and_assumes_no_role() -> None:
    with started(credentials="root") as emulator:
        iam, sts = client(emulator, "iam"), client(emulator, "sts")
        identity = sts.get_caller_identity()
        assert (identity["Arn"], identity["UserId"]) == (f"arn:aws:iam::{MANAGEMENT}:root", MANAGEMENT)
        assert iam.get_user()["User"]["Arn"] == f"arn:aws:iam::{MANAGEMENT}:root"
        assert iam.list_users()["Users"] == []
        (key,) = iam.list_access_keys()["AccessKeyMetadata"]
        assert (key["AccessKeyId"], "UserName" in key) == (ROOT_KEY, False)

        client(emulator, "organizations").create_organization(FeatureSet="ALL")
        account = create_account(client(emulator, "organizations"), "id@example.com")["CreateAccountStatus"][
            "AccountId"
        ]
        with refused("AccessDenied", "Roles may not be assumed by root accounts."):
            role = f"arn:aws:iam::{account}:role/OrganizationAccountAccessRole"
            sts.assume_role(RoleArn=role, RoleSessionName="test")

        iam.delete_access_key(AccessKeyId=ROOT_KEY)
        with refused("InvalidClientTokenId"):
            sts.get_caller_identity()
        assert emulator.session().client("iam").get_account_summary()["SummaryMap"]["AccountAccessKeysPresent"] == 0


def test_a_sign_in_of_the_root_user_is_a_session_without_an_access_key() -> None:
    with started(credentials="login", foreign_organization="management") as emulator:
        iam, sts = client(emulator, "iam"), client(emulator, "sts")
        assert emulator.environment({})["AWS_SESSION_TOKEN"]
        assert sts.get_caller_identity()["Arn"] == f"arn:aws:iam::{MANAGEMENT}:root"
        assert iam.list_access_keys()["AccessKeyMetadata"] == []
        emulator.expire_sessions()
        with refused("ExpiredToken"):
            iam.list_users()

        organizations: Any = emulator.session().client("organizations")
        assert organizations.describe_organization()["Organization"]["MasterAccountId"] == MANAGEMENT
        with refused("AlreadyInOrganizationException"):
            organizations.create_organization(FeatureSet="ALL")


def test_a_member_of_another_organization_sees_only_its_management_account() -> None:
    with started(foreign_organization="member") as emulator:
        organizations = client(emulator, "organizations")
        organization = organizations.describe_organization()["Organization"]

        assert organization["MasterAccountId"] not in ("", MANAGEMENT)
        assert organization["MasterAccountEmail"] == "owner@else.example"
        with refused("AccessDeniedException"):
            organizations.list_accounts()
        with refused("AccessDeniedException"):
            organizations.create_account(Email="id@example.com", AccountName="id")
        with refused("AlreadyInOrganizationException"):
            organizations.create_organization(FeatureSet="ALL")


def test_an_account_without_organization_gets_the_documented_error(emulator: Emulator) -> None:
    emulator.reset()
    organizations = client(emulator, "organizations")

    for operation in (organizations.describe_organization, organizations.list_accounts, organizations.list_roots):
        with refused("AWSOrganizationsNotInUseException"):
            operation()

"""Attempts to destroy an account or to lose it, which must fail."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.end_to_end.deployment import GUIDE, Deployment, deployment

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
INFRA = "      infra:\n"
ROLE = "      infra: PowerUserAccess\n"


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    with deployment(GUIDE, tmp_path_factory.mktemp("protection")) as deployed:
        deployed.deploy("org-root")
        yield deployed


def refused(example: Deployment, *texts: tuple[str, str]) -> str:
    """Deploy a changed file, which must fail and leave every account in its place; return the output."""
    organizations, before = example.client("organizations"), example.file.read_text()
    accounts = organizations.list_accounts()["Accounts"]
    text = before
    for old, new in texts:
        assert old in text
        text = text.replace(old, new)
    example.file.write_text(text)
    deployed = example.run("cdktf", "deploy", "org-root", "--auto-approve", check=False)
    example.file.write_text(before)
    assert deployed.returncode != 0
    assert organizations.list_accounts()["Accounts"] == accounts
    return deployed.stdout


def test_an_account_that_is_removed_from_the_file_stays(example: Deployment) -> None:
    assert 'terraform_data.protected["infra"]' in refused(example, (INFRA, ""), (ROLE, ""))


def test_an_account_whose_key_is_changed_stays(example: Deployment) -> None:
    printed = refused(example, (INFRA, INFRA.replace("infra", "shared")), (ROLE, ROLE.replace("infra", "shared")))

    assert 'terraform_data.protected["infra"]' in printed


def test_credentials_of_another_account_change_nothing(example: Deployment) -> None:
    """Use the role of a member account, as after a confusion of profiles."""
    number = example.output("org-root")["account_ids"]["infra"]
    session: Any = example.emulator.session(number)
    keys = session.get_credentials().get_frozen_credentials()
    names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
    wrong = dict(zip(names, (keys.access_key, keys.secret_key, keys.token), strict=True))
    mixed_up = Deployment(example.emulator, example.folder, example.environment | wrong, example.file)

    deployed = mixed_up.run("cdktf", "deploy", "org-root", "--auto-approve", check=False)

    assert deployed.returncode != 0
    assert 'terraform_data.protected["org-root"]' in deployed.stdout
    assert example.emulator.session(number).client("iam").list_users()["Users"] == []


def test_a_closed_account_is_forgotten(example: Deployment) -> None:
    """Last in this file: an account closed in AWS and named in `closed_accounts` leaves Terraform's state."""
    organizations = example.client("organizations")
    number = example.output("org-root")["account_ids"]["infra"]
    organizations.close_account(AccountId=number)
    text = example.file.read_text().replace(INFRA, "").replace(ROLE, "")
    example.file.write_text(text + "\nclosed_accounts: [infra]\n")

    example.deploy("org-root")

    assert organizations.describe_account(AccountId=number)["Account"]["Status"] == "SUSPENDED"
    assert list(example.output("org-root")["account_ids"]) == ["id"]
    assert example.changes("org-root") == {}

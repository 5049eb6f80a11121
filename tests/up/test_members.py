"""New accounts, whose access role cannot be assumed at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import boto3
import pytest

from emulator import Emulator
from foundation.names import ACCESS_ROLE
from live.caller import Caller
from live.identity import Identity
from orgctl.up import PHASES, members
from orgctl.up.journey import Journey
from orgctl.up.members import account_access, states, wait_for_accounts
from orgctl.up.phase import UpError
from tests.emulator.conftest import trust
from tests.end_to_end.deployment import GUIDE
from tests.up.journeys import ACCOUNT, ADMIN, begin
from tests.up.toolbox import Toolbox
from tests.up.typist import talk


@pytest.fixture
def accounts(aws: Emulator, tmp_path: Path) -> dict[str, str]:
    """Return the numbers of the accounts id and infra, which are in Terraform's state."""
    organizations: Any = aws.session().client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    made = {}
    for key in ("id", "infra"):
        status = organizations.create_account(Email=f"{key}@example.com", AccountName=f"spacecats-{key}")
        made[key] = str(status["CreateAccountStatus"]["AccountId"])
    resources = [
        {
            "mode": "managed",
            "type": "aws_organizations_account",
            "name": f"account_{key}",
            "instances": [{"attributes": {"id": number}}],
        }
        for key, number in made.items()
    ]
    (tmp_path / "terraform.org-root.tfstate").write_text(json.dumps({"resources": resources}))
    return made


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "NEW_ACCOUNT_SECONDS", 0.3)
    monkeypatch.setattr(members, "NEW_ACCOUNT_PAUSE", 0.05)


@pytest.fixture
def journey(aws: Emulator, tmp_path: Path) -> Journey:
    return begin(tmp_path, talk()[0], who=Identity(boto3.Session(), Caller(ACCOUNT, ADMIN)))


def test_accounts_that_can_be_entered_are_not_waited_for(accounts: dict[str, str], journey: Journey) -> None:
    wait_for_accounts(journey, list(accounts))

    caller = account_access(journey, ["infra"])["infra"].client("sts").get_caller_identity()
    assert caller["Account"] == accounts["infra"]
    assert f"/{ACCESS_ROLE}/" in caller["Arn"]


def test_an_account_that_stays_closed_is_named_after_a_while(
    aws: Emulator, accounts: dict[str, str], journey: Journey
) -> None:
    remove_role(aws, accounts["infra"])
    with pytest.raises(UpError) as caught:
        wait_for_accounts(journey, list(accounts))

    assert str(caught.value).startswith(f"the role {ACCESS_ROLE} of infra cannot be assumed as the role admin of the")
    assert str(caught.value).endswith("This is normal in an account's first minutes: start again.")


def test_an_account_that_opens_in_the_meantime_is_entered(
    aws: Emulator, accounts: dict[str, str], journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    iam = remove_role(aws, accounts["infra"])
    pauses: list[float] = []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        policy = trust(f"arn:aws:iam::{ACCOUNT}:root")
        iam.create_role(RoleName=ACCESS_ROLE, AssumeRolePolicyDocument=policy)

    monkeypatch.setattr(members, "NEW_ACCOUNT_SECONDS", 20.0)
    monkeypatch.setattr("time.sleep", sleep)
    wait_for_accounts(journey, list(accounts))

    assert pauses == [members.NEW_ACCOUNT_PAUSE]


def remove_role(aws: Emulator, account: str) -> Any:
    """Make the role of an account refuse; return a client that already has its credentials."""
    iam: Any = aws.session(account).client("iam")
    for policy in iam.list_attached_role_policies(RoleName=ACCESS_ROLE)["AttachedPolicies"]:
        iam.detach_role_policy(RoleName=ACCESS_ROLE, PolicyArn=policy["PolicyArn"])
    for name in iam.list_role_policies(RoleName=ACCESS_ROLE)["PolicyNames"]:
        iam.delete_role_policy(RoleName=ACCESS_ROLE, PolicyName=name)
    iam.delete_role(RoleName=ACCESS_ROLE)
    return iam


def test_an_account_that_terraform_does_not_know_is_an_error(journey: Journey) -> None:
    with pytest.raises(UpError, match="no number of id, infra: deploy org-root first"):
        account_access(journey, ["id", "infra"])


@pytest.mark.parametrize(("pending", "numbers"), [("accounts", {"id": "1", "infra": "2"}), ("", {"id": "1"})])
def test_a_dry_run_does_not_wait_for_accounts_that_are_still_to_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pending: str, numbers: dict[str, str]
) -> None:
    monkeypatch.setattr(members, "account_numbers", lambda journey: numbers)
    monkeypatch.setattr(members, "wait_for_accounts", lambda *arguments: pytest.fail("it waits"))
    file = tmp_path / "organization.yaml"
    file.write_text(GUIDE.read_text().replace("{state: local}", "{state: account}"))
    tools = Toolbox.make(tmp_path, "bootstrap-id", "bootstrap-infra")
    dialogue, typist = talk()
    journey = begin(tools.folder, dialogue, file=file, environment=tools.environment, dry_run=True)
    journey.pending = pending
    states(next(phase for phase in PHASES if phase.name == "states"), journey)

    assert ("not yet planned when accounts is done" in typist.one_line) is bool(pending)
    assert "terraform -chdir=cdktf.out/stacks/bootstrap-id plan" in typist.one_line

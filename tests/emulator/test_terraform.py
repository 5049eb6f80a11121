"""
The real Terraform with the real AWS provider on the emulator: one deployment that changes, converges and goes again.

One configuration has all resources, since each command starts four providers, whatever they do.
"""

from __future__ import annotations

import copy
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from emulator import Emulator
from emulator.run import emulated_project
from tests.emulator import organization_resources, service_resources
from tests.emulator.service_resources import MANAGEMENT
from tests.emulator.terraform import HOME, OTHER, configuration, demand_no_change, merged, organization, terraform
from tests.emulator.test_policies import TYPES
from tests.terraform_environment import NO_GARBAGE_COLLECTION

pytestmark = [pytest.mark.e2e(minutes=2), pytest.mark.timeout(900)]
PARTS = (organization_resources, service_resources)
UNREAD = ["-refresh=false"]
"""An option where an empty plan directly before has read every resource."""


@dataclass(frozen=True)
class Deployed:
    """An emulated AWS after two stages, and the folder and environment of the commands."""

    emulator: Emulator
    folder: Path
    environment: dict[str, str]
    project: Path

    def numbers(self) -> dict[str, str]:
        """Return the numbers of the accounts by name."""
        organizations: Any = self.emulator.session().client("organizations")
        return {account["Name"]: account["Id"] for account in organizations.list_accounts()["Accounts"]}

    def infra(self, service: str, region: str = HOME) -> Any:
        """Return a client in the member account `infra`."""
        session: Any = self.emulator.session(self.numbers()["spacecats-infra"])
        return session.client(service, region_name=region)


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    """
    Deploy two stages; after each, a plan is empty.

    Use Terraform as users do: it verifies the provider, which `terraform_environment` skips.
    """
    principals = [principal for part in PARTS for principal in part.PRINCIPALS]
    first = merged(organization(*principals, policy_types=tuple(TYPES)), *(part.first_stage() for part in PARTS))
    second = copy.deepcopy(first)
    for part in PARTS:
        part.change(second)
    assert second != first

    project = tmp_path_factory.mktemp("terraform")
    (project / "main.tf.json").write_text(configuration(first))
    with emulated_project(project, os.environ | NO_GARBAGE_COLLECTION) as (emulator, folder, environment):
        terraform(folder, environment, "init")
        for stage, options in ((first, []), (second, UNREAD)):
            (folder / "main.tf.json").write_text(configuration(stage))
            terraform(folder, environment, "apply", "-auto-approve", *options)
            demand_no_change(folder, environment)
        yield Deployed(emulator, folder, environment, project)


def test_accounts_and_users_are_in_their_places(deployed: Deployed) -> None:
    assert set(deployed.numbers()) == {"management", "spacecats-id", "spacecats-infra"}
    assert [user["UserName"] for user in deployed.infra("iam").get_group(GroupName="infra")["Users"]] == ["ann"]
    assert deployed.emulator.session().client("iam").list_users()["Users"] == []


def test_guardduty_of_the_member_account_watches_all_others(deployed: Deployed) -> None:
    client = deployed.infra("guardduty", OTHER)

    (id,) = client.list_detectors()["DetectorIds"]
    members = client.list_members(DetectorId=id)["Members"]
    expected = {deployed.emulator.management_account, deployed.numbers()["spacecats-id"]}
    assert {each["AccountId"] for each in members} == expected


def test_the_trail_records_the_organization_with_a_key_of_the_member_account(deployed: Deployed) -> None:
    client: Any = deployed.emulator.session().client("cloudtrail", region_name=HOME)

    trail = client.get_trail(Name="spacecats")["Trail"]
    assert trail["IsOrganizationTrail"]
    assert trail["KmsKeyId"].split(":")[4] != MANAGEMENT


def test_everything_goes_again_and_the_project_is_as_before(deployed: Deployed) -> None:
    """Last in this file, as it destroys everything."""
    terraform(deployed.folder, deployed.environment, "destroy", "-auto-approve", *UNREAD)

    assert [entry.name for entry in deployed.project.iterdir()] == ["main.tf.json"]

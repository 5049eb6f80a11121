"""The example organization with the commands of the README, on an emulated AWS."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.deployment import Deployment, deployment
from tests.terraform_json import ROOT

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """The example, deployed as the README says: org-root first, then the others by name."""
    with deployment(ROOT / "organization.yaml", tmp_path_factory.mktemp("example")) as deployed:
        deployed.deploy("org-root")
        deployed.deploy("id", "infra")
        yield deployed


def test_cdktf_lists_the_stacks(example: Deployment) -> None:
    printed = example.run("cdktf", "list").stdout

    assert re.findall(r"^(\S+) +cdktf.out/stacks/", printed, re.MULTILINE) == ["id", "infra", "org-root"]


def test_cdktf_output_tells_the_account_numbers(example: Deployment) -> None:
    printed = example.run("cdktf", "output", "org-root").stdout

    for number in example.output("org-root")["account_ids"].values():
        assert re.fullmatch(r"\d{12}", number)
        assert number in printed
    assert f"arn:aws:iam::{example.emulator.management_account}:role/admin" in printed


def test_cdktf_diff_finds_nothing_to_change(example: Deployment) -> None:
    assert "No changes." in example.run("cdktf", "diff", "id").stdout


def test_no_stack_has_anything_to_change(example: Deployment) -> None:
    assert example.all_changes() == {}


def test_the_project_itself_is_left_alone(example: Deployment) -> None:
    """
    State of the emulated AWS never lies beside organization.yaml, where a real deployment would take it for its own.
    """
    assert sorted(path.name for path in example.folder.glob("*.tfstate")) == [
        "terraform.id.tfstate",
        "terraform.infra.tfstate",
        "terraform.org-root.tfstate",
    ]
    for path in example.folder.glob("*.tfstate"):
        assert not path.is_symlink()
        beside = ROOT / path.name
        assert not beside.exists() or beside.read_bytes() != path.read_bytes()


def test_the_state_holds_no_secret(example: Deployment) -> None:
    for path in example.folder.glob("*.tfstate"):
        assert not re.search(r'"(secret|password|encrypted_password|base_32_string_seed)": *"[^"]', path.read_text())


def test_a_mistake_in_the_file_leaves_the_synthesized_stacks_as_they_were(example: Deployment) -> None:
    def synthesized() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in (example.folder / "cdktf.out").rglob("*.json")}

    before, text = synthesized(), example.file.read_text()
    example.file.write_text(text.replace("region: us-west-2", "region: us-west2\nregoin: x"))
    try:
        failed = example.run("cdktf", "synth", check=False)
        plain = example.run("python", "main.py", check=False)
    finally:
        example.file.write_text(text)

    for process in (failed, plain):
        assert process.returncode == 1
        assert "'us-west2' is no AWS region, did you mean 'us-west-2'?" in process.stdout
        assert "'regoin' is an unknown key, did you mean 'region'?" in process.stdout
        assert "Traceback" not in process.stdout
    assert synthesized() == before


def test_a_renamed_unit_is_made_anew_around_its_accounts(example: Deployment) -> None:
    """Last in this file, as it changes the organization: made, accounts moved, the old one deleted when it is empty."""
    numbers = example.output("org-root")["account_ids"]
    example.file.write_text(example.file.read_text().replace("  spacecats:", "  cats:"))

    example.deploy("org-root")

    organizations = example.client("organizations")
    (root,) = organizations.list_roots()["Roots"]
    units = organizations.list_organizational_units_for_parent(ParentId=root["Id"])["OrganizationalUnits"]
    ids = {unit["Name"]: unit["Id"] for unit in units}
    assert set(ids) == {"cats", "suspended"}
    accounts = organizations.list_accounts_for_parent(ParentId=ids["cats"])["Accounts"]
    assert {account["Id"] for account in accounts} == set(numbers.values())
    assert example.output("org-root")["account_ids"] == numbers

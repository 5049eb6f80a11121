"""The base `deployed`: Terraform's states, from files beside organization.yaml or from buckets."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest

from access.difference import Difference
from foundation.ids import ORGANIZATION
from live.errors import NotYetError
from orgctl.diff.command import compare as compare_sources
from orgctl.diff.deployed import in_states
from orgctl.diff.errors import DiffError
from orgctl.diff.sources import Source
from terraform_json.origin import StatementOrigin
from terraform_json.stacks import Stack
from terraform_json.state import State as TerraformState
from tests.diff.conftest import Stacks, sentences_of
from tests.diff.organizations import ORGANIZATIONS
from tests.diff.states import NUMBERS, REAL, State, states_of
from tests.synthesis import ROOT

FILE = ROOT / "organization.yaml"
Deployed = Callable[[str, str], Difference]


class Buckets:
    """A fake of S3 with states."""

    def __init__(self, states: dict[str, State]) -> None:
        self.states = states
        self.asked: list[str] = []

    def state(self, bucket: str, key: str) -> TerraformState:
        self.asked.append(f"{bucket}/{key}")
        stack = key.partition("/")[0]
        if stack not in self.states:
            raise NotYetError(bucket)
        return TerraformState(self.states[stack])


@pytest.fixture
def buckets(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, State]], Buckets]:
    """Write states to the places of their backends."""

    def put(states: dict[str, State]) -> Buckets:
        found = Buckets(states)
        monkeypatch.setattr("live.state_account.own_account", lambda region: found)
        return found

    return put


@pytest.fixture
def deployed(
    stacks_of: Callable[[str], Stacks], buckets: Callable[[dict[str, State]], Buckets], tmp_path: Path
) -> Deployed:
    """Return the difference between a deployed organization and another one, by their names."""

    def compared(base: str, new: str) -> Difference:
        buckets(states_of(stacks_of(base)))
        read = [Stack(name, document) for name, document in stacks_of(new).items()]
        file = tmp_path / "organization.yaml"
        file.write_text(json.dumps(ORGANIZATIONS[new]))
        (tmp_path / "guardrails").symlink_to(ROOT / "guardrails")
        source = Source("cdktf.out", read, None)
        old = in_states(tmp_path, file, source)
        return compare_sources(old, source, old.numbers, date(2026, 12, 1), old.stand_ins)

    return compared


def test_deployed_resources_have_the_same_keys_of_the_configuration(
    stacks_of: Callable[[str], Stacks], buckets: Callable[[dict[str, State]], Buckets]
) -> None:
    buckets(states_of(stacks_of("example")))
    new = [Stack(name, document) for name, document in stacks_of("example").items()]

    old = in_states(ROOT, FILE, Source("cdktf.out", new, None))

    assert keys(old.stacks) == {
        address: found for address, found in keys(new).items() if "terraform_data" not in address
    }


def keys(stacks: Iterable[Stack]) -> dict[str, tuple[tuple[str, ...], tuple[StatementOrigin, ...]]]:
    """Return the origins of the stacks' resources, of whole resources and of statements."""
    entries = [entry for stack in stacks for entry in stack.blocks.values() if entry.mode == "managed"]
    return {str(entry.origin): (entry.origin.keys, entry.origin.statements) for entry in entries}


def test_a_deployed_organization_is_no_difference_though_its_numbers_and_ids_are_real(deployed: Deployed) -> None:
    difference = deployed("example", "example")
    assert sentences_of(difference) == []
    assert difference.is_empty


def test_the_difference_from_a_deployed_organization_is_that_from_its_configuration(deployed: Deployed) -> None:
    assert sentences_of(deployed("example", "ann")) == [
        "Access gained: ann gains the role infra of id and infra, with MFA: PowerUserAccess (group infra).",
        "People and groups: ann is a new user of id, in the group infra.",
    ]


def test_an_account_in_quarantine_keeps_the_resources_of_its_stack(deployed: Deployed) -> None:
    """Its states are read from their former places, so that its roles are known."""
    lines = sentences_of(deployed("dev", "dev-shut"))
    assert "Access lost: myuser loses the role infra of dev: PowerUserAccess (group infra)." in lines
    assert not [line for line in lines if line.startswith("Roles")]


def test_an_account_that_is_taken_out_is_refused(deployed: Deployed) -> None:
    refusals = deployed("dev", "example").refusals
    assert [one.what for one in refusals] == ["the account dev would be removed from the organization"]


def test_a_tainted_account_is_refused(
    stacks_of: Callable[[str], Stacks], buckets: Callable[[dict[str, State]], Buckets]
) -> None:
    states = states_of(stacks_of("example"))
    account = next(one for one in states["org-root"]["resources"] if one["name"] == "account_infra")
    account["instances"][0]["status"] = "tainted"
    buckets(states)
    source = Source("cdktf.out", [Stack(name, found) for name, found in stacks_of("example").items()], None)
    old = in_states(ROOT, FILE, source)
    found = compare_sources(old, source, old.numbers, date(2026, 12, 1), old.stand_ins)
    assert [one.what for one in found.refusals] == ["the account infra would be destroyed and recreated"]
    assert old.numbers == {key: number for key, number in NUMBERS.items() if key != "dev"}


def test_states_in_files_are_read_too(stacks_of: Callable[[str], Stacks], tmp_path: Path) -> None:
    stacks = json.loads(json.dumps(stacks_of("example")))
    for name, document in stacks.items():
        document["terraform"]["backend"] = {"local": {"path": f"../../../terraform.{name}.tfstate"}}
    for name, state in states_of(stacks_of("example")).items():
        (tmp_path / f"terraform.{name}.tfstate").write_text(json.dumps(state))
    source = Source("cdktf.out", [Stack(name, found) for name, found in stacks.items()], None)
    old = in_states(tmp_path, FILE, source)
    assert {stack.name for stack in old.stacks} == set(stacks)


def test_a_missing_deployment_is_reported(
    stacks_of: Callable[[str], Stacks], buckets: Callable[[dict[str, State]], Buckets], tmp_path: Path
) -> None:
    buckets({})
    source = Source("cdktf.out", [Stack(name, found) for name, found in stacks_of("example").items()], None)
    with pytest.raises(DiffError) as raised:
        in_states(tmp_path, FILE, source)
    assert str(raised.value) == (
        "the organization is not deployed: there is no state of org-root with it in "
        "s3://spacecats-org-root-tf-state-us-west-2/org-root/terraform.tfstate. Compare with a Git revision or a folder"
    )


@pytest.mark.parametrize(("written", "is_same"), [(REAL[ORGANIZATION], True), ("o-another000", False)])
def test_an_id_written_in_a_policy_is_the_organizations_own_or_another_one(
    stacks_of: Callable[[str], Stacks],
    buckets: Callable[[dict[str, State]], Buckets],
    written: str,
    is_same: bool,
) -> None:
    """In states every id is real; a configuration has a reference to the organization, or the id itself."""
    stacks = stacks_of("example")
    reference = r'(PrincipalOrgID\\":\\")\$\{[^}]*\}'
    literal = json.loads(re.sub(reference, rf"\g<1>{written}", json.dumps(stacks)))
    assert literal != stacks
    buckets(states_of(stacks))
    source = Source("cdktf.out", [Stack(name, found) for name, found in literal.items()], None)
    old = in_states(ROOT, FILE, source)
    found = compare_sources(old, source, old.numbers, date(2026, 12, 1), old.stand_ins)
    assert found.is_empty is is_same

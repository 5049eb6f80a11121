"""Random changes of random organizations: whatever a deployment of everything would change is among the affected."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from terraform_json.affected import affected
from terraform_json.stacks import Stack
from tests.synthesis import synthesize_organization
from tests.terraform_json.random_changes import PROVIDERS, Documents, World, order_of, organization_of, two

IN_CI, IN_ALL = 3, 100


def check(seed: int, folder: Path) -> None:
    before, after = two(Random(seed))
    documents = [
        synthesize_organization(organization_of(one), folder / name) for name, one in (("a", before), ("b", after))
    ]
    order = order_of(folder / "b")
    deployed, everything = World(), World()
    for world in (deployed, everything):
        world.deploy(order_of(folder / "a"), documents[0])
    assert look(deployed, documents[0]) == []

    everything.deploy(order, documents[1])
    changes = {name for name in order if everything.results[name] != deployed.results.get(name)}
    assert {name for name, _ in look(deployed, documents[1])} == changes

    done: set[str] = set()
    while found := look(deployed, documents[1]):
        wave = {name for name, number in found if number == found[0][1]}
        assert not wave & done, "a stack is deployed once"
        deployed.deploy([name for name in order if name in wave], documents[1])
        done |= wave
    assert done == changes
    assert {name: deployed.results[name] for name in order} == {name: everything.results[name] for name in order}


def look(world: World, documents: Documents) -> list[tuple[str, int]]:
    stacks = [Stack(name, document) for name, document in documents.items()]
    return [(one.stack, one.wave) for one in affected(stacks, world.deployed, PROVIDERS, {})]


@pytest.mark.parametrize("seed", range(IN_CI))
def test_what_everything_would_change_is_affected(seed: int, tmp_path: Path) -> None:
    check(seed, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(IN_CI, IN_ALL))
def test_what_everything_would_change_is_affected_in_many_organizations(seed: int, tmp_path: Path) -> None:
    check(seed, tmp_path)


def test_the_check_can_fail(tmp_path: Path) -> None:
    """A fingerprint that says of each block what the new stack says: nothing seems to differ."""
    before, after = two(Random(0))
    documents = [
        synthesize_organization(organization_of(one), tmp_path / name) for name, one in (("a", before), ("b", after))
    ]
    world = World()
    world.deploy(order_of(tmp_path / "a"), documents[0])
    other = World()
    other.deploy(order_of(tmp_path / "b"), documents[1])
    for name, known in other.deployed.items():
        if name in world.deployed and known.fingerprint and (old := world.deployed[name].fingerprint):
            forged = replace(old, blocks=known.fingerprint.blocks)
            world.deployed[name] = replace(world.deployed[name], fingerprint=forged)
    assert {name for name, _ in look(world, documents[1])} != {
        name for name, result in other.results.items() if result != world.results.get(name)
    }

"""Organizations to compare, each synthesized once."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from access.decision import Evaluator
from access.decision.process import Process
from access.difference import Difference, Snapshot, difference
from access.intent import intent_of
from access.model.organization import Organization
from access.questions.world import World
from access.read.organization import from_stacks
from orgctl.diff.sentences import sections
from terraform_json.stacks import Stack
from tests.access.small import organization
from tests.diff.organizations import ORGANIZATIONS
from tests.stacks.variations import varied
from tests.synthesis import synthesize_organization

Stacks = dict[str, dict[str, Any]]
Edit = Callable[[Stacks], object]
Compare = Callable[..., Difference]


@pytest.fixture(scope="session")
def process() -> Iterator[Process]:
    """Yield the evaluator's process, one for all tests."""
    with Process() as running:
        yield running


@pytest.fixture(scope="session")
def like() -> Organization:
    """Return a small organization whose ids are known."""
    return replace(organization(), knows_id=True, unknown_numbers=frozenset())


@pytest.fixture(scope="session")
def folder_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return the function that gives an organization's folder, by name."""

    @cache
    def synthesized(name: str) -> Path:
        folder = tmp_path_factory.mktemp(name) / "cdktf.out"
        content = dict.fromkeys(ORGANIZATIONS["example"]) | ORGANIZATIONS[name]
        synthesize_organization(varied(content), folder)
        return folder

    return synthesized


@pytest.fixture(scope="session")
def stacks_of(folder_of: Callable[[str], Path]) -> Callable[[str], Stacks]:
    """Return the function that gives an organization's Terraform JSON, by name; it must not be changed."""
    from terraform_json.stacks import read_stacks

    return cache(lambda name: {stack.name: dict(stack.document) for stack in read_stacks(folder_of(name))})


@pytest.fixture(scope="session")
def snapshot_of(stacks_of: Callable[[str], Stacks], process: Process) -> Callable[..., Snapshot]:
    """Return the function that gives one side, by name, after an edit, and with real account numbers."""

    def side(name: str, edit: Edit | None = None, numbers: Mapping[str, str] | None = None) -> Snapshot:
        stacks = copy.deepcopy(stacks_of(name)) if edit else stacks_of(name)
        if edit:
            edit(stacks)
        read = [Stack(key, document) for key, document in stacks.items()]
        found = from_stacks(read, numbers or {})
        content = dict.fromkeys(ORGANIZATIONS["example"]) | ORGANIZATIONS[name]
        return Snapshot(World(found, Evaluator(found, process=process), intent_of(varied(content))), read)

    return side


@pytest.fixture(scope="session")
def snapshots(snapshot_of: Callable[..., Snapshot]) -> Callable[[Edit, Edit], Difference]:
    """Return the function that gives the difference of two edits of the example."""
    return lambda before, after: difference(snapshot_of("example", before), snapshot_of("example", after))


@pytest.fixture(scope="session")
def renumbered(snapshot_of: Callable[..., Snapshot]) -> Callable[[], Difference]:
    """Return the function that compares the example, with other account numbers, with itself."""

    def compared() -> Difference:
        keys = snapshot_of("example").organization.account_by_key
        numbers = {key: f"4{place:011d}" for place, key in enumerate(reversed([*keys]))}
        return difference(snapshot_of("example", numbers=numbers), snapshot_of("example"))

    return compared


@pytest.fixture(scope="session")
def compare(snapshot_of: Callable[..., Snapshot]) -> Compare:
    """Return the difference of two organizations, by name; `edit` changes the Terraform JSON of the second."""
    sides = cache(snapshot_of)

    def compared(base: str, new: str, edit: Edit | None = None) -> Difference:
        return difference(sides(base), snapshot_of(new, edit) if edit else sides(new))

    return compared


def sentences_of(difference: Difference, *, details: bool = False) -> list[str]:
    """Return every sentence, after its heading, without limits that are as near as before."""
    return [
        line
        for section in sections(difference)
        for sentence in section.sentences
        if not sentence.text.startswith("Near the limit as before")
        for line in (f"{section.title}: {sentence.text}", *(sentence.details if details else ()))
    ]

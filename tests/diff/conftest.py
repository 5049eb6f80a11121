"""Organizations to compare, each synthesized once."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from access.decision import Evaluator
from access.decision.process import Process
from access.difference import Difference, Snapshot, difference
from access.intent import intent_of
from access.questions.world import World
from access.read.organization import from_stacks
from orgctl.diff.sentences import sections
from terraform_json.stacks import Stack
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
def compare(stacks_of: Callable[[str], Stacks], process: Process) -> Compare:
    """Return the difference of two organizations, by name; `edit` changes the Terraform JSON of the second."""

    def side(name: str, edit: Edit | None = None) -> Snapshot:
        stacks = copy.deepcopy(stacks_of(name)) if edit else stacks_of(name)
        if edit:
            edit(stacks)
        read = [Stack(key, document) for key, document in stacks.items()]
        organization = from_stacks(read)
        content = dict.fromkeys(ORGANIZATIONS["example"]) | ORGANIZATIONS[name]
        return Snapshot(World(organization, Evaluator(organization, process=process), intent_of(varied(content))), read)

    sides = cache(side)

    def compared(base: str, new: str, edit: Edit | None = None) -> Difference:
        return difference(sides(base), side(new, edit) if edit else sides(new))

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

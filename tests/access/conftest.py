"""The world of the example, whole or broken on purpose."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from access.decision import Evaluator
from access.decision.process import Process
from access.intent import Intent, intent_of
from access.questions.world import World
from access.read.organization import from_stacks
from organization.load import load
from terraform_json.stacks import Stack
from tests.synthesis import ROOT

Stacks = dict[str, dict[str, Any]]
"""The Terraform JSON of every stack, by the stack's name."""
Edit = Callable[[Stacks], object]
Broken = Callable[[Edit], World]


@pytest.fixture(scope="session")
def process() -> Iterator[Process]:
    """Yield the evaluator's process, one for all tests."""
    with Process() as running:
        yield running


@pytest.fixture(scope="session")
def intent() -> Intent:
    """Return the intent of the example."""
    return intent_of(load(ROOT / "organization.yaml")[0])


@pytest.fixture(scope="session")
def broken(stacks: Stacks, process: Process, intent: Intent) -> Broken:
    """Return a function that builds the example's world after an edit of its Terraform JSON; its ids count as known."""

    def build(edit: Edit) -> World:
        edited = copy.deepcopy(stacks)
        edit(edited)
        organization = from_stacks([Stack(name, document) for name, document in edited.items()])
        organization = replace(organization, knows_id=True, unknown_numbers=frozenset())
        return World(organization, Evaluator(organization, process=process), intent)

    return build


@pytest.fixture(scope="session")
def world(broken: Broken) -> World:
    """Return the world of the unchanged example."""
    return broken(lambda stacks: None)

"""Synthesized organizations that several tests use."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.stacks.variations import VARIATIONS, varied
from tests.synthesis import synthesize_organization

Stacks = dict[str, dict[str, Any]]


@pytest.fixture(scope="session")
def folder_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return the folder of each synthesized variation, by its name."""
    return cache(tmp_path_factory.mktemp)


@pytest.fixture(scope="session")
def variation(folder_of: Callable[[str], Path]) -> Callable[[str], Stacks]:
    """Return every stack of a variation, by its name."""
    return cache(lambda name: synthesize_organization(varied(VARIATIONS[name]), folder_of(name)))


@pytest.fixture(params=VARIATIONS)
def any_stacks(request: pytest.FixtureRequest, variation: Callable[[str], Stacks]) -> Stacks:
    """Yield every stack, of one variation after the other."""
    return variation(request.param)


@pytest.fixture
def changed(tmp_path: Path) -> Callable[..., Stacks]:
    """Synthesize the example with other values for some of its keys."""
    return lambda **changes: synthesize_organization(varied(changes), tmp_path)

"""One emulator for all tests of this folder, and an organization in it that each test gets as new."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from emulator import Emulator
from tests.doctor.patient import Patient


@pytest.fixture(scope="session")
def emulator() -> Iterator[Emulator]:
    with Emulator.start() as running:
        yield running


@pytest.fixture
def patient(emulator: Emulator) -> Patient:
    emulator.reset()
    return Patient(emulator)

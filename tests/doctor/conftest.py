"""One emulator for all tests of this folder, with an organization that is reset for each test."""

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

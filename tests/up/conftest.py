"""One emulator for the tests of the parts; each begins with a bare account, and this process's AWS clients reach it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from emulator import BareAccount, Emulator


@pytest.fixture(scope="session")
def running() -> Iterator[Emulator]:
    with Emulator.start(account=BareAccount(credentials="user")) as emulator:
        yield emulator


@pytest.fixture
def aws(running: Emulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Emulator:
    running.reset()
    environment = running.environment(os.environ)
    environment |= {name: str(tmp_path / name) for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE")}
    for name in os.environ.keys() - environment:
        monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return running

"""The example for `orgctl prove`, unchanged and broken on purpose."""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from access.decision import Evaluator
from access.promises.custom import load_own
from access.promises.registry import PROMISES
from access.proof import Proof, Sources, prove_all
from access.questions.world import World
from orgctl.prove.reading import read_synthesized
from tests.synthesized_project import write_project

AS_OF = date(2026, 12, 1)


@pytest.fixture(scope="session")
def proven(stacks: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Proof:
    """Return the proof of the example."""
    return prove_folder(write_project(tmp_path_factory.mktemp("proven"), stacks))


@pytest.fixture(scope="session")
def spoilt(stacks: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Proof:
    """Return the proof of the example whose role infra trusts another account, with an unresolved reference."""
    edited = copy.deepcopy(stacks)
    role = next(one for name, one in edited["infra"]["resource"]["aws_iam_role"].items() if "roles_infra" in name)
    role["assume_role_policy"] = role["assume_role_policy"].replace('"Bool"', '"BoolIfExists"')
    bucket = next(iter(edited["logs"]["resource"]["aws_s3_bucket_policy"].values()))
    bucket["policy"] = bucket["policy"].replace("TlsOnly", "${aws_nothing.here.id}")
    return prove_folder(write_project(tmp_path_factory.mktemp("spoilt"), edited))


@pytest.fixture
def project(tmp_path: Path, stacks: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the synthesized example, the current folder."""
    monkeypatch.chdir(write_project(tmp_path, stacks))
    monkeypatch.delenv("ORGANIZATION_FILE", raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Restrict the built-in promises to a single, quick one."""
    from access.promises import given

    monkeypatch.setattr("orgctl.prove.command.PROMISES", (given.PROMISE,))


def prove_folder(folder: Path) -> Proof:
    read = read_synthesized(folder, folder / "organization.yaml", as_of=AS_OF)
    own = load_own(folder / "access.yaml", read.organization)
    with Evaluator(read.organization) as evaluator:
        world = World(read.organization, evaluator, read.intent)
        sources = Sources(read.lines, read.organization)
        return prove_all(
            read.name, world, sources, PROMISES, own.promises, started=perf_counter(), accepted=own.accepted
        )

"""
25 right organizations of different kinds: every promise is kept, and nothing is left open.

Each is a file of `right/`, whose first line says what is special about it. `<name>.access.yaml` beside it holds
promises of its own, `<name>.outputs.json` the numbers of a deployed organization. A promise that is broken or not
decided here is a false alarm. The 17 that differ most are proven in every run, those of `LONG` by `make long`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import perf_counter

import pytest

from access.decision import Evaluator
from access.decision.process import Process
from access.promises.custom import load_own
from access.promises.registry import PROMISES
from access.proof import Proof, Sources, prove_all
from access.questions.world import World
from organization.load import load
from orgctl.prove.reading import SYNTHESIZED, read_synthesized
from tests.synthesis import synthesize_organization

FOLDER = Path(__file__).parent / "right"
FILES = sorted(one for one in FOLDER.glob("*.yaml") if not one.name.endswith(".access.yaml"))
LONG = (
    *("boundaries", "closed-accounts", "every-service", "pipeline-role", "policy-kinds", "regions", "state-elsewhere"),
    "without-rcps",
)
AS_OF = date(2026, 12, 1)
PARTNER = "444455556666"


@pytest.fixture(scope="module")
def process() -> Iterator[Process]:
    """Yield the evaluator's process, one for all organizations."""
    with Process() as running:
        yield running


def test_there_are_25_and_each_says_what_is_special() -> None:
    said = [one.read_text(encoding="utf-8").partition("\n")[0] for one in FILES]

    assert len(said) == len(set(said)) == 25
    assert all(one.startswith("# ") for one in said)


@pytest.mark.parametrize(
    "file", [pytest.param(one, id=one.stem, marks=pytest.mark.long if one.stem in LONG else ()) for one in FILES]
)
def test_a_right_organization_is_proven(file: Path, tmp_path: Path, process: Process) -> None:
    proof = prove(file, tmp_path, process)

    wrong = {one.says: (*(kind.text for kind in one.kinds), *one.undecided) for one in proof.promises}
    assert {says: found for says, found in wrong.items() if found} == {}
    assert (proof.counts["broken"], proof.counts["undecided"], proof.unread, proof.unresolved) == (0, 0, (), ())
    assert proof.counts["kept"] >= 7
    assert {one.named for one in proof.mentions} == ({PARTNER} if file.stem == "deployed-perimeter" else set())


def test_the_perimeter_of_another_organization_is_found(tmp_path: Path, process: Process) -> None:
    """With the outputs of another organization, the perimeter shuts out the organization's own principals."""
    outputs = tmp_path / "outputs.json"
    right = (FOLDER / "deployed-perimeter.outputs.json").read_text(encoding="utf-8")
    outputs.write_text(right.replace("o-a1b2c3d4e5", "o-z9y8x7w6v5"), encoding="utf-8")

    proof = prove(FOLDER / "deployed-perimeter.yaml", tmp_path, process, outputs)

    broken = {one.name: one.kinds[0].text for one in proof.promises if one.kinds}
    assert broken.keys() >= {"deployment", "state"}
    assert broken["deployment"].startswith("the deployment role cannot")


def prove(file: Path, folder: Path, process: Process, outputs: Path | None = None) -> Proof:
    """Return the proof of an organization, synthesized into a folder, with the promises of its own."""
    synthesize_organization(load(file)[0], folder / SYNTHESIZED, FOLDER)
    beside = file.with_suffix(".outputs.json")
    read = read_synthesized(folder, file, outputs or (beside if beside.exists() else None), as_of=AS_OF)
    access = file.with_suffix(".access.yaml")
    own = load_own(access, read.organization).promises if access.exists() else ()
    world = World(read.organization, Evaluator(read.organization, process=process), read.intent)
    return prove_all(read.name, world, Sources(read.lines, read.organization), PROMISES, own, started=perf_counter())

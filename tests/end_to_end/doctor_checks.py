"""What `orgctl doctor` must say of the deployed example: nothing but what people have to do, and every fault."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from emulator import Emulator
from organization.model import Organization
from orgctl.doctor import examine
from tests.end_to_end.doctor_faults import FAULTS, Ground, Told

BY_HAND = {
    ("user-passwords", "spacecats-id myuser"),
}
"""What is wrong with a new organization until its people have signed in; the administrator has."""


def told(organization: Organization, folder: Path, emulator: Emulator) -> list[Told]:
    """The checks and places of what is wrong, each once."""
    findings = examine(organization, folder, emulator.session())
    return sorted((finding.check, finding.place) for finding in findings if finding.status == "wrong")


def check_a_new_organization_is_well(organization: Organization, folder: Path, emulator: Emulator) -> None:
    """Nothing is wrong that `cdktf deploy` could have done."""
    assert told(organization, folder, emulator) == sorted(BY_HAND)


def check_every_fault_is_found_and_nothing_else(organization: Organization, folder: Path, emulator: Emulator) -> None:
    """All of them at once, since each look takes a while; a fault that is told twice, or elsewhere, fails too."""
    ground = Ground(emulator)
    expected = sorted({*BY_HAND, *(one for fault in FAULTS for one in fault.told)} - silenced())
    with ExitStack() as faults:
        for fault in FAULTS:
            faults.enter_context(fault.seed(ground))
        found = told(organization, folder, emulator)
    assert found == expected
    assert told(organization, folder, emulator) == sorted(BY_HAND)


def silenced() -> set[Told]:
    """What the faults put an end to."""
    return {one for fault in FAULTS for one in fault.silent}

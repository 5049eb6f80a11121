"""Expected findings of `orgctl doctor` about the deployed example: manual tasks at first, then every fault."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from emulator import Emulator
from organization.model import Organization
from orgctl.doctor import examine
from tests.end_to_end.doctor_faults import FAULTS, Ground, Place

BY_HAND = {
    ("user-passwords", "spacecats-id myuser"),
}
"""The findings about a new organization until its users have signed in; the administrator has."""


def wrong_findings(organization: Organization, folder: Path, emulator: Emulator) -> list[Place]:
    """Return the checks and places of the findings, each once."""
    findings = examine(organization, folder, emulator.session())
    return sorted((finding.check, finding.place) for finding in findings if finding.status == "wrong")


def check_a_new_organization_is_well(organization: Organization, folder: Path, emulator: Emulator) -> None:
    """Check that there is no finding that `cdktf deploy` could have prevented."""
    assert wrong_findings(organization, folder, emulator) == sorted(BY_HAND)


def check_every_fault_is_found_and_nothing_else(organization: Organization, folder: Path, emulator: Emulator) -> None:
    """Seed all faults at once, since an examination takes a while. Additional findings fail too."""
    ground = Ground(emulator)
    expected = sorted({*BY_HAND, *(one for fault in FAULTS for one in fault.findings)} - removed_findings())
    with ExitStack() as faults:
        for fault in FAULTS:
            faults.enter_context(fault.seed(ground))
        found = wrong_findings(organization, folder, emulator)
    assert found == expected
    assert wrong_findings(organization, folder, emulator) == sorted(BY_HAND)


def removed_findings() -> set[Place]:
    """Return the findings that the faults remove."""
    return {one for fault in FAULTS for one in fault.removed}

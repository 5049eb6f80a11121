"""
`python -m bench.changed MODE FOLDER` runs the phase `changes` of `orgctl up` in a deployed project, without questions.

It runs with the modules of this checkout or, by PYTHONPATH, of another, whose phase may know fewer settings. Modes:
`affected` deploys what differs, `all` plans every stack and deploys nothing.
"""

from __future__ import annotations

import os
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import boto3
from rich.console import Console

from emulator.process import REPOSITORY
from live.caller import Caller
from live.identity import Identity
from organization.load import default_file, load
from orgctl.up.dialogue import Dialogue
from orgctl.up.journey import Journey
from orgctl.up.phases import PHASES
from toolchain.environment import prepare


def main(mode: str, folder: Path) -> int:
    """Run the phase. Return 0; what goes wrong is raised."""
    organization, _ = load(folder / default_file())
    session = boto3.Session()
    who: Any = session.client("sts").get_caller_identity()
    everything: dict[str, Any] = {
        "organization": organization,
        "folder": folder,
        "environment": _environment(),
        "dialogue": Dialogue(Console(), yes=True, is_terminal=False),
        "identity": Identity(session, Caller(who["Account"], who["Arn"]), None),
        "person": organization.org_root.admins[0],
        "dry_run": mode == "all",
        "everything": mode == "all",
        "gate": lambda _journey: None,
    }
    known = {one.name for one in fields(Journey)}
    journey = Journey(**{name: value for name, value in everything.items() if name in known})
    journey.recognised.update(organization.stack_names())
    phase = next(one for one in PHASES if one.name == "changes")
    phase.run(phase, journey)
    return 0


def _environment() -> dict[str, str]:
    """Return the environment with the tools of this checkout, as `orgctl up` prepares it."""
    found = prepare(os.environ, REPOSITORY)
    found["PATH"] = os.pathsep.join([str(REPOSITORY / "bin"), found["PATH"]])
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))

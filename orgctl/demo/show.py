"""
Deploy to an emulated AWS with progress on the terminal, then show what stands there, and prove who can reach what.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from emulator.run import emulated_project
from foundation.names import ORG_ROOT
from live.organization import read_organization
from live.states import StatePlace
from organization.load import default_file, load
from organization.model import Organization
from orgctl.deploy import explain, follow
from orgctl.deploy.run import PARALLEL_STACKS
from orgctl.overview import render
from orgctl.report.command import FILE as REPORT
from orgctl.report.command import Wanted, report

if TYPE_CHECKING:
    from live.session import Session

DEPLOY = ("cdktf", "deploy", "*", "--auto-approve", f"--parallelism={PARALLEL_STACKS}")
NEXT = """\
Nothing of this is in AWS, and the emulated AWS is gone again. Now:

  edit organization.yaml and run 'orgctl demo' again
  orgctl check                                       is the file right?
  cdktf synth && orgctl prove                        who can reach what?
  orgctl emulate -- cdktf diff bootstrap-org-root    try commands of your own
  orgctl emulate --bare user -- orgctl up            try the whole way
  orgctl up                                          begin for real: README"""


def demo(project: Path, console: Console) -> int:
    """The exit status: 0 when everything was deployed. Raises EmulatorError, ScratchError, ToolchainError."""
    console.print("Starting an emulated AWS: no AWS account and no credentials are used.", highlight=False)
    with emulated_project(project, os.environ) as (emulator, folder, environment):
        console.print("Deploying with [bold]cdktf deploy '*'[/bold]\n", highlight=False)
        deployment = follow(DEPLOY, folder, environment, console)
        if deployment.status:
            explain(deployment, console)
            return deployment.status
        console.print("\nThe organization as it stands now, read back through the AWS API:\n", highlight=False)
        file = folder / default_file(environment)
        organization, _ = load(file)
        render(read_organization(emulator.session(), regions=organization.all_regions), console)
        console.print("\nWho can reach what, proven from the Terraform JSON that was deployed:\n", highlight=False)
        state = _state_of_org_root(emulator.session(), organization, folder)
        wanted = Wanted(folder, file, output=project / REPORT, outputs=state)
        status = report(wanted, console, told=True)
    console.print(f"\n{NEXT}", highlight=False, soft_wrap=True)
    return status


def _state_of_org_root(session: Session, organization: Organization, folder: Path) -> Path | None:
    """A copy of the state that has the accounts' numbers; none where the state is a file of the project."""
    place = StatePlace.configured(organization, ORG_ROOT, folder)
    if not place.bucket:
        return place.file if place.file.exists() else None
    copy = folder / "org-root.tfstate.json"
    copy.write_text(json.dumps(place.read(session).content), encoding="utf-8")
    return copy

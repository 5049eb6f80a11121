"""
The demo: deploy to an emulated AWS, show the deployed organization, and prove access.
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
from orgctl.deploy.run import parallel_stacks
from orgctl.overview import render
from orgctl.report.command import FILE as REPORT
from orgctl.report.command import Wanted, report
from toolchain.fingerprint import SWITCH

if TYPE_CHECKING:
    from live.session import Session

DEPLOY = ("cdktf", "deploy", "*", "--auto-approve", f"--parallelism={parallel_stacks()}")
NEXT = """\
Nothing was deployed to AWS, and the emulated AWS has ended. Next:

  edit organization.yaml and run 'orgctl demo' again
  orgctl check                                       is the file valid?
  cdktf synth && orgctl prove                        what can principals do?
  orgctl emulate -- cdktf diff bootstrap-org-root    try commands of your own
  orgctl emulate --bare user -- orgctl up            try it on a bare account
  orgctl up                                          set up AWS: README"""


def demo(project: Path, console: Console) -> int:
    """Return the exit status: 0 if all stacks were deployed. Raise EmulatorError, ScratchError, ToolchainError."""
    console.print("Starting an emulated AWS: no AWS account and no credentials are used.", highlight=False)
    with emulated_project(project, os.environ) as (emulator, folder, environment):
        console.print("Deploying with [bold]cdktf deploy '*'[/bold]\n", highlight=False)
        deployment = follow(DEPLOY, folder, {**environment, SWITCH: "off"}, console)
        if deployment.status:
            explain(deployment, console)
            return deployment.status
        console.print("\nThe deployed organization, read through the AWS API:\n", highlight=False)
        file = folder / default_file(environment)
        organization, _ = load(file)
        render(read_organization(emulator.session(), regions=organization.all_regions), console)
        console.print("\nThe proof of access, from the deployed Terraform JSON:\n", highlight=False)
        state = _state_of_org_root(emulator.session(), organization, folder)
        wanted = Wanted(folder, file, output=project / REPORT, outputs=state, emulated=True)
        status = report(wanted, console, with_proof=True)
    console.print(f"\n{NEXT}", highlight=False, soft_wrap=True)
    return status


def _state_of_org_root(session: Session, organization: Organization, folder: Path) -> Path | None:
    """Return a file of org-root's state, which has the accounts' numbers; None if it does not exist."""
    place = StatePlace.configured(organization, ORG_ROOT, folder)
    if not place.bucket:
        return place.file if place.file.exists() else None
    copy = folder / "org-root.tfstate.json"
    copy.write_text(json.dumps(place.read(session).content), encoding="utf-8")
    return copy

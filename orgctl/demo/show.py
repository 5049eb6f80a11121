"""
Deploy to an emulated AWS with progress on the terminal, then show what stands there.
"""

from __future__ import annotations

import os
from pathlib import Path

from rich.console import Console

from organization.load import default_file, load
from orgctl.deploy import explain, follow
from orgctl.deploy.run import PARALLEL_STACKS
from orgctl.emulator.run import emulated_project
from orgctl.overview import read_organization, render

DEPLOY = ("cdktf", "deploy", "*", "--auto-approve", f"--parallelism={PARALLEL_STACKS}")
NEXT = """\
Nothing of this is in AWS, and the emulated AWS is gone again. Now:

  edit organization.yaml and run 'orgctl demo' again
  orgctl check                                       is the file right?
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
        organization, _ = load(folder / default_file(environment))
        render(read_organization(emulator.session(), regions=organization.all_regions), console)
    console.print(f"\n{NEXT}", highlight=False, soft_wrap=True)
    return 0

"""A deployment to an emulated AWS with a user's commands."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from emulator import Emulator
from emulator.bare_account import BareAccount
from emulator.faults import Faults
from emulator.run import emulated_project
from organization.load import load
from organization.model import Organization
from tests.synthesis import ROOT
from tests.terraform_environment import terraform_environment

GUIDE = ROOT / "tests" / "end_to_end" / "guide.yaml"
"""The organization of the guide without services, with local state."""


@dataclass
class Deployment:
    """An emulated AWS, a copy of the project to deploy from, and the file of the organization."""

    emulator: Emulator
    folder: Path
    environment: dict[str, str]
    file: Path
    _numbers: dict[str, str] = field(default_factory=dict)

    @property
    def organization(self) -> Organization:
        """The current content of the file."""
        return load(self.file)[0]

    def run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command in the project; capture both output streams together."""
        process = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert not check or process.returncode == 0, f"{' '.join(command)}:\n{process.stdout[-6000:]}"
        return process

    def deploy(self, *stacks: str) -> str:
        """Run ``cdktf deploy`` and return its output."""
        return self.run("cdktf", "deploy", *stacks, "--auto-approve", "--parallelism=4").stdout

    def terraform(self, stack: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Terraform in the folder of a stack."""
        binary = self.environment["TERRAFORM_BINARY_NAME"]
        return self.run(binary, f"-chdir=cdktf.out/stacks/{stack}", *arguments, check=False)

    def changes(self, stack: str) -> dict[str, list[str]]:
        """
        Return the plan of a stack: actions (create, update, delete) by the address of the resource or output.
        """
        options = ["-input=false", "-lock=false", "-no-color", "-detailed-exitcode", "-out=plan"]
        planned = self.terraform(stack, "plan", *options)
        if planned.returncode == 0:
            return {}
        assert planned.returncode == 2, planned.stdout
        plan = json.loads(self.terraform(stack, "show", "-json", "plan").stdout)
        resources = {item["address"]: item["change"]["actions"] for item in plan.get("resource_changes", [])}
        outputs = {f"output.{name}": item["actions"] for name, item in plan.get("output_changes", {}).items()}
        return {
            address: actions
            for address, actions in (resources | outputs).items()
            if actions not in (["no-op"], ["read"])
        }

    def all_changes(self) -> dict[str, dict[str, list[str]]]:
        """Return `changes` of every stack that has any."""
        stacks = sorted(path.name for path in (self.folder / "cdktf.out" / "stacks").iterdir())
        with ThreadPoolExecutor(2) as pool:
            changes = dict(zip(stacks, pool.map(self.changes, stacks), strict=True))
        return {stack: found for stack, found in changes.items() if found}

    def output(self, stack: str) -> dict[str, Any]:
        """Return the outputs of a stack from Terraform."""
        outputs = json.loads(self.terraform(stack, "output", "-json").stdout)
        return {name: item["value"] for name, item in outputs.items()}

    def client(self, service: str, account: str | None = None, *, region: str | None = None) -> Any:
        """Return a client of the management account, or of a member account by key."""
        session: Any = self.emulator.session(self.number(account) if account else None)
        return session.client(service, region_name=region)

    @property
    def numbers(self) -> dict[str, str]:
        """
        The numbers of the first deployment's member accounts, from Terraform's outputs.

        They are read once, because an account's number never changes and Terraform takes half a second.
        """
        if not self._numbers:
            self._numbers = self.output("org-root")["account_ids"]
        return self._numbers

    def number(self, account: str) -> str:
        """Return the number of a member account of the first deployment."""
        return self.numbers[account]


@contextmanager
def deployment(
    organization_file: Path, folder: Path, *, faults: Faults | None = None, account: BareAccount | None = None
) -> Iterator[Deployment]:
    """Yield an empty emulated AWS, ready to deploy a copy of an organization's file that tests may edit."""
    file = folder / "organization.yaml"
    file.write_text(organization_file.read_text())
    for name in ("policies", "guardrails"):
        if (organization_file.parent / name).is_dir():
            (folder / name).symlink_to(organization_file.parent / name)
    base = terraform_environment() | {"ORGANIZATION_FILE": str(file)}
    with emulated_project(ROOT, base, faults=faults, account=account) as (emulator, project, environment):
        yield Deployment(emulator, project, environment, file)

"""The measured commands, each in its own temporary folder, so that no existing `cdktf.out` changes."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measure import Measurement, measure
from toolchain import environment, jsii_index

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "bench" / "guide.yaml"
EXAMPLE = ROOT / "organization.yaml"
MAIN, FLOOR, CDKTF_SYNTH = "main.py", "bench/floor.py", "bin/cdktf"
"""The measured programs, in a checkout."""
_CACHES = (jsii_index.FOLDER, "NODE_COMPILE_CACHE", "CDKTF_HOME", "PYTHONPYCACHEPREFIX")


@dataclass(frozen=True)
class Run:
    """One synthesis: its measurement, and the Terraform JSON of each stack that it wrote."""

    took: Measurement
    stacks: dict[str, str]

    @property
    def resources(self) -> int:
        """The number of resources in all stacks."""
        blocks = (json.loads(text).get("resource", {}) for text in self.stacks.values())
        return sum(len(resources) for block in blocks for resources in block.values())


def synthesize(program: str, organization: Path, *, fast: bool = True, checkout: Path = ROOT) -> Run:
    """Synthesize an organization with a program of a checkout into a temporary folder. Raise CommandFailed."""
    with TemporaryDirectory(prefix="bench-") as name:
        folder, command = Path(name), command_of(program, checkout)
        if program == CDKTF_SYNTH:  # it reads cdktf.json of the current folder, which must not be ours
            shutil.copy(ROOT / "cdktf.json", folder)
            app = " ".join(f'"{word}"' for word in command_of(MAIN, checkout))
            command = (*command, "synth", "--app", app, "--output", str(folder / "cdktf.out"))
        took = measure(command, cwd=folder, env=synthesis_environment(organization, fast=fast, checkout=checkout))
        stacks = {path.parent.name: path.read_text() for path in folder.glob("cdktf.out/stacks/*/cdk.tf.json")}
    return Run(took, stacks)


def command_of(program: str, checkout: Path = ROOT) -> tuple[str, ...]:
    """Return the command that runs a program of a checkout."""
    file = str(checkout / program)
    return (sys.executable, file) if program.endswith(".py") else (file,)


def synthesis_environment(organization: Path, *, fast: bool = True, checkout: Path = ROOT) -> Mapping[str, str]:
    """Return the environment in which `main.py` synthesizes an organization into the current folder."""
    env = environment.prepare_synthesis(without_caches(os.environ), checkout)
    env |= {"ORGANIZATION_FILE": str(organization), "FAST_SYNTHESIS": "on" if fast else "off"}
    for name in ("CDKTF_OUTDIR", "PYTHONDONTWRITEBYTECODE"):  # the first run compiles the modules that setup did not
        env.pop(name, None)
    return env


def without_caches(env: Mapping[str, str]) -> dict[str, str]:
    """Return an environment that names no cache, so that a checkout uses its own."""
    return {name: value for name, value in env.items() if name not in _CACHES}

"""The measured commands, each in its own temporary folder, so that no existing `cdktf.out` changes."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measure import Measurement, measure
from toolchain import environment

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "bench" / "guide.yaml"
EXAMPLE = ROOT / "organization.yaml"
MAIN = (sys.executable, str(ROOT / "main.py"))
FLOOR = (sys.executable, str(ROOT / "bench" / "floor.py"))
CDKTF_SYNTH = (str(ROOT / "bin" / "cdktf"), "synth")


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


def synthesize(command: Sequence[str], organization: Path, *, fast: bool = True) -> Run:
    """Synthesize an organization into a temporary folder. Raise CommandFailed."""
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        if command == CDKTF_SYNTH:  # it reads cdktf.json of the current folder, which must not be ours
            shutil.copy(ROOT / "cdktf.json", folder)
            command = (*command, "--app", f'"{MAIN[0]}" "{MAIN[1]}"', "--output", str(folder / "cdktf.out"))
        took = measure(command, cwd=folder, env=synthesis_environment(organization, fast=fast))
        stacks = {path.parent.name: path.read_text() for path in folder.glob("cdktf.out/stacks/*/cdk.tf.json")}
    return Run(took, stacks)


def synthesis_environment(organization: Path, *, fast: bool = True) -> Mapping[str, str]:
    """Return the environment in which `main.py` synthesizes an organization into the current folder."""
    env = environment.prepare_synthesis(os.environ, ROOT)
    env |= {"ORGANIZATION_FILE": str(organization), "FAST_SYNTHESIS": "on" if fast else "off"}
    for name in ("CDKTF_OUTDIR", "PYTHONDONTWRITEBYTECODE"):  # the first run compiles the modules that pip did not
        env.pop(name, None)
    return env

"""
Deploy `cdktf.out` in the current folder with Terraform alone: `python -m bench.plain`, on an emulated AWS.

It does what a careful user types: stack by stack in the order of their dependencies, each `init`, then `apply`. A
stack that makes the bucket for its own state begins with a local one, and then moves it into the bucket.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from terraform_json.folder import StackFolder

LOCAL: dict[str, Any] = {"terraform": {"backend": {"local": {}}}}


def order(manifest: Path) -> list[str]:
    """Return the stacks, each after its dependencies."""
    stacks = json.loads(manifest.read_text())["stacks"]
    return list(TopologicalSorter({name: stack["dependencies"] for name, stack in stacks.items()}).static_order())


def deploy(folder: Path, binary: str) -> int:
    """Deploy every stack. Return the exit status of the first command that fails, else 0."""
    for name in order(folder / "manifest.json"):
        stack = StackFolder(folder / "stacks" / name)
        for arguments in _commands(stack):
            command = [binary, f"-chdir={stack.folder}", *arguments, "-input=false", "-no-color"]
            status = subprocess.run(command, check=False).returncode
            if status:
                return status
            if stack.makes_its_bucket and arguments[0] == "apply":
                _override(stack).unlink()
    return 0


def _commands(stack: StackFolder) -> list[list[str]]:
    commands = [["init"], ["apply", "-auto-approve"]]
    if stack.makes_its_bucket:
        _override(stack).write_text(json.dumps(LOCAL))
        commands.append(["init", "-migrate-state", "-force-copy"])
    return commands


def _override(stack: StackFolder) -> Path:
    return stack.folder / "backend_override.tf.json"


if __name__ == "__main__":
    sys.exit(deploy(Path("cdktf.out"), os.environ["ORGCTL_TERRAFORM"]))

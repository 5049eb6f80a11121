"""What the first synthesis of a checkout, or each, would otherwise do: `make setup` does it once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from toolchain import bytecode, jsii_index, node


def prepare(env: Mapping[str, str], root: Path) -> None:
    """
    Compile the modules of a synthesis, and build jsii's index in the folder that `env` names; print what failed.

    Raise ToolchainError when cdktf-cli is not installed.
    """
    bytecode.compile_modules(root)
    start_cdktf(env, root)
    if not jsii_index.build(env, root):
        print(f"setup: {_no_index_message(Path(env[jsii_index.FOLDER]))}", file=sys.stderr)


def start_cdktf(env: Mapping[str, str], root: Path) -> None:
    """Let cdktf-cli load its program once, which Node then keeps compiled. It ends with an error: there is no app."""
    command = [env["JSII_NODE"], "--require", str(node.LAZY), str(node.cdktf_cli(root)), "list", "--skip-synth"]
    with TemporaryDirectory() as folder:
        subprocess.run([*command, "--app", "true"], cwd=folder, env=env, capture_output=True, check=False)


def _no_index_message(folder: Path) -> str:
    return (
        f"jsii could not write its index into {folder}.\n"
        "`cdktf synth` works, but takes seconds longer each time. Make the folder writable, or name another one with\n"
        f"{jsii_index.FOLDER}; then run: rm -f .tools/ready && make setup"
    )

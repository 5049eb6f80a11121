"""What the first synthesis of a checkout, or each, would otherwise do: `make setup` does it once."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from toolchain import bytecode, jsii_index


def prepare(env: Mapping[str, str], root: Path) -> None:
    """Compile the modules of a synthesis, and build jsii's index in the folder that `env` names; print what failed."""
    bytecode.compile_modules(root)
    if not jsii_index.build(env, root):
        print(f"setup: {_no_index_message(Path(env[jsii_index.FOLDER]))}", file=sys.stderr)


def _no_index_message(folder: Path) -> str:
    return (
        f"jsii could not write its index into {folder}.\n"
        "`cdktf synth` works, but takes seconds longer each time. Make the folder writable, or name another one with\n"
        f"{jsii_index.FOLDER}; then run: rm -f .tools/ready && make setup"
    )

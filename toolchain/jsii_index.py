"""
The index of the AWS bindings' types, which jsii builds beside the first programs that load them.

That takes longer than such a program lasts: without this, each would parse 131 MB again and begin another index.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

FOLDER = "JSII_RUNTIME_PACKAGE_CACHE_ROOT"
_INDEX = "@cdktf/provider-aws/*/*/.jsii.runtime.v1.json"
_LOAD = """
import fast_synthesis, sys
fast_synthesis.enable()
import cdktf
from cdktf_cdktf_provider_aws import iam_user
print("loaded", flush=True)
sys.stdin.read()
"""
SECONDS = 60


def build(env: Mapping[str, str], root: Path) -> bool:
    """Load the bindings and wait until jsii has written its index. Return False otherwise: synthesis is slower then."""
    folder = Path(env[FOLDER])
    if _is_there(folder):
        return True
    command = [sys.executable, "-c", _LOAD]
    environment = {**env, "PYTHONPATH": str(root)}
    with subprocess.Popen(
        command, cwd=root, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdin
        assert process.stdout
        loaded, end = process.stdout.readline(), time.monotonic() + SECONDS
        while loaded and not _is_there(folder) and time.monotonic() < end:
            time.sleep(0.1)
        process.stdin.close()
    return _is_there(folder)


def _is_there(folder: Path) -> bool:
    return any(folder.glob(_INDEX))

"""
The index of the libraries' types, which jsii builds beside the first programs that load them.

That takes longer than such a program lasts: without this, each would parse 131 MB again and begin another index.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

FOLDER = "JSII_RUNTIME_PACKAGE_CACHE_ROOT"
"""jsii's own setting of the folder that holds its unpacked libraries and their indexes."""

LIBRARIES = {"constructs": "constructs", "cdktf": "cdktf", "cdktf-cdktf-provider-aws": "@cdktf/provider-aws"}
"""The name of each library in Node, by that of its Python package."""

MANIFEST = ".jsii.runtime.v1.json"
_UNFINISHED = re.compile(r"\.jsii\.runtime.*\.(\d+)\.tmp")
_LOAD = """
import fast_synthesis, sys
fast_synthesis.enable()
import cdktf
from cdktf_cdktf_provider_aws import iam_user
print("loaded", flush=True)
sys.stdin.read()
"""
SECONDS = 60


def folder_of(root: Path) -> Path:
    """Return the folder in which a checkout keeps jsii's files."""
    return root / ".tools" / "jsii-cache"


def use(root: Path) -> None:
    """Let jsii use the indexes of a checkout, as `cdktf` does, where it can write there and no other folder is set."""
    folder = folder_of(root)
    if not os.environ.get(FOLDER) and os.access(folder, os.W_OK):
        os.environ[FOLDER] = str(folder)


def build(env: Mapping[str, str], root: Path) -> bool:
    """
    Load the libraries, wait until jsii has written their indexes, and delete what ended programs left of theirs.

    Return False when there is no index afterwards: each synthesis is slower then.
    """
    folder = Path(env[FOLDER])
    if not _are_there(folder):
        _load(env, root, folder)
    remove_unfinished(folder)
    return _are_there(folder)


def _load(env: Mapping[str, str], root: Path, folder: Path) -> None:
    command = [sys.executable, "-c", _LOAD]
    environment = {**env, "PYTHONPATH": str(root)}
    with subprocess.Popen(
        command, cwd=root, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdin
        assert process.stdout
        loaded, end = process.stdout.readline(), time.monotonic() + SECONDS
        while loaded and not _are_there(folder) and time.monotonic() < end:
            time.sleep(0.1)
        process.stdin.close()


def _are_there(folder: Path) -> bool:
    """Return whether the installed version of each library has an index; those of other versions do not count."""
    from importlib.metadata import version

    return all(any(folder.glob(f"{name}/{version(package)}/*/{MANIFEST}")) for package, name in LIBRARIES.items())


def remove_unfinished(folder: Path) -> None:
    """Delete the temporary files of programs that ended before their index was written."""
    for pattern in ("*/*/*/.jsii.runtime*.tmp", "*/*/*/*/.jsii.runtime*.tmp"):  # a name can have a scope
        for file in folder.glob(pattern):
            process = _UNFINISHED.fullmatch(file.name)
            if process and not _runs(int(process[1])):
                file.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        pass
    return True

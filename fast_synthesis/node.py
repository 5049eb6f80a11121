"""
Node's start option to load `preload.cjs`.

The option is in NODE_OPTIONS only until Node runs; then the variable has the user's value again.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from fast_synthesis.unsuitable import Unsuitable

PRELOAD = Path(__file__).resolve().with_name("preload.cjs")

_VARIABLE = "NODE_OPTIONS"
_of_the_user: list[str | None] = []


def preload() -> None:
    """Add the preload script to NODE_OPTIONS."""
    if "constructs" in sys.modules:
        raise Unsuitable("Node is running already, since constructs is imported")
    if not PRELOAD.is_file():
        raise Unsuitable("preload.cjs is missing")
    options = os.environ.get(_VARIABLE)
    _of_the_user.append(options)
    os.environ[_VARIABLE] = with_preload(options, PRELOAD)


def restore() -> None:
    """Restore NODE_OPTIONS once Node runs, because other Node programs started from here must not see it."""
    if _of_the_user:
        options = _of_the_user.pop()
        if options is None:
            os.environ.pop(_VARIABLE, None)
        else:
            os.environ[_VARIABLE] = options


def with_preload(options: str | None, script: Path) -> str:
    """
    Return the user's options, then ours. A path is quoted as Node reads it: in double quotes, with `\\` as escape.

    Symbolic links are preserved, as in the second Node process of jsii, which the preload script makes unnecessary.
    """
    quoted = str(script).replace("\\", "\\\\").replace('"', '\\"')
    ours = f'--preserve-symlinks --require "{quoted}"'
    return f"{options} {ours}" if options and options.strip() else ours

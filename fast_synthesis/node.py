"""
What Node is told before it starts: to load `preload.cjs`, which explains itself.

Node takes it from the variable NODE_OPTIONS, which stays as the user has set it once Node runs.
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
    """Set NODE_OPTIONS as it was, once Node runs: other Node programs that this one starts are none of ours."""
    if _of_the_user:
        options = _of_the_user.pop()
        if options is None:
            os.environ.pop(_VARIABLE, None)
        else:
            os.environ[_VARIABLE] = options


def with_preload(options: str | None, script: Path) -> str:
    """
    The user's options, then ours. A path is quoted as Node reads it: in double quotes, where `\\` escapes.

    Like the second Node process that it makes unnecessary, the first must then not look behind symbolic links.
    """
    quoted = str(script).replace("\\", "\\\\").replace('"', '\\"')
    ours = f'--preserve-symlinks --require "{quoted}"'
    return f"{options} {ours}" if options and options.strip() else ours

"""
Signals that the tests ignore, but not the programs that they start.

`nohup` and a shell's `&` start a program with SIGHUP or SIGINT ignored, and what is ignored stays so in every program
that it starts. A handler does not: so the tests live on, and their children hear the signal.
"""

from __future__ import annotations

import os
import signal
from types import FrameType

_VARIABLE = "TESTS_IGNORE_SIGNALS"
"""Tells pytest-xdist's workers what the process that started them ignores."""


def ignore_here_only() -> None:
    """Replace the inherited disposition "ignore" by a handler that does nothing."""
    numbers = {int(text) for text in os.environ.get(_VARIABLE, "").split()}
    numbers |= {int(one) for one in (signal.SIGHUP, signal.SIGINT) if signal.getsignal(one) is signal.SIG_IGN}
    os.environ[_VARIABLE] = " ".join(map(str, sorted(numbers)))
    for number in numbers:
        signal.signal(number, _do_nothing)


def _do_nothing(number: int, frame: FrameType | None) -> None:
    """A handler, which programs that are started do not inherit."""

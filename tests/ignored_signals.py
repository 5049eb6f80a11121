"""
Signals that the tests ignore, but not the programs that they start.

`nohup` and a shell's `&` start a program with SIGHUP or SIGINT ignored, and child processes inherit that. They do not
inherit a handler: with one, the tests survive the signal and their children receive it.
"""

from __future__ import annotations

import os
import signal
from types import FrameType

_VARIABLE = "TESTS_IGNORE_SIGNALS"
"""Passes the ignored signals to pytest-xdist's workers."""


def ignore_here_only() -> None:
    """Replace the inherited disposition "ignore" by a handler that does nothing."""
    numbers = {int(text) for text in os.environ.get(_VARIABLE, "").split()}
    numbers |= {int(one) for one in (signal.SIGHUP, signal.SIGINT) if signal.getsignal(one) is signal.SIG_IGN}
    os.environ[_VARIABLE] = " ".join(map(str, sorted(numbers)))
    for number in numbers:
        signal.signal(number, _do_nothing)


def _do_nothing(number: int, frame: FrameType | None) -> None:
    """Do nothing; child processes do not inherit a handler."""

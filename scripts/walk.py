"""
An automated user at a terminal, who answers the questions of `orgctl`: for the tests, and for the recording in docs/.
"""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pexpect

from emulator.totp import STEP_SECONDS, code_of_step, step

PASSWORD = "correct horse battery staple 1A"
SEED = re.compile(r"key below it:.*?((?:\s+[A-Z2-7]{4}){4,}(?:\s+[A-Z2-7]{1,3})?)\r\n", re.DOTALL)
QUESTIONS = (
    (re.compile(r"\[y/n[^\]]*\] $"), lambda walk: "y"),
    (re.compile(r"\[y/N\] $"), lambda walk: "y"),
    (re.compile(r"[Cc]ode [^\r\n]*: $"), lambda walk: walk.code()),
    (re.compile(r"Enter for 1\] $"), lambda walk: ""),
    (re.compile(r"Enter for none\): $"), lambda walk: PASSWORD),
    (re.compile(r"Repeat it: $"), lambda walk: PASSWORD),
)
"""Questions with their answers."""

DRAWING = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
SECONDS = 300.0
REACH = 1000
"""How many characters before the newest ones a question or pattern may begin; older output is not searched again."""


class Phone:
    """An authenticator app: it stores one key, and shows each of its codes once."""

    def __init__(self) -> None:
        self.seed = ""
        self._last = 0

    def learn(self, text: str) -> None:
        """Store the key on the screen, if there is one."""
        if found := SEED.search(DRAWING.sub("", text)):
            self.seed = "".join(found[1].split())

    def code(self) -> str:
        """Return a code that was not shown before. AWS also takes those of the previous and the next step."""
        self._last = max(self._last + 1, step() - 1)
        while self._last > step() + 1:
            time.sleep(STEP_SECONDS / 30)
        return code_of_step(self.seed, self._last)


class Walk:
    """`orgctl` in a terminal of 80 columns, with a user who agrees to everything."""

    def __init__(
        self,
        arguments: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        phone: Phone,
        *,
        answers: Sequence[tuple[re.Pattern[str], Callable[[Walk], str]]] = (),
    ) -> None:
        self._phone = phone
        self._answers = [*answers, *QUESTIONS]
        self._output = ""
        self._child: Any = pexpect.spawn(
            "orgctl",
            list(arguments),
            cwd=str(folder),
            env=dict(environment) | {"TERM": "xterm-256color"},
            dimensions=(50, 80),
            encoding="utf-8",
            timeout=SECONDS,
            searchwindowsize=REACH,
        )

    @property
    def pid(self) -> int:
        """The id of the process."""
        return int(self._child.pid)

    @property
    def raw(self) -> str:
        """The unchanged output of the terminal."""
        return self._output

    @property
    def text(self) -> str:
        """The final text of the screen, without colours and without overwritten text."""
        lines = DRAWING.sub("", self._output).replace("\r\n", "\n").split("\n")
        return "\n".join(line.rsplit("\r", 1)[-1].rstrip() for line in lines)

    def code(self) -> str:
        """Return a code of the phone, after it has read the screen."""
        self._phone.learn(self._output)
        return self._phone.code()

    def until(self, pattern: str) -> bool:
        """Answer every question until a pattern is on the screen; return False when the program ends before."""
        wanted = [re.compile(pattern), *(question for question, _ in self._answers), pexpect.EOF]
        while True:
            found = self._child.expect(wanted)
            self._output += str(self._child.before) + (str(self._child.after) if found < len(wanted) - 1 else "")
            if found == 0:
                return True
            if found == len(wanted) - 1:
                return False
            self._child.sendline(self._answers[found - 1][1](self))

    def finish(self) -> int:
        """Answer every question to the end; return the exit status."""
        self.until(r"(?!)")
        self._child.close()
        return int(self._child.exitstatus if self._child.exitstatus is not None else 128 + self._child.signalstatus)

    def kill(self, number: signal.Signals = signal.SIGKILL, *, everything: bool = True) -> None:
        """End the process, and by default those that it has started, without warning."""
        if everything:
            os.killpg(os.getpgid(self.pid), number)
        else:
            os.kill(self.pid, number)
        self._child.expect(pexpect.EOF)
        self._output += str(self._child.before)
        self._child.close()

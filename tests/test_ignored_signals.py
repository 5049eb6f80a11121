"""In the background and under `nohup` the tests survive, and the programs that they start receive every signal."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from tests.synthesis import ROOT

PROGRAM = """
import os, signal, subprocess, sys
signal.signal(int(sys.argv[1]), signal.SIG_IGN)
os.environ.pop("TESTS_IGNORE_SIGNALS", None)
ours = "import os; from tests.ignored_signals import ignore_here_only; ignore_here_only(); "
ours += "os.kill(os.getpid(), %s); print('lives', flush=True); " % sys.argv[1]
child = "import subprocess, sys; print(subprocess.run(['sh', '-c', 'kill -%s $$; echo deaf']).returncode)" % sys.argv[1]
subprocess.run([sys.executable, "-c", ours + child], check=True)
"""


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGINT])
def test_a_signal_that_is_ignored_at_the_start_reaches_the_programs_of_tests(number: signal.Signals) -> None:
    shown = subprocess.check_output([sys.executable, "-c", PROGRAM, str(int(number))], cwd=ROOT, text=True)

    assert shown.split() == ["lives", str(-number)]

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from orgctl.up import lock
from orgctl.up.lock import locked
from tests.up.typist import Typist

WAITS = "An earlier deployment is still running here: waiting for its end."
CHILD = [sys.executable, "-c", "import sys; sys.stdin.read()"]
TERRAFORM = [*CHILD, "terraform"]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "PAUSE", 0.01)


@pytest.fixture
def other(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start a program under the lock that outlives the lock's holder."""
    with locked(tmp_path, Typist()) as held:
        process = subprocess.Popen(CHILD, stdin=subprocess.PIPE, pass_fds=[held])
    yield process
    process.communicate()


class Waiting:
    """A second run, in a thread."""

    def __init__(self, folder: Path) -> None:
        self.typist, self.inside = Typist(), Event()
        self.thread = Thread(target=self._enter, args=(folder,))
        self.thread.start()

    def _enter(self, folder: Path) -> None:
        with locked(folder, self.typist):
            self.inside.set()

    def has_printed(self) -> bool:
        """Tell whether the run has printed that it waits, and still waits."""
        end = time.monotonic() + 10
        while WAITS not in self.typist.text and time.monotonic() < end and not self.inside.is_set():
            time.sleep(0.01)
        return WAITS in self.typist.text and not self.inside.wait(0.1)

    def gets_in(self) -> bool:
        """Tell whether the run gets the lock now."""
        found = self.inside.wait(10)
        self.thread.join()
        return found


def note(folder: Path, text: object) -> Path:
    """Write the file that terraform.sh keeps while it works on a stack."""
    file = folder / "cdktf.out" / "stacks" / "id" / ".terraform.running"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{text}\n")
    return file


def test_the_first_one_gets_in_without_a_word(tmp_path: Path) -> None:
    typist = Typist()
    with locked(tmp_path, typist):
        assert typist.text == ""


def test_a_second_one_waits_for_the_first(tmp_path: Path) -> None:
    with locked(tmp_path, Typist()):
        second = Waiting(tmp_path)
        assert second.has_printed()

    assert second.gets_in()
    assert second.typist.text.count(WAITS) == 1


def test_a_program_whose_parent_was_killed_keeps_others_out(tmp_path: Path, other: subprocess.Popen[bytes]) -> None:
    second = Waiting(tmp_path)
    assert second.has_printed()

    other.communicate()
    assert second.gets_in()


def test_a_program_that_does_not_inherit_the_lock_does_not_hold_it(tmp_path: Path) -> None:
    with locked(tmp_path, Typist()):
        process = subprocess.Popen(CHILD, stdin=subprocess.PIPE)
    typist = Typist()
    with locked(tmp_path, typist):
        assert process.poll() is None
        assert typist.text == ""
    process.communicate()


@pytest.mark.parametrize("is_killed", [False, True])
def test_a_terraform_that_finishes_its_stack_is_waited_for(tmp_path: Path, is_killed: bool) -> None:
    """Terraform's note is removed at its end, unless it is killed."""
    process = subprocess.Popen(TERRAFORM, stdin=subprocess.PIPE)
    file = note(tmp_path, process.pid)
    second = Waiting(tmp_path)
    assert second.has_printed()

    if not is_killed:
        file.unlink()
    process.communicate()
    assert second.gets_in()


def test_the_note_of_a_dead_program_is_no_lock(tmp_path: Path) -> None:
    """Not even if another program has its process number now."""
    process = subprocess.Popen(TERRAFORM, stdin=subprocess.PIPE)
    process.communicate()
    for text in (process.pid, os.getppid(), "", "no number"):
        note(tmp_path, text)
        typist = Typist()
        with locked(tmp_path, typist):
            assert typist.text == ""


def test_an_error_releases_the_lock(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), locked(tmp_path, Typist()):
        _ = 1 / 0
    typist = Typist()
    with locked(tmp_path, typist):
        assert typist.text == ""

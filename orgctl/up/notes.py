"""
The fingerprints that a run leaves: of plans without changes, and of stacks as soon as each is deployed.

Somebody else may deploy a stack while others are still deployed here: a fingerprint that was taken only at the end
would say of that state what this run has deployed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from live.errors import LiveError
from live.fingerprints import Fingerprints, note_all
from orgctl.deploy import Deployment
from orgctl.up.journey import Journey
from orgctl.up.phase import print_row


class Notes:
    """The fingerprints of stacks whose plans have no changes, of the states that they had before they were planned."""

    def __init__(self, journey: Journey, stacks: Sequence[str]) -> None:
        self._journey = journey
        self._fingerprints = Fingerprints(journey.identity.session)
        self._before = self._fingerprints.deployments([journey.stack(name) for name in stacks])

    def unchanged(self, stacks: Sequence[str]) -> None:
        """Write the fingerprints of stacks that are deployed as they are."""
        known = {name: self._before[name] for name in stacks}
        for problem in note_all(map(self._journey.stack, stacks), fingerprints=self._fingerprints, known=known):
            print_row(self._journey.console, "note", problem, "yellow")


@dataclass
class Following:
    """The fingerprints of a deployment that runs."""

    journey: Journey
    fingerprints: Fingerprints
    pool: ThreadPoolExecutor
    whole: bool
    """Whether the stacks are deployed as a whole."""
    ended: Deployment | None = None
    """The deployment, once it has ended."""
    noted: set[str] = field(default_factory=set[str])
    problems: list[str] = field(default_factory=list[str])
    writing: list[Future[None]] = field(default_factory=list["Future[None]"])

    def applied(self, stack: str) -> None:
        """Write the fingerprint of a stack, unless its state still moves into its bucket."""
        if self.whole and not self.journey.stack(stack).is_bootstrap:
            self.noted.add(stack)
            self._submit(self._note, stack)

    def finish(self, stacks: Sequence[str]) -> None:
        """Write the remaining fingerprints, and make those of stacks that were not deployed to their end invalid."""
        for stack in stacks:
            if not self.ended or (self.ended.status and not self.ended.has_done(stack)):
                self._submit(self._discard, stack)
            elif self.whole and stack not in self.noted:
                self._submit(self._note, stack)
        for written in self.writing:
            written.result()

    def _submit(self, write: Callable[[str], None], stack: str) -> None:
        self.writing.append(self.pool.submit(write, stack))

    def _note(self, stack: str) -> None:
        self.problems += note_all([self.journey.stack(stack)], fingerprints=self.fingerprints)

    def _discard(self, stack: str) -> None:
        try:
            self.fingerprints.discard(self.journey.stack(stack))
        except LiveError as error:
            self.problems.append(f"the fingerprint of {stack} from before the failure remains: {error}")


@contextmanager
def following(journey: Journey, stacks: Sequence[str], *, whole: bool) -> Iterator[Following]:
    """Yield what writes the fingerprints of a deployment; with a part of a stack only, none are written."""
    with ThreadPoolExecutor(1) as pool:
        notes = Following(journey, Fingerprints(journey.identity.session), pool, whole)
        try:
            yield notes
        finally:
            notes.finish(stacks)
    for problem in notes.problems:
        print_row(journey.console, "note", problem, "yellow")

"""The record of a proof, from which `cdktf deploy` tells whether what it deploys was proven."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from access.promises.custom import FILE
from access.proof import Proof
from foundation.proof_record import ProofRecord, Result, depends_on_time, inputs_in, stamps_of, write_record
from orgctl.prove.reading import SYNTHESIZED
from orgctl.prove.words import verdict


class Recording:
    """The record of a proof that is about to begin; it is written if the files are still the same afterwards."""

    def __init__(self, project: Path, file: Path, access: Path | None = None) -> None:
        self._folder = project / SYNTHESIZED
        self._places = self._folder, file, access or file.parent / FILE
        self._stamps, self._inputs = self._read()

    def _read(self) -> tuple[Sequence[object], dict[str, str]]:
        try:
            return stamps_of(*self._places), inputs_in(*self._places)
        except OSError:
            return (), {}  # the reader of the stacks reports it

    @property
    def _is_current(self) -> bool:
        """True if the files are still the same; they are read again only if something has written them."""
        try:
            return stamps_of(*self._places) == self._stamps or inputs_in(*self._places) == self._inputs
        except OSError:
            return False

    def write(self, proof: Proof, accept: tuple[str, ...] = ()) -> str:
        """Write the record. Return a warning if it cannot be written, else an empty text."""
        if not self._inputs or not self._is_current:
            return ""
        try:
            timed = depends_on_time(self._folder, self._places[2])
            found = record_of(proof, self._inputs, datetime.now(UTC), accept)
            write_record(self._folder, replace(found, depends_on_time=timed))
        except OSError as error:
            return f"the record of this proof cannot be written to {self._folder.name}: {error.strerror or error}"
        return ""


def record_of(proof: Proof, inputs: dict[str, str], now: datetime, accept: tuple[str, ...] = ()) -> ProofRecord:
    """Return a proof in short."""
    result: Result = "proven" if proof.proven else "accepted" if proof.passed else "not proven"
    ends = [part.until for promise in proof.promises for part in promise.accepted if part.until]
    return ProofRecord(
        at=now.strftime("%Y-%m-%d %H:%M"),
        as_of=proof.as_of,
        result=result,
        counts=verdict(proof).partition(": ")[2].removesuffix("."),
        inputs=inputs,
        accepted_for_one_run=tuple(dict.fromkeys(accept)),
        ends=min(ends, default=""),
        proof_version=proof.version,
    )

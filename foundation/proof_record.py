"""
The record of the last proof, beside the synthesized stacks: what was proven, when, and with which result.

It is read where nothing else of this project is loaded: before and during `cdktf deploy`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from foundation.days import day_in
from foundation.files import replace_file

FILE = "proof.json"
FORMAT = 2
PROOF_VERSION = 2
"""
The version of the proof's data.

Version 1 had no status `accepted`: a promise whose counterexamples and undecided parts are all accepted was broken or
undecided, and `proven` told whether the exit status is 0.
"""
REMEDY = "run 'orgctl prove'"
STACKS = "the stacks"
_AT = "%Y-%m-%d %H:%M"
Result = Literal["proven", "accepted", "not proven"]
_CLOCK = (b"aws:currenttime", b"aws:epochtime", b"aws:tokenissuetime")
_WORDS: Mapping[str, str] = {
    "proven": "Proven",
    "accepted": "Kept, but for what is accepted,",
    "not proven": "NOT PROVEN",
}


@dataclass(frozen=True)
class ProofRecord:
    """A proof in short. Days and times are in UTC."""

    at: str
    """The time of the proof: `2026-12-01 16:02`."""
    as_of: str
    """The day from which on requests are made."""
    result: Result
    counts: str
    """The numbers of promises: `17 promises kept, 0 broken`."""
    inputs: Mapping[str, str]
    """Digests of what was proven: see `inputs_in`."""
    accepted_for_one_run: tuple[str, ...] = ()
    """The promises named with `--accept`."""
    ends: str = ""
    """The first of the last days of what is accepted; empty without an end."""
    depends_on_time: bool = True
    """True if something that was proven may be otherwise on another day: see `depends_on_time`."""
    proof_version: int = PROOF_VERSION
    """The version of the proof's data."""
    format: int = FORMAT


class DamagedRecord(Exception):
    """The file is no record of a proof, or one of another version."""


def inputs_in(synthesized: Path, configuration: Path, access: Path) -> dict[str, str]:
    """
    Return SHA-256 digests of what a proof is about: the stacks of `manifest.json`, the configuration, `access.yaml`.

    A missing file has an empty digest. Raise OSError for a file that cannot be read.
    """
    stacks = digest_of_stacks(synthesized)
    return {STACKS: stacks, configuration.name: _digest(configuration), "access.yaml": _digest(access)}


def stamps_of(synthesized: Path, configuration: Path, access: Path) -> list[tuple[int, int, int] | None]:
    """
    Return what the file system tells of the files of `inputs_in`: where it is the same, so are they.

    It is quicker than their digests. Raise OSError for a file that cannot be read.
    """
    stacks = [synthesized / path for _, path in sorted(_stacks(synthesized).items())]
    return [_stamp(file) for file in (synthesized / "manifest.json", *stacks, configuration, access)]


def _stamp(file: Path) -> tuple[int, int, int] | None:
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def digest_of_stacks(synthesized: Path) -> str:
    """Return the SHA-256 digest of the stacks of `manifest.json`. Raise OSError for a file that cannot be read."""
    digest = hashlib.sha256()
    for name, path in sorted(_stacks(synthesized).items()):
        content = (synthesized / path).read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def depends_on_time(synthesized: Path, access: Path) -> bool:
    """Return whether a policy of the stacks, or `access.yaml`, names a key that tells the time. Raise OSError."""
    files = [*(synthesized / path for path in _stacks(synthesized).values()), access]
    texts = (file.read_bytes().lower() for file in files if file.exists())
    return any(key in text for text in texts for key in _CLOCK)


def _stacks(synthesized: Path) -> dict[str, str]:
    try:
        manifest: Any = json.loads((synthesized / "manifest.json").read_bytes())
        return {str(name): str(one["synthesizedStackPath"]) for name, one in manifest["stacks"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise OSError(f"{synthesized / 'manifest.json'} is damaged") from error


def _digest(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""


def write_record(synthesized: Path, record: ProofRecord) -> None:
    """Write the record atomically. Raise OSError."""
    replace_file(synthesized / FILE, f"{json.dumps(asdict(record), indent=2)}\n".encode(), mode=0o644)


def read_record(synthesized: Path) -> ProofRecord | None:
    """Return the record; None if there is none. Raise DamagedRecord."""
    try:
        found: Any = json.loads((synthesized / FILE).read_bytes())
        record = ProofRecord(**{**found, "accepted_for_one_run": tuple(found["accepted_for_one_run"])})
        at = datetime.strptime(record.at, _AT)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise DamagedRecord from error
    if not _is_whole(record) or at.strftime(_AT) != record.at:
        raise DamagedRecord
    return record


def _is_whole(record: ProofRecord) -> bool:
    texts = (record.at, record.as_of, record.counts, record.ends, *record.accepted_for_one_run)
    return (
        record.format == FORMAT
        and record.result in (*_WORDS,)
        and isinstance(record.inputs, dict)
        and isinstance(record.depends_on_time, bool)
        and all(isinstance(text, str) and text.isprintable() for text in texts)
        and all(day_in(day) for day in (record.as_of, *filter(None, [record.ends])))
    )


def verdict_on(synthesized: Path, inputs: Mapping[str, str], *, today: str, recorded_in: Path | None = None) -> str:
    """
    Return one line that says whether these inputs were proven, when, and with which result. Never raises.

    The record is in the folder `recorded_in`, by default that of the stacks.
    """
    folder = recorded_in or synthesized
    try:
        record = read_record(folder)
    except DamagedRecord:
        return f"Not known to be proven: {folder.name}/{FILE} is damaged: {REMEDY}."
    if record is None:
        return f"Never proven: {REMEDY}."
    changed = [name for name in {**record.inputs, **inputs} if record.inputs.get(name) != inputs.get(name)]
    if changed:
        verb = "are" if changed[0] == STACKS else "is"
        return f"Not proven: {changed[0]} {verb} not as proven {record.at} UTC: {REMEDY}."
    if record.proof_version != PROOF_VERSION:
        return f"Not proven: another version of orgctl made the proof of {record.at} UTC: {REMEDY}."
    if record.as_of > today or (record.depends_on_time and record.as_of < today):
        return f"Not proven as of {today}: the proof of {record.at} UTC is as of {record.as_of}: {REMEDY}."
    if record.ends and record.ends < today:
        return f"Not proven: what was accepted ended on {record.ends}: {REMEDY}."
    return f"{_WORDS[record.result]} {record.at} UTC{_as_of(record)}: {record.counts}{_once(record)}."


def _as_of(record: ProofRecord) -> str:
    return "" if record.at.startswith(record.as_of) else f" as of {record.as_of}"


def _once(record: ProofRecord) -> str:
    names = ", ".join(record.accepted_for_one_run)
    return f" (accepted for one run: {names})" if names else ""


def deployment_line(project: Path, configuration: Path, synthesized: Path | None = None) -> str:
    """Return the line of `cdktf deploy` about the stacks in `synthesized`, by default `cdktf.out`. Never raises."""
    usual = project / "cdktf.out"
    try:
        inputs = inputs_in(synthesized or usual, configuration, configuration.parent / "access.yaml")
    except OSError as error:
        return f"Not known to be proven: {error.filename or error} cannot be read: {REMEDY}."
    return verdict_on(synthesized or usual, inputs, today=datetime.now(UTC).date().isoformat(), recorded_in=usual)

"""`orgctl diff`, from the base to the exit status."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from rich.console import Console

from access.difference import Difference, Snapshot, difference
from access.difference.states import with_stand_ins
from access.errors import AccessError
from access.model.organization import Organization
from access.questions.world import open_worlds
from access.read.organization import from_stacks
from foundation.ids import ORGANIZATION
from foundation.words import plural
from organization.load import examine
from orgctl import markdown
from orgctl.diff import text
from orgctl.diff.errors import DiffError
from orgctl.diff.sentences import sections
from orgctl.diff.sources import Source, current, folder
from orgctl.prove.ids import Ids, agreed
from orgctl.prove.reading import SYNTHESIZED, dated
from terraform_json.outputs import read_numbers

VERSION = 2
"""The version of the format of `--json`; it changes when a key is removed or changes its meaning."""
DEPLOYED = "deployed"


class Form(StrEnum):
    """The output format of a difference."""

    text = "text"
    markdown = "markdown"
    json = "json"


def command(
    base: str, *, project: Path, file: Path, form: Form, outputs: Path | None, as_of: date, console: Console
) -> int:
    """
    Print the difference between a base and `cdktf.out`. Return the exit status: 1 when the change is refused.

    Raise UserError when no comparison is possible.
    """
    found, name = compare_with(base, project=project, file=file, outputs=outputs, as_of=as_of)
    _print(found, name, as_of, form, console)
    return 1 if found.refusals else 0


def compare_with(base: str, *, project: Path, file: Path, outputs: Path | None, as_of: date) -> tuple[Difference, str]:
    """
    Return the difference between a base and `cdktf.out`, both as of one day, and the base's name in words.

    Raises DiffError, AccessError and EvaluatorError when something is missing for it, ToolchainError for a state.
    """
    new = current(project, file)
    old = _base(base, project, file, new)
    known = _known(file, outputs, old)
    stand_ins = {**({known.organization: ORGANIZATION} if known.organization else {}), **old.stand_ins}
    return compare(old, new, {**known.numbers, **old.numbers}, as_of, stand_ins), old.name


def _known(file: Path, outputs: Path | None, old: Source) -> Ids:
    """Return the real ids of the outputs and the configuration. Raises DifferentIds if they, or a state, differ."""
    found = Ids()
    if outputs:
        read = read_numbers(outputs)
        found = Ids(read.by_key, read.organization)
    configuration = examine(file)[0] if file.is_file() else None
    if configuration is None:
        return found
    deployed = next((id for id, stands_in in old.stand_ins.items() if stands_in == ORGANIZATION), "")
    agreed(file, configuration, Ids(old.numbers, deployed), "the state of org-root")
    return agreed(file, configuration, found, str(outputs))


def compare(
    old: Source, new: Source, numbers: Mapping[str, str], as_of: date, stand_ins: Mapping[str, str] | None = None
) -> Difference:
    """
    Return the difference between two sources as of one day.

    `numbers` are real account numbers by key; `stand_ins` what stands for real ids of the organization, by such an id.
    """
    sources = [replace(one, stacks=with_stand_ins(one.stacks, stand_ins or {})) for one in (old, new)]
    known = ORGANIZATION if ORGANIZATION in (stand_ins or {}).values() else ""
    organizations = [(dated(_organization(source, numbers, known), as_of), source.intent) for source in sources]
    with open_worlds(*organizations) as worlds:
        sides = (Snapshot(world, one.stacks, one.lines) for world, one in zip(worlds, sources, strict=True))
        return difference(*sides)


def _organization(source: Source, numbers: Mapping[str, str], known: str) -> Organization:
    """Return the organization of a source; `known` is what stands for its id, if that is known, or an empty text."""
    try:
        return from_stacks(source.stacks, numbers, known)
    except AccessError as error:
        raise DiffError(f"{source.name}: {error}") from None


def _base(base: str, project: Path, file: Path, new: Source) -> Source:
    if base == DEPLOYED:
        from orgctl.diff.deployed import in_states

        return in_states(project, file, new)
    path = Path(base)
    if path.is_dir() and (found := folder(path)):
        return found
    from orgctl.diff.revision import revision

    return revision(base, project, file)


def _print(found: Difference, base: str, as_of: date, form: Form, console: Console) -> None:
    heading = f"What {SYNTHESIZED} changes, compared with {base}, as of {as_of}"
    parts = sections(found)
    if form is Form.json:
        print(json.dumps(as_json(found, base, as_of), indent=2))
    elif form is Form.markdown:
        print(markdown.render(heading, verdict(found), parts, command="orgctl diff"), end="")
    else:
        text.render(heading, verdict(found), parts, console, refused=bool(found.refusals))


def as_json(found: Difference, base: str, as_of: date) -> dict[str, Any]:
    """Return the difference as data."""
    return {
        "version": VERSION,
        "base": base,
        "as_of": as_of.isoformat(),
        "refused": bool(found.refusals),
        "empty": found.is_empty,
        "difference": asdict(found),
    }


def verdict(found: Difference) -> str:
    """Return the result in a sentence."""
    if found.refusals:
        return f"Refused, for {plural(len(found.refusals), 'reason')}: this must not be deployed."
    if found.is_empty and found.rewritten:
        return "Nothing changes in what is allowed."
    if found.is_empty:
        return "Nothing changes: the same users, access, guardrails, accounts and policies."
    return "No change is refused."

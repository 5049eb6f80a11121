"""The two sources of a comparison: stacks, account numbers and the configuration's intent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from access.difference.snapshot import NOWHERE
from access.explain import ConfigurationLines
from access.intent import Intent, intent_of
from organization.load import examine
from orgctl.prove.reading import SYNTHESIZED, demand_current
from terraform_json.stacks import Stack, read_stacks


@dataclass(frozen=True)
class Source:
    """One source of a comparison."""

    name: str
    """The name in words: `main (1a2b3c4)`, `cdktf.out`, `what is deployed`."""
    stacks: Sequence[Stack]
    intent: Intent | None
    lines: ConfigurationLines = NOWHERE
    numbers: Mapping[str, str] = field(default_factory=dict[str, str])
    """Real numbers of accounts, if known."""
    stand_ins: Mapping[str, str] = field(default_factory=dict[str, str])
    """What stands in the stacks for real ids of the organization, by such an id."""


def current(project: Path, file: Path) -> Source:
    """Return the new source, `cdktf.out`. Raise UserError if it is missing, or older than the configuration."""
    folder = project / SYNTHESIZED
    stacks = read_stacks(folder)
    if not file.is_file():
        return Source(SYNTHESIZED, stacks, None, ConfigurationLines(None))
    demand_current(folder, file, examine(file)[0])
    return Source(SYNTHESIZED, stacks, intent(file), ConfigurationLines(file.read_bytes()))


def folder(path: Path) -> Source | None:
    """Return the source in a folder with stacks, or with `cdktf.out`; None for any other folder."""
    for place, file in ((path / SYNTHESIZED, path / "organization.yaml"), (path, path.parent / "organization.yaml")):
        if (place / "manifest.json").is_file() or (place is path and _has_stacks(path)):
            return Source(f"the folder {path}", read_stacks(place), intent(file))
    return None


def _has_stacks(path: Path) -> bool:
    return any(path.glob("*.tf.json")) or any(path.glob("*/*.tf.json"))


def intent(file: Path) -> Intent | None:
    """Return the configuration's intent; None if this version cannot read it."""
    organization, problems = examine(file)
    if organization is None or any(not problem.warning for problem in problems):
        return None
    return intent_of(organization)

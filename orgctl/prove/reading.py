"""The input of a proof: the synthesized stacks, and their configuration."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from access.errors import AccessError
from access.explain import ConfigurationLines
from access.intent import Intent, intent_of
from access.model.organization import Organization
from access.read import read_organization
from live.numbers import read_numbers
from organization.load import load
from organization.model import Organization as Configuration
from organization.policy_reference import is_file
from orgctl.as_of import seconds_of
from orgctl.prove.ids import Ids, agreed, ids_of

SYNTHESIZED = "cdktf.out"


@dataclass(frozen=True)
class Synthesized:
    """A synthesized organization, and its configuration, if there is one."""

    name: str
    organization: Organization
    intent: Intent | None
    lines: ConfigurationLines


def read_synthesized(
    folder: Path, file: Path, outputs: Path | None = None, as_of: date | None = None, *, emulated: bool = False
) -> Synthesized:
    """
    Return the organization in a project's `cdktf.out`, with the intent of its configuration `file`.

    Accounts have the numbers, and the organization the id, of `outputs` or of the configuration; where `emulated`, the
    outputs are those of an emulated AWS, and ids of the configuration come first. Requests are made from the day
    `as_of` on, by default today. Without a configuration, only the Terraform JSON is read. Raise AccessError,
    InvalidFile, OutputsError or DifferentIds when a file is missing, invalid, out of date or contradicts another.
    """
    if not file.exists():
        organization = dated(read_organization(folder / SYNTHESIZED), as_of)
        return Synthesized(folder.name, organization, None, ConfigurationLines(None))
    configuration, _ = load(file)
    demand_current(folder / SYNTHESIZED, file, configuration)
    ids = ids_of(configuration)
    if outputs:
        read = read_numbers(configuration, folder, outputs=outputs)
        found = Ids(read.by_key, read.organization)
        ids = ids.over(found) if emulated else agreed(file, configuration, found, str(outputs))
    organization = dated(read_organization(folder / SYNTHESIZED, ids.numbers, ids.organization), as_of)
    lines = ConfigurationLines(file.read_bytes())
    return Synthesized(configuration.name, organization, intent_of(configuration), lines)


def dated(organization: Organization, as_of: date | None) -> Organization:
    """Return an organization in which requests are made from a day on."""
    return replace(organization, since=seconds_of(as_of)) if as_of else organization


def demand_current(synthesized: Path, file: Path, configuration: Configuration | None) -> None:
    """
    Raise AccessError if the stacks were synthesized before the last change of the configuration.

    The policy files count as well, if the configuration can be read.
    """
    made = synthesized / "manifest.json"
    if not made.is_file():
        return
    for source in (file, *(_files(file.parent, configuration) if configuration else ())):
        if source.exists() and source.stat().st_mtime > made.stat().st_mtime:
            raise AccessError(f"{synthesized.name} is older than {source.name}: run 'cdktf synth'")


def _files(folder: Path, configuration: Configuration) -> list[Path]:
    """Return the policy files that the configuration names."""
    roles = [role for group in configuration.groups.values() for role in group.roles.values()]
    named = [one for role in roles for one in role.policies if is_file(one)]
    named += [rail.file for rail in configuration.guardrails.values() if rail.file]
    named += [one for one in (configuration.responder.policies if configuration.responder else []) if is_file(one)]
    return [folder / one for one in dict.fromkeys(named)]

"""`orgctl affected`, from the synthesized stacks to the exit status."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foundation.errors import UserError
from live.fingerprints import Fingerprints
from live.session import open_session
from live.states import StatePlace
from organization.load import examine
from orgctl.affected.report import render, render_unread
from orgctl.prove.reading import demand_current
from terraform_json.affected import Affected, affected
from terraform_json.folder import DEFAULT_WORKSPACE, SYNTHESIZED, StackFolder
from terraform_json.stacks import read_stacks
from toolchain.arguments import all_dependencies
from toolchain.provider_lock import locked_versions

if TYPE_CHECKING:
    from rich.console import Console

    from live.session import Session

VERSION = 1
"""The version of the format of `--json`; it changes when a key is removed or changes its meaning."""


def command(project: Path, file: Path, *, as_json: bool, console: Console) -> int:
    """
    Print the affected stacks. Return the exit status: 1 when a state or fingerprint could not be read.

    Raise UserError when `cdktf.out` is missing, broken, or older than the configuration.
    """
    if file.is_file():
        demand_current(project / SYNTHESIZED, file, examine(file)[0])
    found, unread, number = affected_stacks(project)
    if as_json:
        print(json.dumps(_as_data(found, number) | {"unread": unread}, indent=2))
    else:
        render(found, number, console)
        render_unread(unread, console)
    return 1 if unread else 0


def affected_stacks(
    project: Path, session: Session | None = None, only: Iterable[str] | None = None
) -> tuple[tuple[Affected, ...], dict[str, str], int]:
    """
    Return the affected ones of a project's stacks, why some could not be read, and the number of stacks.

    `only` restricts them to some; the others count as they are deployed. Raise TerraformJsonError without stacks,
    ToolchainError when the lock file of providers is broken.
    """
    _demand_default_workspace(os.environ)
    stacks = read_stacks(project / SYNTHESIZED)
    wanted = None if only is None else {*only}
    folders = [StackFolder.of(project, one.name) for one in stacks]
    if session is None and any(StatePlace.synthesized(one).bucket for one in folders):
        session = open_session()
    deployed = Fingerprints(session).deployments(folders)
    found = affected(stacks, deployed, locked_versions(project), all_dependencies(project), wanted)
    return (
        found,
        {name: one.cause for name, one in deployed.items() if one.problem},
        len(stacks if wanted is None else wanted),
    )


def _demand_default_workspace(environment: Mapping[str, str]) -> None:
    """Raise UserError where Terraform would use other states than those that are looked at."""
    workspace = environment.get("TF_WORKSPACE") or DEFAULT_WORKSPACE
    if workspace != DEFAULT_WORKSPACE:
        raise UserError(
            f"TF_WORKSPACE: must be {DEFAULT_WORKSPACE}, whose states are compared, got {workspace!r}",
            remedy="Repeat the command without it: env -u TF_WORKSPACE orgctl affected",
        )


def _as_data(found: Iterable[Affected], number: int) -> dict[str, Any]:
    waves: dict[int, list[dict[str, Any]]] = {}
    for one in found:
        data = asdict(one)
        waves.setdefault(data.pop("wave"), []).append(data)
    return {"version": VERSION, "stacks": number, "waves": [waves[wave] for wave in sorted(waves)]}

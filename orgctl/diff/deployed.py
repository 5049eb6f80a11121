"""The deployed organization, as the base of a comparison."""

from __future__ import annotations

from pathlib import Path

from access.difference.states import deployed
from access.errors import AccessError
from live.states import read_all
from organization.load import examine
from orgctl.diff.errors import DiffError
from orgctl.diff.sources import Source


def in_states(project: Path, file: Path, new: Source) -> Source:
    """
    Return the deployed resources of all stacks of `cdktf.out`, and of accounts without a stack there.

    Raises DiffError when there is no state, LiveError when one cannot be read.
    """
    read = read_all(new.stacks, project, examine(file)[0])
    try:
        found = deployed(read.states, read.backends, new.stacks)
    except AccessError:
        raise DiffError(
            f"the organization is not deployed: there is no state of org-root with it in {read.org_root}. Compare with "
            "a Git revision or a folder"
        ) from None
    return Source("what is deployed", found.stacks, new.intent, numbers=found.numbers, stand_ins=found.stand_ins)

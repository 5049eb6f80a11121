"""What is deployed before a change: the real ids, and the stacks as the states tell them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from access.difference.states import Deployed, deployed
from access.errors import AccessError
from foundation.errors import UserError
from foundation.ids import ORGANIZATION
from foundation.names import ORG_ROOT
from live.errors import aws_errors
from live.states import read_all
from orgctl.advice import explain
from orgctl.gate.wanted import Wanted
from orgctl.prove.ids import Ids, agreed
from terraform_json.stacks import Stack

NOTHING = "nothing is deployed yet"


@dataclass(frozen=True)
class Known:
    """The real ids: of the state of org-root, as far as it can be read, and of the configuration."""

    ids: Ids
    stand_ins: dict[str, str] = field(default_factory=dict[str, str])
    """What stands in the stacks for real ids of the organization, by such an id."""


@dataclass(frozen=True)
class Base:
    """The stacks that are deployed; without them the reason why there are none."""

    stacks: Sequence[Stack] = ()
    missing: str = ""


def known_ids(wanted: Wanted, stacks: Sequence[Stack]) -> Known:
    """Return the ids that are known. Raise DifferentIds if the configuration contradicts the state."""
    found = _read(wanted, [one for one in stacks if one.name == ORG_ROOT], others=False)
    numbers = dict(found.numbers) if isinstance(found, Deployed) else {}
    stand_ins = dict(found.stand_ins) if isinstance(found, Deployed) else {}
    real = next((id for id, stands_in in stand_ins.items() if stands_in == ORGANIZATION), "")
    ids = agreed(wanted.file, wanted.configuration, Ids(numbers, real), "the state of org-root")
    return Known(ids, {**({ids.organization: ORGANIZATION} if ids.organization else {}), **stand_ins})


def read_base(wanted: Wanted, stacks: Sequence[Stack]) -> Base:
    """Return what is deployed. Never raises: a base that cannot be read has the reason."""
    found = _read(wanted, stacks, others=True)
    return Base(missing=found) if isinstance(found, str) else Base(found.stacks)


def _read(wanted: Wanted, stacks: Sequence[Stack], *, others: bool) -> Deployed | str:
    """Return what the states of stacks tell, and of accounts without a stack; or else why they tell nothing."""
    try:
        configuration = wanted.configuration if others else None
        read = read_all(stacks, wanted.folder, configuration, wanted.session)
    except UserError as error:
        return " ".join(str(error).split())
    except aws_errors() as error:
        return " ".join(explain(error).split())
    try:
        return deployed(read.states, read.backends, stacks)
    except AccessError:
        return NOTHING

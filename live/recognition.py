"""
The test that a stack was deployed completely: Terraform's state, in AWS, has every resource of the stack.

Later changes show only in a plan: the phase `changes` plans all stacks that were recognized here.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from live.errors import LiveError
from live.states import StatePlace
from terraform_json.folder import StackFolder
from terraform_json.stacks import Entry
from terraform_json.state import EMPTY, State

if TYPE_CHECKING:
    from live.session import Session


def is_deployed(stack: StackFolder, session: Session, *, only: Collection[str] = ()) -> bool:
    """Tell whether every resource, or those at the addresses `only`, is in the state and not tainted."""
    found = _made(_state(stack, session))
    resources = stack.resources
    wanted = only or resources
    return all(address in resources and _is_made(resources[address], found.get(address, set())) for address in wanted)


def _state(stack: StackFolder, session: Session) -> State:
    try:
        return StatePlace.synthesized(stack).read_or_empty(session)
    except LiveError:
        return EMPTY


def _made(state: State) -> dict[str, set[object]]:
    """Return the keys of the finished instances of each resource, by its address; the key of a single one is None."""
    found: dict[str, set[object]] = {}
    for one in state.instances:
        if not one.is_tainted:
            found.setdefault(one.resource_address, set()).add(one.key)
    return found


def _is_made(entry: Entry, found: set[object]) -> bool:
    """Tell whether the state has a resource's instances, as far as the Terraform JSON gives their keys."""
    wanted = entry.body.get("for_each", [None])
    return set(wanted) <= found if isinstance(wanted, dict | list) else bool(found)

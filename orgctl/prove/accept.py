"""The option `--accept`: promises of which everything is accepted in one run."""

from __future__ import annotations

from collections.abc import Sequence

from access.promises.acceptance import ON_THE_COMMAND_LINE, Acceptance
from access.promises.promise import Promise as Checkable
from access.proof import Promise, Proof
from access.questions.accepting import Accepting
from foundation.errors import UsageError

REASON = "accepted on the command line, for this run only"


def on_the_command_line(
    names: Sequence[str], built_in: Sequence[Checkable], own: Sequence[Checkable]
) -> tuple[Acceptance, ...]:
    """Return an entry for each name. Raise UsageError, with each name that is no promise."""
    known = {**{one.says: one.name for one in own}, **{one.name: one.name for one in (*own, *built_in)}}
    if unknown := [name for name in dict.fromkeys(names) if name not in known]:
        choice = ", ".join([*(one.name for one in built_in), *(f"'{one.says}'" for one in own)])
        raise UsageError(*(f"--accept: '{name}' is no promise; there are {choice}" for name in unknown))
    return tuple(Acceptance(known[name], Accepting(), REASON) for name in dict.fromkeys(names))


def demand_accepted(names: Sequence[str], proof: Proof) -> None:
    """Raise UsageError, with each name of a promise that has nothing left to accept."""
    open_ = [_named(one) for one in proof.promises if one.status in ("broken", "undecided") or _is_accepted(one)]
    choice = f"there are {', '.join(open_)}" if open_ else "there is none"
    wrong = [
        f"--accept: nothing is left to accept of '{name}', which is {one.status}; remove the option. "
        f"Of the promises that are broken or not decided {choice}"
        for name in dict.fromkeys(names)
        for one in proof.promises
        if name in (one.name, one.says) and not _is_accepted(one)
    ]
    if wrong:
        raise UsageError(*wrong)


def _is_accepted(one: Promise) -> bool:
    return any(part.where == ON_THE_COMMAND_LINE for part in one.accepted)


def _named(one: Promise) -> str:
    return f"'{one.says}'" if one.own else one.name

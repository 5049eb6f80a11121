"""`orgctl confirm`: prove, ask AWS's simulator about counterexamples and as many other decisions, and compare."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from access.confirmation import NotAsked, Question, Questioner, counterexamples, kept
from access.promises.registry import PROMISES
from access.questions.world import open_worlds
from live.caller import caller_of
from live.simulator import Answer, Refusal, simulate, simulator
from orgctl.confirm.report import as_json as json_of
from orgctl.confirm.report import render
from orgctl.confirm.results import Confirmation, Result, not_asked, result_of
from orgctl.prove.command import Wanted, own_rules
from orgctl.prove.reading import Synthesized, read_synthesized

if TYPE_CHECKING:
    from rich.console import Console

    from live.session import Session

FEWEST = 50
"""Decisions beside counterexamples, however few of these there are."""


def confirm(wanted: Wanted, *, as_json: bool, session: Session, console: Console) -> int:
    """
    Print what AWS's policy simulator decides on decisions of the proof. Return 1 when one differs, or there is none.

    It reads and never writes. Raise UserError when no proof is possible, ClientError and BotoCoreError when AWS does
    not answer.
    """
    read = read_synthesized(wanted.folder, wanted.file, wanted.outputs, wanted.as_of)
    caller = caller_of(session)
    cases = _cases(wanted, read)
    results = tuple(_results(cases, simulator(session, caller.account)))
    confirmation = Confirmation(read.name, read.organization.as_of, str(caller), results)
    if as_json:
        print(json_of(confirmation))
    else:
        render(confirmation, console)
    return 0 if confirmation.confirmed else 1


def _cases(wanted: Wanted, read: Synthesized) -> list[Question | NotAsked]:
    """Return the questions about every counterexample, and about as many decisions that are as they should be."""
    promises = (*PROMISES, *own_rules(wanted.access, wanted.file.parent, read.organization).promises)
    without_rcps = replace(read.organization, has_rcps=False)
    with open_worlds((read.organization, read.intent), (without_rcps, read.intent)) as (world, plain):
        questioner = Questioner(world, plain)
        broken = list(counterexamples(world, promises))
        questions = [questioner.question(case) for case in broken]
        return [*questions, *kept(questioner, max(FEWEST, len(broken)), but=broken)]


def _results(cases: Sequence[Question | NotAsked], iam: Any) -> Iterator[Result]:
    """Yield the result of each case; equal questions are asked once."""
    known: dict[str, Answer | Refusal] = {}
    for case in _with_progress(cases):
        if isinstance(case, NotAsked):
            yield not_asked(case)
            continue
        key = json.dumps(case.parameters, sort_keys=True)
        if key not in known:
            known[key] = simulate(iam, case.parameters)
        yield result_of(case, known[key])


def _with_progress(cases: Sequence[Question | NotAsked]) -> Iterable[Question | NotAsked]:
    """Return the cases; on a terminal a progress bar is shown meanwhile."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    return track(cases, "asking AWS", console=console, transient=True, disable=not console.is_terminal)

"""
The phase `changes`: stacks that differ from what was deployed, wave by wave.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from foundation.words import few, plural
from orgctl.affected import affected_stacks
from orgctl.up.journey import Journey
from orgctl.up.phase import Phase, done, print_row
from orgctl.up.stacks import Work, deploy_changes, synthesize
from terraform_json.affected import Affected

_MOST = 8
"""Number of stacks that are listed with their reasons, in each wave."""


def changes(phase: Phase, journey: Journey) -> None:
    """Deploy changes of the stacks that were deployed before; the other phases only skip these."""
    stacks = [stack for stack in journey.organization.stack_names() if stack in journey.recognised]
    if not stacks:
        done(journey, "no stack was deployed before")
    elif journey.everything:
        deploy_changes(phase, journey, Work(stacks), partial(_deployed, stacks))
    else:
        _deploy_affected(phase, journey, stacks)


def _deploy_affected(phase: Phase, journey: Journey, stacks: Sequence[str]) -> None:
    """Plan and deploy the affected stacks, the earliest wave first: what it changes decides about the later ones."""
    synthesize(journey)
    handled: list[str] = []
    waiting = _affected(journey, stacks, handled)
    if waiting:
        print_row(journey.console, "affected", f"{len(waiting)} of {plural(len(stacks), 'stack')} deployed before")
        if left_out := len(stacks) - len(waiting):
            print_row(journey.console, "left out", f"{plural(left_out, 'stack')}: {_AS_DEPLOYED}")
    while waiting:
        wave = [one for one in waiting if one.wave == waiting[0].wave]
        _print_reasons(journey, wave)
        names = [one.stack for one in wave]
        deploy_changes(phase, journey, Work(names), partial(_deployed, names))
        handled += names
        # Whoever reads what this wave may have changed is waiting already: where none does, no state is read again.
        waiting = _affected(journey, stacks, handled) if len(waiting) > len(wave) else []
    rest = len(stacks) - len(handled)
    if rest and not journey.pending:
        done(journey, f"{plural(rest, 'other stack' if handled else 'stack')} as deployed: {_AS_DEPLOYED}")


def _deployed(stacks: Sequence[str]) -> str:
    return f"deployed as in the file: {', '.join(stacks)}"


def _affected(journey: Journey, stacks: Sequence[str], handled: Sequence[str]) -> list[Affected]:
    found, _, _ = affected_stacks(journey.folder, journey.identity.session, only=stacks)
    return [one for one in found if one.stack not in handled]


def _print_reasons(journey: Journey, wave: Sequence[Affected]) -> None:
    for one in wave[:_MOST]:
        print_row(journey.console, "because", f"{one.stack} {few(one.why, _MOST)}")
    if len(wave) > _MOST:
        print_row(journey.console, "", f"and {plural(len(wave) - _MOST, 'more stack')}: orgctl affected lists them")


_AS_DEPLOYED = "the fingerprints of their deployments say that nothing differs; --all plans them, too"

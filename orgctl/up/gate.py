"""
The proof before the first change of AWS: what the change newly breaks is refused, what was so before is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from shlex import quote

from rich.console import Console
from rich.text import Text

from access.proof import Promise
from foundation.words import plural, wrapped
from organization.load import default_file
from orgctl.as_of import as_of
from orgctl.gate import Verdict, Wanted, judge
from orgctl.prove.recording import Recording
from orgctl.prove.report import missing_lines, promise_lines
from orgctl.prove.words import more_like_it, verdict
from orgctl.up.dialogue import NoTerminal
from orgctl.up.journey import Journey
from orgctl.up.phase import COLUMNS, UpError, print_row

QUESTION = "Deploy all the same?"


@dataclass(frozen=True)
class Gate:
    """The gate of a run; `accept` are the promises that are accepted in it."""

    accept: tuple[str, ...] = ()

    def __call__(self, journey: Journey) -> None:
        """
        Prove, print the verdict and, unless everything is kept or accepted, refuse or ask; a dry run only prints.

        Raise UpError, Stopped, and UserError when no proof is possible.
        """
        console = journey.console
        file = journey.folder / default_file()
        recording = Recording(journey.folder, file)
        with console.status("proving", spinner="line"):
            wanted = Wanted(
                journey.folder, file, journey.organization, journey.identity.session, as_of(None), self.accept
            )
            found = judge(wanted)
        print_row(console, "proof", verdict(found.proof), style=_style(found))
        if warning := recording.write(found.proof, self.accept):
            print_row(console, "", warning, "yellow")
        _print_open(found, console)
        if found.comparison.broken and not journey.dry_run:
            raise UpError(refusal(found.comparison.broken))
        if not found.proof.passed and not journey.dry_run:
            _ask(journey, found)


def _style(found: Verdict) -> str:
    proof = found.proof
    return "green" if proof.proven else "yellow" if proof.passed else "bold red"


def _print_open(found: Verdict, console: Console) -> None:
    if found.note and (found.comparison.broken or found.comparison.undecided):
        print_row(console, "", found.note, "yellow")
    _print(console, "Newly broken: refused", found.comparison.broken)
    _print(console, "Newly not decided", found.comparison.undecided)
    _print(console, "Broken or not decided before", found.comparison.before)
    for says in found.comparison.unclear:
        print_row(console, "", f"not decided whether the change breaks more of this: {says}", "bold yellow")
    for line, style in missing_lines(found.proof, console.width):
        console.print(Text(line, style=style), soft_wrap=True)


def _print(console: Console, title: str, promises: Sequence[Promise]) -> None:
    if promises:
        console.print(Text(f"\n{title}", style="bold"))
    for one in promises:
        for line, style in promise_lines(one, console.width):
            console.print(Text(line, style=style), soft_wrap=True)


def refusal(promises: Sequence[Promise]) -> str:
    """Return the message about promises that are newly broken: each with a counterexample, its line, the remedies."""
    lines = [f"nothing is deployed: the change newly breaks {plural(len(promises), 'promise')}:"]
    for one in promises:
        kind = one.kinds[0]
        lines += wrapped(f"{one.says} ({one.name})", COLUMNS, "  ", "  ")
        lines += wrapped(f"- {kind.text}{more_like_it(kind)}", COLUMNS, "  ", "    ")
        for where in dict.fromkeys(reason.where for reason in kind.reasons if reason.where):
            lines += wrapped(where, COLUMNS, "    ", "    ")
    lines.append("Repair it; or accept it, with the reason, under 'accepted' in access.yaml; or accept it in one run:")
    return "\n".join([*lines, f"  orgctl up {_options(promises)}"])


def _ask(journey: Journey, found: Verdict) -> None:
    """Ask whether to deploy what is not kept. Raise Stopped, and UpError without a terminal."""
    try:
        journey.dialogue.demand_acceptance(QUESTION)
    except NoTerminal:
        open_ = [*found.comparison.undecided, *found.comparison.before]
        ways = ["Answer at a terminal: --yes does not answer this. Or repair it"]
        if open_:
            ways.append("; or accept it under 'accepted' in access.yaml, or in one run:")
        end = f"\n  orgctl up {_options(open_)}" if open_ else "."
        raise UpError(f"nothing is deployed: it is not proven. {''.join(ways)}{end}") from None


def _options(promises: Iterable[Promise]) -> str:
    names = dict.fromkeys(quote(one.says if one.own else one.name) for one in promises)
    return " ".join(f"--accept {name}" for name in names)

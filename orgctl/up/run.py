"""
The run of `orgctl up` through its phases.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from foundation.errors import UsageError
from foundation.names import ORG_ROOT
from live.identity import Identity, first_identity
from organization.load import default_file
from organization.model import Organization
from organization.problem import InvalidFile
from orgctl.profiles import own_name
from orgctl.up import sign_in
from orgctl.up.dialogue import Dialogue, NoTerminal, Stopped
from orgctl.up.gate import Gate
from orgctl.up.journey import Journey
from orgctl.up.lock import locked
from orgctl.up.phase import Phase, UpError
from orgctl.up.phases import NAMES, PHASES

STOPPED, INTERRUPTED = 3, 130
"""Exit statuses when the administrator does not agree, and after Ctrl-C."""
INVITED = 4  # users named at the end, as examples


def up(
    *,
    folder: Path,
    until: str | None,
    admin: str | None,
    yes: bool,
    dry_run: bool,
    everything: bool = False,
    accept: tuple[str, ...] = (),
    console: Console,
) -> int:
    """
    Run the phases. Return the exit status: 0, 3 when the administrator does not agree, 130 after Ctrl-C.

    Raise UserError, botocore's errors, OSError and EOFError (from a question of botocore's own).
    """
    organization = _read(folder)
    if until is not None and until not in NAMES:
        raise UsageError(f"no phase '{until}'; they are: {', '.join(NAMES)}")
    if admin is not None and admin not in organization.org_root.admins:
        raise UsageError(f"'{admin}' is not among org_root.admins of {default_file()}")
    dialogue = Dialogue(console, yes=yes, is_terminal=sys.stdin.isatty())
    if not (yes or dry_run or dialogue.is_terminal):
        raise UsageError("there is no terminal to ask at; --yes agrees to creations and changes, --dry-run only reads")
    phase = PHASES[0]
    try:
        with locked(folder, console) as lock:
            journey = _begin(organization, folder, dialogue, admin, dry_run, lock, Gate(accept))
            journey.everything = everything
            for phase in _until(until):
                _head(console, phase)
                phase.run(phase, journey)
    except UpError as error:
        raise UpError(f"{phase.name}: {error}") from None
    except NoTerminal as error:
        raise UpError(f"{phase.name}: {error}: this needs an answer at a terminal. Start again there.") from None
    except KeyboardInterrupt:
        console.print(
            f"\nStopped in the phase {phase.name}. Terraform finishes its current changes. To continue: orgctl up"
        )
        return INTERRUPTED
    except Stopped:
        console.print(f"Stopped in the phase {phase.name}. To continue: orgctl up")
        return STOPPED
    _print_next_steps(journey, phase)
    return 0


def _read(folder: Path) -> Organization:
    from organization.check import report
    from organization.load import examine

    organization, problems = examine(folder / default_file())
    if organization is None or any(not problem.warning for problem in problems):
        raise InvalidFile(str(default_file()), problems)
    report(str(default_file()), problems)
    return organization


def _begin(
    organization: Organization,
    folder: Path,
    dialogue: Dialogue,
    admin: str | None,
    dry_run: bool,
    lock: int,
    gate: Gate,
) -> Journey:
    from emulator.process import REPOSITORY
    from toolchain import state
    from toolchain.arguments import Request
    from toolchain.environment import prepare

    state.check(folder, Request(("deploy", "*")), organization)
    environment = prepare(os.environ, REPOSITORY)
    environment["PATH"] = os.pathsep.join([str(REPOSITORY / "bin"), environment["PATH"]])
    identity = first_identity(own_name(organization, ORG_ROOT))
    person = admin or _person(identity, organization)
    journey = Journey(
        organization=organization,
        folder=folder,
        environment=environment,
        dialogue=dialogue,
        identity=identity,
        person=person,
        gate=gate,
        is_named=admin is not None,
        dry_run=dry_run,
        lock=lock,
    )
    journey.identity = sign_in.recognise(identity, journey)
    return journey


def _person(identity: Identity, organization: Organization) -> str:
    """Return the administrator at the terminal: the session name of the role admin, else the first administrator."""
    admins = organization.org_root.admins
    name = identity.caller.arn.rpartition("/")[2] if identity.is_admin else ""
    return name if name in admins else admins[0]


def _until(name: str | None) -> Iterator[Phase]:
    for phase in PHASES:
        yield phase
        if phase.name == name:
            return


def _head(console: Console, phase: Phase) -> None:
    console.print(f"\n[bold]{NAMES.index(phase.name) + 1}/{len(PHASES)}  {phase.name}[/bold]")


def _print_next_steps(journey: Journey, last: Phase) -> None:
    console = journey.console
    if journey.dry_run:
        console.print("\nNothing was changed.")
    elif last is not PHASES[-1]:
        console.print(f"\nDone up to {last.name}. To continue: orgctl up")
    else:
        console.print("\nThe organization is deployed. Next steps by hand, as the role admin:\n")
        rows = dict(_commands(journey))
        width = max(len(command) for command, text in rows.items() if text)
        for command, text in rows.items():
            console.print(f"  {command:<{width}}  {text}".rstrip(), soft_wrap=True, markup=False)


def _commands(journey: Journey) -> Iterator[tuple[str, str]]:
    if "AWS_ACCESS_KEY_ID" in os.environ:  # it takes precedence over a profile
        yield "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN", ""
    yield f"export AWS_PROFILE={journey.alias}", "it asks for a code"
    yield "orgctl doctor", "lists what remains to be done"
    for user in sorted(journey.organization.users, key=lambda user: user != journey.person)[:INVITED]:
        own = user == journey.person
        yield f"orgctl invite {user}", "your own user, in the account id" if own else f"the text to send to {user}"

"""
Stacks, planned by Terraform and deployed by it or by `cdktf`: the plan that was shown is the plan that is applied.
"""

from __future__ import annotations

import json
import shlex
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from foundation.proof_record import digest_of_stacks
from live.recognition import is_deployed
from live.states import has_local_state
from orgctl.advice import hints
from orgctl.deploy import Deployment, explain, follow
from orgctl.deploy.run import parallel_stacks
from orgctl.up.journey import Journey
from orgctl.up.notes import Notes, following
from orgctl.up.phase import Phase, UpError, done, print_row
from orgctl.up.planning import apply_words, plan_all, plan_words
from orgctl.up.plans import FILE, Plan, full_text
from orgctl.up.quietly import failed, quietly
from terraform_json.folder import SYNTHESIZED
from toolchain.arguments import all_dependencies
from toolchain.fingerprint import SWITCH

PASSING = {
    "FinalizingOrganizationException": 3600.0,  # of which the provider waits four minutes
    "OptInRequired": 600.0,  # in a new account, some services do not work yet
    "SubscriptionRequiredException": 600.0,
    "NotSignedUp": 600.0,
    "PendingVerification": 600.0,
    "not authorized to perform: sts:AssumeRole": 600.0,  # a new role is not known everywhere yet
}
"""
Errors that pass by themselves in an organization's or account's first minutes, and the seconds to wait for that.

Source: Organizations API reference, CreateAccount: an hour for a new organization (2026-11-22).
"""
PAUSE = 60.0  # seconds


@dataclass(frozen=True)
class Work:
    """Stacks to deploy; `targets` restrict a single stack to these addresses and their dependencies."""

    stacks: Sequence[str]
    targets: Sequence[str] = ()

    @property
    def plans(self) -> list[str]:
        """The commands that plan, as typed."""
        return [shlex.join(plan_words(stack, self.targets)) for stack in self.stacks]

    @property
    def deploy(self) -> list[str]:
        """
        The command that applies the plans: of a single stack Terraform's own.

        cdktf 0.21 fails at outputs that do not exist yet, as with targets.
        """
        if len(self.stacks) == 1:
            return apply_words(self.stacks[0])
        return ["cdktf", "deploy", *self.stacks, "--auto-approve", "--skip-synth", f"--parallelism={parallel_stacks()}"]

    @property
    def deploy_text(self) -> str:
        """That command, as typed in a shell."""
        return _command({} if len(self.stacks) == 1 else {"ORGCTL_PLAN": FILE}, *self.deploy)

    def run(self, journey: Journey, applied: Callable[[str], object]) -> Deployment:
        """Run that command, and tell `applied` each stack that is deployed."""
        environment = journey.variables() | {SWITCH: "off"}
        locks = () if journey.lock is None else (journey.lock,)
        if len(self.stacks) > 1:
            planned = environment | {"ORGCTL_PLAN": FILE}
            return follow(self.deploy, journey.folder, planned, journey.console, pass_fds=locks, applied=applied)
        folder = journey.stack(self.stacks[0]).folder
        command = [environment["TERRAFORM_BINARY_NAME"], *self.deploy[2:]]
        return follow(
            command, folder, environment, journey.console, stack=self.stacks[0], pass_fds=locks, applied=applied
        )


def deploy(phase: Phase, journey: Journey, work: Work, confirm: Callable[[], str]) -> None:
    """
    Plan, show, ask, deploy and confirm the result; only confirm it if the stacks were completely deployed before.

    `confirm` raises UpError when AWS does not have the result. Raise UpError, Stopped, NoTerminal and
    ToolchainError.
    """
    synthesize(journey)
    session = journey.identity.session
    if all(is_deployed(stack, session, only=work.targets) for stack in map(journey.stack, work.stacks)):
        journey.recognised.update([] if work.targets else work.stacks)
        done(journey, confirm())
        return
    deploy_changes(phase, journey, work, confirm)


def deploy_changes(phase: Phase, journey: Journey, work: Work, confirm: Callable[[], str]) -> None:
    """Plan, show, ask, deploy and confirm, also for stacks that were deployed before."""
    if journey.pending:
        phase.announce(journey, *work.plans)
        print_row(journey.console, "not yet", f"planned when {journey.pending} is done", "yellow")
        return
    plans = plan(journey, work)
    if not plans:
        done(journey, confirm())
        return
    prove(journey)
    phase.announce(journey, *work.plans, Work([found.stack for found in plans], work.targets).deploy_text)
    for found in plans:
        found.shows(journey.console)
    if journey.dry_run:
        journey.pending = phase.name
        return
    destroys = any(found.destroys for found in plans)
    journey.dialogue.demand_agreement("Deploy this?", lambda: _show_all(journey, plans), destroys=destroys)
    _deploy_patiently(journey, work, plans)
    done(journey, confirm())


def plan(journey: Journey, work: Work) -> list[Plan]:
    """Return the plans that have changes. Raise UpError."""
    synthesize(journey)
    notes = None if work.targets or journey.dry_run else Notes(journey, work.stacks)
    plans = [_moving(journey, one) for one in plan_all(journey, work.stacks, work.targets, journey.variables())]
    if notes:
        notes.unchanged([found.stack for found in plans if found.is_empty])
    return [found for found in plans if not found.is_empty]


def synthesize(journey: Journey) -> None:
    """Write `cdktf.out`, once. Raise UpError."""
    if journey.is_synthesized:
        return
    with journey.console.status("cdktf synth", spinner="line"):
        _run(journey, ["cdktf", "synth"], journey.variables())
    journey.is_synthesized = True
    journey.stacks.clear()
    journey.synthesized = _digest(journey)
    if journey.dry_run:
        prove(journey)


def prove(journey: Journey) -> None:
    """
    Prove what is synthesized, once, before AWS is changed. Raise UserError, Stopped and NoTerminal.

    Raise UpError too if the stacks have changed since: another program has synthesized what nobody has proven.
    """
    synthesize(journey)
    if not journey.is_proven:
        journey.gate(journey)
        journey.is_proven = True
    if _digest(journey) != journey.synthesized:
        raise UpError("the stacks in cdktf.out have changed during this run, so they are not proven: start again")


def _digest(journey: Journey) -> str:
    try:
        return digest_of_stacks(journey.folder / SYNTHESIZED)
    except OSError:
        return ""  # the gate reports it


def addresses_of(journey: Journey, stack: str, *constructs: str) -> list[str]:
    """Return the addresses of the resources of top-level constructs, without those that others of them refer to."""
    made = {
        address: json.dumps(entry.body)
        for address, entry in journey.stack(stack).resources.items()
        if entry.origin.path.split("/")[1] in constructs
    }
    return [
        address
        for address in made
        if not any(f"${{{address}." in text or f'"{address}"' in text for text in made.values())
    ]


def addresses_of_type(journey: Journey, stack: str, kind: str) -> list[str]:
    """Return the addresses of the resources of a type."""
    return [entry.address for entry in journey.stack(stack).stack.of_type(kind)]


def dependencies(journey: Journey, stack: str) -> list[str]:
    """Return the stacks that must be deployed before a stack."""
    return all_dependencies(journey.folder)[stack]


def _moving(journey: Journey, found: Plan) -> Plan:
    """Return a plan with the move of the state, which is none of its resources."""
    if not _is_unmoved(journey, found.stack):
        return found
    return replace(found, changes=found.changes | {("move", "its state into the bucket")})


def _is_unmoved(journey: Journey, name: str) -> bool:
    """Tell whether a bootstrap stack was cut off before its state moved into its own bucket."""
    stack = journey.stack(name)
    return bool(stack.s3) and has_local_state(stack)


def _deploy_patiently(journey: Journey, work: Work, plans: list[Plan]) -> None:
    """Deploy; after an error that passes by itself, wait, plan again and deploy the rest without asking again."""
    agreed = frozenset(change for found in plans for change in found.changes)
    begin = time.monotonic()
    while plans:
        stacks = [found.stack for found in plans]
        with following(journey, stacks, whole=not work.targets) as noted:
            ended = noted.ended = replace(work, stacks=stacks).run(journey, noted.applied)
        if ended.stopped is not None:
            raise KeyboardInterrupt
        if ended.status == 0:
            return
        if not _passes(journey, ended.errors, begin):
            explain(ended, journey.console)
            raise UpError(
                "\n".join(["the deployment failed; resolve the cause, then start again.", *hints(ended.errors)])
            )
        plans = _plan_patiently(journey, work, begin)
        if not all(found.changes <= agreed for found in plans):
            for found in plans:
                found.shows(journey.console)
            journey.dialogue.demand_agreement(
                "This plan has changes that were not shown before. Deploy it?", destroys=True
            )
            agreed |= frozenset(change for found in plans for change in found.changes)


def _plan_patiently(journey: Journey, work: Work, begin: float) -> list[Plan]:
    while True:
        try:
            return plan(journey, work)
        except UpError as error:
            if not _passes(journey, str(error), begin):
                raise


def _passes(journey: Journey, errors: str, begin: float) -> bool:
    """Wait and return True if an error may pass by itself; return False if not, or not in time."""
    text = " ".join(errors.split())
    found = next((name for name in PASSING if name in text), None)
    if found is None or time.monotonic() + PAUSE > begin + PASSING[found]:
        return False
    lines = [line for line in errors.splitlines() if "Error" in line]
    print_row(journey.console, "waits", f"for AWS: {(lines or [found])[0].strip()}", "yellow")
    print_row(journey.console, "", f"{found} passes by itself; trying again in {PAUSE:.0f} s", "yellow")
    time.sleep(PAUSE)
    return True


def _run(journey: Journey, command: Sequence[str], environment: dict[str, str]) -> str:
    """Return the output of a read-only command. Raise UpError with its errors."""
    ended = quietly(command, journey.folder, environment)
    if ended.returncode:
        raise failed(command, ended.stdout)
    return ended.stdout


def _show_all(journey: Journey, plans: list[Plan]) -> None:
    environment = journey.variables()
    with journey.console.pager():
        for found in plans:
            journey.console.print(f"{found.stack}\n", style="bold")
            text = full_text(journey.folder, found.stack, environment)
            journey.console.print(text, markup=False, highlight=False, soft_wrap=True)


def _command(settings: dict[str, str], *words: str) -> str:
    """Return a command as typed. Double quotes let a value continue on the next line; none holds shell syntax."""
    quoted = (f'{name}="{value}"' if " " in value else f"{name}={value}" for name, value in settings.items())
    return " ".join([*quoted, shlex.join(words)])

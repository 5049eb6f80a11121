"""
Plans, made by Terraform itself in the folder of a stack: CDKTF's command line would add two seconds to each.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from threading import Event, Lock

from rich.status import Status

from foundation.words import few
from orgctl.deploy.run import parallel_stacks
from orgctl.up.journey import Journey
from orgctl.up.phase import UpError, print_row
from orgctl.up.plans import FILE, Plan, read_plan
from orgctl.up.quietly import failed, quietly
from terraform_json.folder import SYNTHESIZED, StackFolder
from terraform_json.lock_file import OF_A_STACK, versions_in
from toolchain.backend import POSTPONED
from toolchain.provider_lock import locked_versions

_CHANGES = 2
"""Exit status of `terraform plan -detailed-exitcode` for a plan with changes."""
_NEEDS_INIT = ("terraform init", "Required plugins are not installed", "Inconsistent dependency lock file")
_UPGRADE = "init -upgrade"
_MOST = 8
"""Number of stacks that are named in an error."""
_first_init, _cache_is_filled = Lock(), Event()
"""Two first inits at once would both fill Terraform's cache of providers."""


def plan_words(stack: str, targets: Sequence[str] = (), *, dry_run: bool = False) -> list[str]:
    """Return the command that plans a stack, as typed."""
    lock = ["-lock=false"] if dry_run else []
    return [*_terraform(stack), "plan", "-input=false", f"-out={FILE}", *lock, *(f"-target={one}" for one in targets)]


def init_words(stack: str) -> list[str]:
    """Return the command that initializes the folder of a stack, as typed."""
    return [*_terraform(stack), "init", "-input=false"]


def apply_words(stack: str) -> list[str]:
    """Return the command that applies the plan of a stack, as typed."""
    return [*_terraform(stack), "apply", "-input=false", FILE]


def plan_all(
    journey: Journey, stacks: Sequence[str], targets: Sequence[str], environment: Mapping[str, str]
) -> list[Plan]:
    """Return the plans of stacks, as many at once as the machine carries, and print how far it is. Raise UpError."""
    number = 0
    with ThreadPoolExecutor(parallel_stacks()) as pool, journey.console.status(_says(stacks), spinner="line") as status:
        planned = {pool.submit(_plan, journey, stack, targets, environment): stack for stack in stacks}
        try:
            for future in as_completed(planned):
                if future.exception():
                    break
                number += 1
                _tell(journey, status, planned[future], f"{number} of {len(stacks)}")
        finally:
            pool.shutdown(wait=False, cancel_futures=True)  # also after Ctrl-C, which those that run hear
    return _results(planned)


def _results(planned: Mapping[Future[Plan], str]) -> list[Plan]:
    """Return the plans. Raise UpError with the first error, and the names of all stacks that are not planned."""
    ended = {stack: None if future.cancelled() else future.exception() for future, stack in planned.items()}
    errors = [error for error in ended.values() if error]
    if not errors:
        return [future.result() for future in planned]
    missing = [stack for future, stack in planned.items() if future.cancelled() or ended[stack]]
    first = next((error for error in errors if not isinstance(error, UpError)), errors[0])
    if len(missing) == 1 or not isinstance(first, UpError):
        raise first
    raise UpError(f"{first}\nNot planned: {few(missing, _MOST)}. Nothing was deployed of these.") from None


def _tell(journey: Journey, status: Status, stack: str, number: str) -> None:
    status.update(f"planned {number}: {stack}")
    if not journey.console.is_terminal and not number.endswith(" of 1"):
        print_row(journey.console, "planned", f"{number}: {stack}")


def _says(stacks: Sequence[str]) -> str:
    return f"planning {', '.join(stacks[:4])}{' …' if len(stacks) > 4 else ''}"


def _plan(journey: Journey, stack: str, targets: Sequence[str], environment: Mapping[str, str]) -> Plan:
    folder = journey.stack(stack)
    known = folder.stack.document
    if not _is_initialized(folder, locked_versions(journey.folder)):
        _init(folder, environment)
    words = plan_words(stack, targets, dry_run=journey.dry_run)
    ended = _run(folder, [*words, "-detailed-exitcode", "-no-color"], environment)
    if ended.returncode not in (0, _CHANGES) and any(one in ended.stdout for one in _NEEDS_INIT):
        _init(folder, environment)
        ended = _run(folder, [*words, "-detailed-exitcode", "-no-color"], environment)
    if StackFolder(folder.folder).stack.document != known:
        raise UpError(f"{stack} was synthesized again while it was planned: start again")
    if ended.returncode == 0:  # to read a plan takes as long as to make it
        return Plan(stack, frozenset())
    if ended.returncode != _CHANGES:
        raise failed(words, ended.stdout)
    return read_plan(journey.folder, stack, environment)


def _is_initialized(stack: StackFolder, locked: Mapping[str, str]) -> bool:
    """Return whether Terraform has initialized a folder, for the backend and the locked providers that it has now."""
    if (stack.folder / POSTPONED).exists() or not (stack.folder / ".terraform" / "providers").is_dir():
        return False
    if not (stack.folder / OF_A_STACK).is_file() or stack.is_bootstrap:
        return False  # where the state of a bootstrap stack is, is decided each time
    known = versions_in(stack.folder / OF_A_STACK)
    if any(locked.get(address, version) != version for address, version in known.items()):
        return False  # else the plan would be made with the provider of the last deployment
    config = stack.noted.get("config") or {}
    return all(config.get(name) == value for name, value in stack.s3.items())


def _init(stack: StackFolder, environment: Mapping[str, str]) -> None:
    """Initialize a folder: the first one alone, the others side by side. Raise UpError."""
    if not _cache_is_filled.is_set():
        with _first_init:
            if not _cache_is_filled.is_set():
                _init_now(stack, environment)
                _cache_is_filled.set()
                return
    _init_now(stack, environment)


def _init_now(stack: StackFolder, environment: Mapping[str, str]) -> None:
    words = init_words(stack.name)
    ended = _run(stack, words, environment)
    if ended.returncode and _UPGRADE in ended.stdout:  # the locked version is outside of the range
        ended = _run(stack, [*words, "-upgrade"], environment)
    if ended.returncode:
        raise failed(words, ended.stdout)


def _run(stack: StackFolder, words: Sequence[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command of Terraform in the folder of the stack, which is its second word."""
    return quietly([environment["TERRAFORM_BINARY_NAME"], *words[2:]], stack.folder, environment)


def _terraform(stack: str) -> list[str]:
    return ["terraform", f"-chdir={SYNTHESIZED}/stacks/{stack}"]

"""
Where the state of a bootstrap stack is: beside `organization.yaml` until the bucket is there that the stack makes.

A backend cannot be chosen in the middle of a deployment, so an override file in the stack's folder chooses it, and what
is in the account already is imported by another one. Both are written anew whenever the stack is initialized, so that
whatever was interrupted goes on from there.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Container
from pathlib import Path
from typing import Any

from foundation.files import write_atomically
from live import state_account
from live.state_account import StateAccount
from terraform_json.folder import StackFolder, read_json
from terraform_json.state import EMPTY, State, read_state
from toolchain.errors import ToolchainError

OVERRIDE = "backend_override.tf.json"
ADOPT = "adopt.tf.json"
TABLE = "dynamodb_table"
BUCKETS, TABLES, ALIASES = "aws_s3_bucket", "aws_dynamodb_table", "aws_iam_account_alias"

TRIES, PAUSE = 6, 5.0
"""A new bucket's policy is not known everywhere at once."""

Terraform = Callable[..., "subprocess.CompletedProcess[str]"]


def settle(stack: StackFolder) -> None:
    """
    Choose the backend, and import what is in the account but not in the state.

    Raises NotYetError when another stack must be deployed first, and ToolchainError when going on would do harm.
    """
    account = state_account.account_of(stack)
    if stack.role_arn is None:
        _demand_no_other_organization(account)
    state, backend = _own(stack, account) if stack.makes_its_bucket else (_central(stack), {})
    imports = _imports(stack, account, resources_of(state))
    _write(stack.folder / OVERRIDE, {"terraform": {"backend": backend}} if backend else {})
    _write(stack.folder / ADOPT, {"import": imports} if imports else {})


def _demand_no_other_organization(account: StateAccount) -> None:
    """Raises ToolchainError in an account that can never manage the organization."""
    found = account.organization()
    if found and found.management_account != account.number:
        raise ToolchainError(
            f"the account {account.number} is a member of the organization {found.id}, which\n"
            f"{found.management_account} manages. Take the credentials of an account that belongs to none,\n"
            "or let this one leave first."
        )


def _central(stack: StackFolder) -> State:
    """The state of a stack that has it in the bucket of another one."""
    return state_account.own_account(stack.s3["region"]).state(stack.s3["bucket"], stack.s3["key"])


def _own(stack: StackFolder, account: StateAccount) -> tuple[State, dict[str, Any]]:
    """The state of a stack that makes the bucket for it, and the backend to use instead of the synthesized one."""
    bucket = stack.s3["bucket"]
    remote = account.state(bucket, stack.s3["key"]) if account.has_bucket(bucket) else EMPTY
    local = read_state(stack.local_state)
    if not local and not remote:
        _demand_no_other_state(stack, account)
    if not _is_moved(stack, local, remote):
        return local, {"local": {"path": stack.local_path}}
    _remove_local_state(stack)
    return remote, _without_table(stack, remote)


def _demand_no_other_state(stack: StackFolder, account: StateAccount) -> None:
    """Raises ToolchainError when the account keeps state in a bucket of another region: it would begin anew here."""
    bucket, region = stack.s3["bucket"], stack.s3["region"]
    prefix = bucket.removesuffix(region)
    if prefix == bucket:
        return
    others = [name for name in account.buckets(prefix) if name != bucket and not name.startswith(f"{prefix}log-")]
    if others:
        raise ToolchainError(
            f"the account {account.number} keeps its state in {others[0]}, and {stack.name} would begin anew in\n"
            f"{bucket}. Set deployment.state.region to {others[0].removeprefix(prefix)} in organization.yaml."
        )


def _is_moved(stack: StackFolder, local: State, remote: State) -> bool:
    """Whether the state is in the bucket. When a move was interrupted it may be here too."""
    if resources_of(remote) and not _holds(remote, local):
        raise ToolchainError(
            f"{stack.name} has two states: {stack.local_state.name} here, with resources that are not in\n"
            f"s3://{stack.s3['bucket']}/{stack.s3['key']}. If that one is right, move the file out of this folder."
        )
    return bool(resources_of(remote)) or (bool(remote) and not local)


def _holds(state: State, part: State) -> bool:
    """Whether a state has all that another one has. Terraform gives a state that it moves a new lineage and serial."""
    return resources_of(part).items() <= resources_of(state).items()


def _without_table(stack: StackFolder, state: State) -> dict[str, Any]:
    """The S3 backend without the table for the lock that the stack is only going to make; else nothing."""
    table = stack.named(TABLES, "name").get(stack.s3.get(TABLE, ""))
    if table is None or table in resources_of(state):
        return {}
    return {"s3": {name: value for name, value in stack.s3.items() if name != TABLE}}


def _imports(stack: StackFolder, account: StateAccount, known: Container[str]) -> list[dict[str, str]]:
    """Import blocks for what the account has and the state does not."""
    kinds: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
        (BUCKETS, "bucket", account.has_bucket),
        (TABLES, "name", account.has_table),
        (ALIASES, "account_alias", lambda name: _has_alias(account, name)),
    )
    return [
        {"to": address, "id": name}
        for kind, argument, exists in kinds
        for name, address in stack.named(kind, argument).items()
        if address not in known and exists(name)
    ]


def _has_alias(account: StateAccount, name: str) -> bool:
    """Whether an account has this alias. Raises ToolchainError for another: AWS would replace it without a word."""
    present = account.alias()
    if present not in (None, name):
        raise ToolchainError(
            f"the account {account.number} has the alias {present}, which {name} would replace: nobody could sign in\n"
            "through it any more. Are these the right credentials, and is `name` right in organization.yaml? If so:\n"
            f"aws iam delete-account-alias --account-alias {present}"
        )
    return present == name


def finish(stack: StackFolder, terraform: Terraform) -> None:
    """After an apply: the state goes into the bucket, if it is not there. Raises ToolchainError."""
    override, local = stack.folder / OVERRIDE, read_state(stack.local_state)
    _remove(stack.folder / ADOPT)
    if not override.exists():
        return
    is_local = "local" in read_json(override)["terraform"]["backend"]
    if is_local and stack.named(BUCKETS, "bucket")[stack.s3["bucket"]] not in resources_of(local):
        return  # nothing was made
    _remove(override)
    options = ["-migrate-state", "-force-copy"] if is_local else ["-reconfigure"]
    _patiently(stack, terraform, options)
    if is_local:
        _demand_moved(stack, local)
        _remove_local_state(stack)


def _patiently(stack: StackFolder, terraform: Terraform, options: list[str]) -> None:
    said = ""
    for number in range(TRIES):
        time.sleep(PAUSE if number else 0)
        result = terraform("init", "-input=false", "-no-color", *options)
        if result.returncode == 0:
            return
        said = result.stdout.strip()
    raise ToolchainError(f"{said}\n{_still_here(stack)}")


def _demand_moved(stack: StackFolder, local: State) -> None:
    remote = state_account.account_of(stack).state(stack.s3["bucket"], stack.s3["key"])
    if not _holds(remote, local):
        raise ToolchainError(_still_here(stack))


def _still_here(stack: StackFolder) -> str:
    return (
        f"{stack.name} is deployed, but its state is not in s3://{stack.s3['bucket']} yet: it is in "
        f"{stack.local_state.name}.\nRun the same command again."
    )


def resources_of(state: State) -> dict[str, str]:
    """Return the ids of the resources in a state, by address."""
    return {instance.address: instance.id for instance in state.instances}


def _write(file: Path, content: dict[str, Any]) -> None:
    if content:
        write_atomically(file, json.dumps(content, indent=2))
    else:
        _remove(file)


def _remove(file: Path) -> None:
    file.unlink(missing_ok=True)


def _remove_local_state(stack: StackFolder) -> None:
    _remove(stack.local_state)
    _remove(stack.local_state.with_name(f"{stack.local_state.name}.backup"))

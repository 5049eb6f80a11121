"""
The place of a bootstrap stack's state: beside `organization.yaml` until the bucket exists that the stack makes.

A backend cannot be chosen during a deployment, so an override file in the stack's folder chooses it. Another file
imports the resources that exist in the account already. Both are written whenever the stack is initialized, so that
an interrupted deployment can be continued.
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
from terraform_json.folder import ADOPT, OVERRIDE, StackFolder, read_json
from terraform_json.state import EMPTY, State, read_state
from toolchain.errors import ToolchainError

TABLE = "dynamodb_table"
BUCKETS, TABLES, ALIASES = "aws_s3_bucket", "aws_dynamodb_table", "aws_iam_account_alias"

TRIES, PAUSE = 6, 5.0
"""Retries, because a new bucket's policy takes a while to reach all of S3."""

Terraform = Callable[..., "subprocess.CompletedProcess[str]"]


def choose_backend(stack: StackFolder) -> None:
    """
    Choose the backend, and import resources that exist in the account but not in the state.

    Raise NotYetError when another stack must be deployed first, and ToolchainError when a deployment would do harm.
    """
    account = state_account.account_of(stack)
    if stack.role_arn is None:
        _demand_no_other_organization(account)
    state, backend = _own_state(stack, account) if stack.makes_its_bucket else (_central_state(stack), {})
    imports = _imports(stack, account, resources_of(state))
    _write(stack.folder / OVERRIDE, {"terraform": {"backend": backend}} if backend else {})
    _write(stack.folder / ADOPT, {"import": imports} if imports else {})


def _demand_no_other_organization(account: StateAccount) -> None:
    """Raise ToolchainError in a member account of another organization, which cannot manage this one."""
    found = account.organization()
    if found and found.management_account != account.number:
        raise ToolchainError(
            f"the account {account.number} is a member of the organization {found.id}, which\n"
            f"{found.management_account} manages. Use the credentials of an account without organization, or remove\n"
            "this account from that organization first."
        )


def _central_state(stack: StackFolder) -> State:
    """Return the state of a stack that keeps it in another stack's bucket."""
    return state_account.own_account(stack.s3["region"]).state(stack.s3["bucket"], stack.s3["key"])


def _own_state(stack: StackFolder, account: StateAccount) -> tuple[State, dict[str, Any]]:
    """Return the state of a stack that makes its own bucket, and the backend that replaces the synthesized one."""
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
    """Raise ToolchainError when the account has a state bucket in another region: a new state would start here."""
    bucket, region = stack.s3["bucket"], stack.s3["region"]
    prefix = bucket.removesuffix(region)
    if prefix == bucket:
        return
    others = [name for name in account.buckets(prefix) if name != bucket and not name.startswith(f"{prefix}log-")]
    if others:
        raise ToolchainError(
            f"the account {account.number} keeps its state in {others[0]}, and {stack.name} would start a new one in\n"
            f"{bucket}. Set deployment.state.region to {others[0].removeprefix(prefix)} in organization.yaml."
        )


def _is_moved(stack: StackFolder, local: State, remote: State) -> bool:
    """Return whether the state is in the bucket. After an interrupted move it may also be here."""
    if resources_of(remote) and not _holds(remote, local):
        raise ToolchainError(
            f"{stack.name} has two states: {stack.local_state.name} here, with resources that are not in\n"
            f"s3://{stack.s3['bucket']}/{stack.s3['key']}. If that one is right, move the file out of this folder."
        )
    return bool(resources_of(remote)) or (bool(remote) and not local)


def _holds(state: State, part: State) -> bool:
    """Return whether a state has all resources of another. Moving a state changes its lineage and serial."""
    return resources_of(part).items() <= resources_of(state).items()


def _without_table(stack: StackFolder, state: State) -> dict[str, Any]:
    """Return the S3 backend without the lock table that this stack is about to make; empty when that table exists."""
    table = stack.named(TABLES, "name").get(stack.s3.get(TABLE, ""))
    if table is None or table in resources_of(state):
        return {}
    return {"s3": {name: value for name, value in stack.s3.items() if name != TABLE}}


def _imports(stack: StackFolder, account: StateAccount, known: Container[str]) -> list[dict[str, str]]:
    """Return import blocks for resources that the account has and the state does not."""
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
    """Return whether an account has this alias. Raise ToolchainError for another one, which AWS would replace."""
    present = account.alias()
    if present not in (None, name):
        raise ToolchainError(
            f"the account {account.number} has the alias {present}, which {name} would replace: the sign-in address\n"
            "with the old alias would stop working. If the credentials and `name` in organization.yaml are right:\n"
            f"aws iam delete-account-alias --account-alias {present}"
        )
    return present == name


def move_state(stack: StackFolder, terraform: Terraform) -> None:
    """Move the state into the bucket after an apply, if it is not there. Raise ToolchainError."""
    override, local = stack.folder / OVERRIDE, read_state(stack.local_state)
    _remove(stack.folder / ADOPT)
    if not override.exists():
        return
    is_local = "local" in read_json(override)["terraform"]["backend"]
    if is_local and stack.named(BUCKETS, "bucket")[stack.s3["bucket"]] not in resources_of(local):
        return  # the bucket was not made
    _remove(override)
    options = ["-migrate-state", "-force-copy"] if is_local else ["-reconfigure"]
    _initialize_with_retries(stack, terraform, options)
    if is_local:
        _demand_moved(stack, local)
        _remove_local_state(stack)


def _initialize_with_retries(stack: StackFolder, terraform: Terraform, options: list[str]) -> None:
    output = ""
    for number in range(TRIES):
        time.sleep(PAUSE if number else 0)
        result = terraform("init", "-input=false", "-no-color", *options)
        if result.returncode == 0:
            return
        output = result.stdout.strip()
    raise ToolchainError(f"{output}\n{_not_moved(stack)}")


def _demand_moved(stack: StackFolder, local: State) -> None:
    remote = state_account.account_of(stack).state(stack.s3["bucket"], stack.s3["key"])
    if not _holds(remote, local):
        raise ToolchainError(_not_moved(stack))


def _not_moved(stack: StackFolder) -> str:
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

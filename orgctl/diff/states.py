"""What is deployed: Terraform's states, read from where each stack keeps its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from access.difference.states import deployed
from access.errors import AccessError
from foundation.names import BOOTSTRAP, ORG_ROOT
from organization.load import examine
from organization.model import Organization
from orgctl.diff.errors import DiffError
from orgctl.diff.sources import Source
from toolchain.aws import Account, NotYetError, own_account
from toolchain.stack import read_json

Backend = Mapping[str, Any]
Backends = dict[str, Backend]
"""Where the state of each stack is, as Terraform JSON has it, by the stack's name."""
_AT_ONCE = 8


def in_states(project: Path, file: Path, new: Source) -> Source:
    """
    What is deployed, of all stacks of `cdktf.out` and of accounts that have no stack there any more.

    Raises DiffError when there is no state, ToolchainError when one cannot be read.
    """
    backends: Backends = {stack.name: {stack.backend[0]: dict(stack.backend[1])} for stack in new.stacks}
    states = _read(project, backends)
    backends |= _of_others(states.get(ORG_ROOT, {}), backends, examine(file)[0], project)
    states |= _read(project, {name: place for name, place in backends.items() if name not in states})
    try:
        found = deployed(states, backends, new.stacks)
    except AccessError:
        raise DiffError(_nothing(backends.get(ORG_ROOT, {}), project)) from None
    return Source("what is deployed", found.stacks, new.intent, numbers=found.numbers)


def _read(project: Path, backends: Backends) -> dict[str, Mapping[str, Any]]:
    """The states that there are."""
    accounts = {region: own_account(region) for region in _regions(backends.values())}
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        found = pool.map(lambda item: _state(project, item[0], item[1], accounts), backends.items())
        return {name: state for name, state in zip(backends, found, strict=True) if state.get("resources")}


def _state(project: Path, name: str, backend: Backend, accounts: Mapping[str, Account]) -> Mapping[str, Any]:
    """A state in S3, or beside the configuration, as long as there is no bucket."""
    if s3 := backend.get("s3"):
        try:
            state = accounts[s3["region"]].state(s3["bucket"], s3["key"])
        except NotYetError:
            state = {}
        if state:
            return state
    return read_json(project / _file(name))


def _of_others(root: Mapping[str, Any], known: Backends, organization: Organization | None, project: Path) -> Backends:
    """Where the states of accounts would be that have no stack any more: in quarantine, or taken out."""
    if organization is None or not root:
        return {}
    keys = root.get("outputs", {}).get("account_ids", {}).get("value", {})
    names = [name for key in keys for name in (f"{BOOTSTRAP}{key}", key) if name not in known]
    if organization.deployment.state.mode == "local":
        return {name: {"local": {"path": _file(name)}} for name in names if (project / _file(name)).exists()}
    return {name: {"s3": _place(organization, name)} for name in names}


def _place(organization: Organization, stack: str) -> dict[str, str]:
    bucket = organization.state_bucket(stack.removeprefix(BOOTSTRAP))
    return {"bucket": bucket, "key": f"{stack}/terraform.tfstate", "region": organization.state_region}


def _regions(backends: Iterable[Backend]) -> Iterator[str]:
    return iter(dict.fromkeys(str(backend["s3"]["region"]) for backend in backends if backend.get("s3")))


def _file(stack: str) -> str:
    return f"terraform.{stack}.tfstate"


def _nothing(backend: Backend, project: Path) -> str:
    s3 = backend.get("s3")
    place = f"s3://{s3['bucket']}/{s3['key']}" if s3 else str(project / _file(ORG_ROOT))
    return (
        f"the organization is not deployed: there is no state of org-root with it in {place}. Compare with a Git "
        "revision or a folder"
    )

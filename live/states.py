"""The states of an organization's stacks, read from their backends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foundation.names import ORG_ROOT, account_of_stack, bootstrap_stack, state_file, state_key
from live.errors import NotYetError
from terraform_json.folder import StackFolder
from terraform_json.stacks import Stack
from terraform_json.state import EMPTY, State, read_state

if TYPE_CHECKING:
    import boto3

    from live.state_account import StateAccount
    from organization.model import Organization

_AT_ONCE = 8  # states read at the same time

Backend = Mapping[str, Mapping[str, Any]]
"""A backend block in Terraform JSON: the settings by type, `s3` or `local`."""


@dataclass(frozen=True)
class StatePlace:
    """The place of a stack's state: an object in a bucket, or, without a bucket, a file."""

    file: Path
    bucket: str = ""
    key: str = ""
    region: str = ""

    @classmethod
    def configured(cls, organization: Organization, stack: str, folder: Path) -> StatePlace:
        """Return the place that `organization.yaml`, which is in `folder`, gives a stack's state."""
        file = folder / state_file(stack)
        if organization.deployment.state.mode == "local":
            return cls(file)
        bucket = organization.state_bucket(account_of_stack(stack))
        return cls(file, bucket, state_key(stack), organization.state_region)

    @classmethod
    def synthesized(cls, stack: StackFolder) -> StatePlace:
        """Return the place in a synthesized stack's backend."""
        s3 = stack.s3
        return cls(stack.local_state, *(str(s3[name]) for name in ("bucket", "key", "region") if s3))

    def read(self, session: boto3.Session | None = None) -> State:
        """
        Return the state; an empty one if it does not exist.

        `session` has the credentials, by default those of the environment. Raise NotYetError when the bucket does not
        exist, LiveError when AWS refuses the state.
        """
        return self.read_with(_account(self.region, session)) if self.bucket else read_state(self.file)

    def read_with(self, account: StateAccount) -> State:
        """Return the state, read with an account's credentials."""
        return account.state(self.bucket, self.key)

    def read_or_empty(self, session: boto3.Session | None = None) -> State:
        """Return the state; an empty one also if its bucket does not exist. Raise LiveError."""
        try:
            return self.read(session)
        except NotYetError:
            return EMPTY

    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.key}" if self.bucket else str(self.file)


def has_local_state(stack: StackFolder) -> bool:
    """Tell whether a stack's state, or the rest of an interrupted move, is beside `organization.yaml`."""
    return read_state(stack.local_state).has_resources


@dataclass(frozen=True)
class DeployedStates:
    """The existing states, by the stack's name, and the backend of each."""

    states: Mapping[str, State]
    backends: Mapping[str, Backend] = field(default_factory=dict[str, Backend])
    org_root: str = ""
    """The place of the state of org-root."""


def read_all(
    stacks: Sequence[Stack], project: Path, organization: Organization | None, session: boto3.Session | None = None
) -> DeployedStates:
    """
    Read the states of all stacks of `cdktf.out`, and of accounts without a stack there.

    These accounts are in quarantine, or were removed from the file; their states are read from the places that
    `organization` gives them. `session` has the credentials, by default those of the environment. Raise LiveError when
    one cannot be read.
    """
    backends: dict[str, Backend] = {stack.name: {stack.backend[0]: dict(stack.backend[1])} for stack in stacks}
    found = _read(project, backends, session)
    others = dict(_of_other_accounts(found.get(ORG_ROOT, EMPTY), backends, organization, project))
    found |= _read(project, others, session)
    return DeployedStates(found, backends | others, str(_place(project, ORG_ROOT, backends.get(ORG_ROOT, {}))))


def _read(project: Path, backends: Mapping[str, Backend], session: boto3.Session | None) -> dict[str, State]:
    """Return the states that have resources."""
    places = {name: _place(project, name, backend) for name, backend in backends.items()}
    accounts = {
        region: _account(region, session)
        for region in dict.fromkeys(place.region for place in places.values())
        if region
    }
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        states = pool.map(lambda place: _read_one(place, accounts), places.values())
        return {name: state for name, state in zip(places, states, strict=True) if state.has_resources}


def _read_one(place: StatePlace, accounts: Mapping[str, StateAccount]) -> State:
    """Return a state from its bucket, or, until the bucket exists, from beside the configuration."""
    if place.bucket:
        with suppress(NotYetError):
            if found := place.read_with(accounts[place.region]):
                return found
    return read_state(place.file)


def _account(region: str, session: boto3.Session | None = None) -> StateAccount:
    from live import state_account

    return state_account.StateAccount(session, region) if session else state_account.own_account(region)


def _place(project: Path, stack: str, backend: Backend) -> StatePlace:
    s3 = backend.get("s3")
    names = (str(s3[name]) for name in ("bucket", "key", "region")) if s3 else ()
    return StatePlace(project / state_file(stack), *names)


def _of_other_accounts(
    root: State, known: Mapping[str, Backend], organization: Organization | None, project: Path
) -> Iterator[tuple[str, Backend]]:
    if organization is None:
        return
    for key in root.outputs.get("account_ids") or ():
        for name in (bootstrap_stack(key), key):
            place = StatePlace.configured(organization, name, project)
            if name in known or not (place.bucket or place.file.exists()):
                continue
            s3 = {"bucket": place.bucket, "key": place.key, "region": place.region}
            yield name, {"s3": s3} if place.bucket else {"local": {"path": place.file.name}}

"""The fingerprints of deployed stacks, each beside the stack's state: in its bucket, or in a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from foundation.files import write_atomically
from foundation.names import fingerprint_file, fingerprint_key
from live.errors import LiveError, NotYetError
from live.states import StatePlace
from terraform_json.affected import Deployed
from terraform_json.errors import TerraformJsonError
from terraform_json.fingerprint import Fingerprint, parsed, taken
from terraform_json.folder import DEFAULT_WORKSPACE, StackFolder
from terraform_json.lock_file import OF_A_STACK, versions_in
from terraform_json.state import EMPTY, State, read_state

if TYPE_CHECKING:
    import boto3

    from live.state_account import StateAccount

FAILED = '{"failed": true}\n'
"""The text in the place of a fingerprint after a deployment that failed."""
AT_ONCE = 16
"""States and fingerprints that are read at the same time."""


class Fingerprints:
    """The fingerprints of stacks in a project, read and written with one session's credentials."""

    def __init__(self, session: boto3.Session | None = None) -> None:
        self._session = session
        self._accounts: dict[str, StateAccount] = {}

    def deployments(self, stacks: Sequence[StackFolder]) -> Mapping[str, Deployed]:
        """Return what is known of the last deployment of each stack; what cannot be read is told as its problem."""
        for stack in stacks:  # clients are made one after the other
            self._account(stack)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return dict(zip((one.name for one in stacks), pool.map(self._deployed, stacks), strict=True))

    def note(self, stack: StackFolder, state: State | None = None) -> None:
        """
        Write the fingerprint of a stack that was just deployed, completely and without an error.

        `state` is the one that the deployment left, by default the present one. A stack without a state, as one without
        resources, has none. Raise LiveError or TerraformJsonError when it cannot be written: then it counts as changed.
        """
        left = self._state(stack) if state is None else state
        if found := taken(stack.stack, left, versions_in(stack.folder / OF_A_STACK)):
            self._write(stack, found.text)

    def discard(self, stack: StackFolder) -> None:
        """Make the fingerprint of a stack invalid, if it has one, after a deployment that failed. Raise LiveError."""
        with suppress(NotYetError):
            if self._read(stack) is not None:
                self._write(stack, FAILED)

    def _deployed(self, stack: StackFolder) -> Deployed:
        try:
            state = self._state(stack)
        except (LiveError, TerraformJsonError) as error:
            return Deployed(problem="has a state that cannot be read", cause=str(error))
        try:
            known = self._read(stack) if state.has_resources else None
            return Deployed(state, known, further_files=stack.further_files)
        except LiveError as error:
            return Deployed(state, problem="has a fingerprint that cannot be read", cause=str(error))

    def _state(self, stack: StackFolder) -> State:
        """Return the state that Terraform would use in a stack's folder. Raise LiveError and TerraformJsonError."""
        if stack.workspace != DEFAULT_WORKSPACE:
            raise LiveError(f"it is the one of the workspace {stack.workspace}: terraform workspace select default")
        kind, settings = stack.stack.backend
        path = Path(str(settings.get("path") or stack.local_path))
        if kind not in ("s3", "local") or (kind == "local" and path.name != stack.local_state.name):
            raise LiveError(f"its backend {kind} has a place that is not looked at")
        account = self._account(stack)
        place = StatePlace.synthesized(stack)
        if account is None:
            return read_state(place.file.resolve())
        try:
            return place.read_with(account)
        except NotYetError:
            return EMPTY

    def _read(self, stack: StackFolder) -> Fingerprint | None:
        account = self._account(stack)
        if account is None:
            try:
                return parsed(_file(stack).read_text(encoding="utf-8"))
            except (OSError, UnicodeDecodeError):
                return None
        content = account.content(str(stack.s3["bucket"]), fingerprint_key(stack.name))
        return parsed(content.decode(errors="replace")) if content is not None else None

    def _write(self, stack: StackFolder, text: str) -> None:
        account = self._account(stack)
        if account is None:
            try:
                write_atomically(_file(stack), text)
            except OSError as error:
                raise LiveError(str(error)) from None
        else:
            bucket, key = str(stack.s3["bucket"]), fingerprint_key(stack.name)
            account.write(bucket, key, text.encode(), _encryption(stack))

    def _account(self, stack: StackFolder) -> StateAccount | None:
        """Return the account with which a stack's state is read; None for a state in a file."""
        region = str(stack.s3.get("region") or "")
        if not stack.s3:
            return None
        if region not in self._accounts:
            from live import state_account

            own = state_account.own_account
            self._accounts[region] = state_account.StateAccount(self._session, region) if self._session else own(region)
        return self._accounts[region]


def note_all(
    stacks: Iterable[StackFolder],
    *,
    fingerprints: Fingerprints | None = None,
    known: Mapping[str, Deployed] | None = None,
) -> list[str]:
    """
    Write the fingerprints of stacks that were just deployed; return a sentence about each that was not written.

    `known` are the states that they have as they are synthesized, by default the present ones.
    """
    fingerprints, problems = fingerprints or Fingerprints(), list[str]()
    for stack in stacks:
        try:
            fingerprints.note(stack, known[stack.name].state if known else None)
        except (LiveError, TerraformJsonError) as error:
            problems.append(f"the fingerprint of {stack.name} is not written, so it counts as changed: {error}")
    return problems


def _file(stack: StackFolder) -> Path:
    return stack.local_state.with_name(fingerprint_file(stack.name))


def _encryption(stack: StackFolder) -> dict[str, str]:
    """Return how a stack's backend encrypts its state, as arguments of PutObject."""
    if key := stack.s3.get("kms_key_id"):
        return {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": str(key)}
    return {"ServerSideEncryption": "AES256"} if stack.s3.get("encrypt") else {}

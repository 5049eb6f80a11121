"""A project whose stacks are deployed, with their states in a fake of S3; a test changes the stacks or the states."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import boto3
import pytest

from access.promises.promise import Promise
from live.errors import NotYetError
from organization.load import load
from orgctl.as_of import as_of
from orgctl.gate import Verdict, Wanted, judge
from terraform_json.state import State as TerraformState
from terraform_json.state import parsed_state
from tests.diff.states import State, states_of
from tests.synthesized_project import write_project, write_stacks

Stacks = dict[str, dict[str, Any]]
Edit = Callable[[Stacks], object]


class Project:
    """The example, deployed as it is or with an edit, and synthesized with another edit."""

    def __init__(self, folder: Path, stacks: Stacks) -> None:
        self.folder = folder
        self.file = folder / "organization.yaml"
        self._stacks = stacks
        self.states: dict[str, State] = {}
        write_project(folder, stacks)

    def deployed(self, edit: Edit = lambda stacks: None) -> None:
        """Write the states after a deployment, with real numbers and ids."""
        self.states = states_of(self._edited(edit))

    def state(self, bucket: str, key: str) -> TerraformState:
        """Return a state, as the account that keeps it."""
        stack = key.partition("/")[0]
        if stack not in self.states:
            raise NotYetError(bucket)
        return parsed_state(json.dumps(self.states[stack]).encode(), f"s3://{bucket}/{key}")

    def content(self, _bucket: str, _key: str) -> bytes | None:
        """Return no object, as the account that keeps no fingerprint."""
        return None

    def write(self, _bucket: str, _key: str, _content: bytes, _encryption: Mapping[str, str]) -> None:
        """Keep no object."""

    def synthesized(self, edit: Edit = lambda stacks: None) -> None:
        """Write the stacks."""
        write_stacks(self.folder, self._edited(edit))

    def accesses(self, content: str) -> None:
        """Write access.yaml."""
        (self.folder / "access.yaml").write_text(content)

    def _edited(self, edit: Edit) -> Stacks:
        stacks: Stacks = copy.deepcopy(self._stacks)
        edit(stacks)
        return stacks

    def judged(self, *accept: str) -> Verdict:
        """Return the verdict of the gate."""
        session = boto3.Session("AKIA", "secret", region_name="us-west-2")
        return judge(Wanted(self.folder, self.file, load(self.file)[0], session, as_of(None), accept))


@pytest.fixture
def project(tmp_path: Path, stacks: Stacks, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ORGANIZATION_FILE", raising=False)
    made = Project(tmp_path, stacks)
    monkeypatch.setattr("live.state_account.StateAccount", lambda session, region: made)
    (tmp_path / "access.yaml").unlink()
    return made


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Restrict the built-in promises to two quick ones."""
    from access.promises import chaining, mfa

    promises: tuple[Promise, ...] = (mfa.PROMISE, chaining.PROMISE)
    for place in ("orgctl.gate.judging", "orgctl.prove.command"):
        monkeypatch.setattr(f"{place}.PROMISES", promises)


def without_mfa(*accounts: str) -> Edit:
    """Let users assume the role infra of accounts without MFA."""

    def edit(stacks: Stacks) -> None:
        for account in accounts:
            for name, role in stacks[account]["resource"]["aws_iam_role"].items():
                if "roles_infra" in name:
                    role["assume_role_policy"] = role["assume_role_policy"].replace('"Bool"', '"BoolIfExists"')

    return edit

"""One emulator for all tests of this folder. Each test begins with an empty AWS."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError

from emulator import Emulator


@pytest.fixture(scope="session")
def emulator() -> Iterator[Emulator]:
    with Emulator.start() as running:
        yield running


@dataclass
class Aws:
    """The management account of a new organization, with all policy types that the tests need."""

    emulator: Emulator

    def __post_init__(self) -> None:
        self.organizations: Any = self.emulator.session().client("organizations")
        self.iam: Any = self.emulator.session().client("iam")
        self.organizations.create_organization(FeatureSet="ALL")
        self.root = self.organizations.list_roots()["Roots"][0]["Id"]
        self.organizations.enable_policy_type(RootId=self.root, PolicyType="SERVICE_CONTROL_POLICY")

    def account(self, key: str) -> str:
        """Create a member account; return its number."""
        request = self.organizations.create_account(Email=f"{key}@example.com", AccountName=key)
        return str(request["CreateAccountStatus"]["AccountId"])

    def unit(self, name: str, parent: str | None = None) -> str:
        """Create an OU; return its id."""
        created = self.organizations.create_organizational_unit(ParentId=parent or self.root, Name=name)
        return str(created["OrganizationalUnit"]["Id"])

    def scp(self, name: str) -> str:
        """Create a service control policy; return its id."""
        created = self.organizations.create_policy(
            Name=name, Description="", Type="SERVICE_CONTROL_POLICY", Content=document("*", effect="Deny")
        )
        return str(created["Policy"]["PolicySummary"]["Id"])


@pytest.fixture
def aws(emulator: Emulator) -> Aws:
    emulator.reset()
    return Aws(emulator)


def document(action: str, *, effect: str = "Allow", padding: int = 0) -> str:
    """Return a policy; `padding` makes it longer by so many characters."""
    statement = {"Sid": "x" * padding, "Effect": effect, "Action": action, "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement if padding else {**statement, "Sid": "s"}]})


def trust(principal: str, **statement: Any) -> str:
    """Return a trust policy for one AWS principal."""
    allowed = {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "sts:AssumeRole", **statement}
    return json.dumps({"Version": "2012-10-17", "Statement": [allowed]})


class refused:
    """A block in which AWS must answer with this error code and a message that contains `text`."""

    def __init__(self, code: str, text: str = "") -> None:
        self.code, self.text = code, text

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> bool:
        assert isinstance(error, ClientError), f"expected {self.code}, got {error!r}"
        answer: Any = error.response
        assert answer["Error"]["Code"] == self.code
        assert self.text in answer["Error"]["Message"]
        return True

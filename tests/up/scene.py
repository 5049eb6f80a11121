"""`orgctl up` on an emulated AWS, and what of that AWS it has changed."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from emulator import BareAccount
from scripts.walk import Phone, Walk
from tests.end_to_end.deployment import GUIDE, Deployment, deployment

CREDENTIALS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
REQUEST = re.compile(r"(?P<method>[A-Z]+) (?P<host>\S+) (?P<what>\S+) (?P<status>\d{3}) \d+ ms$")
ACCEPT = ("--accept", "protection")
"""The organization of the guide has no guardrails, which would bind the root users of its accounts."""
READING = ("Get", "List", "Describe", "AssumeRole")


@dataclass(frozen=True)
class Ended:
    """The exit status of a command, and its output."""

    status: int
    output: str
    errors: str

    @property
    def one_line(self) -> str:
        """The command's errors on one line."""
        return " ".join(self.errors.split())


@dataclass(frozen=True)
class Scene:
    """A project whose state is to be in S3, and the bare account of its administrator."""

    deployed: Deployment
    text: str

    def reset(self) -> Scene:
        """Reset AWS and the file."""
        self.deployed.emulator.reset()
        self.deployed.file.write_text(self.text)
        self.deployed.emulator.log.write_text("")
        return self

    def client(self, service: str) -> Any:
        """Return a session of an operator, unknown to AWS."""
        return self.deployed.client(service)

    def edit(self, old: str, new: str) -> None:
        """Change the file of the organization."""
        text = self.deployed.file.read_text()
        assert old in text
        self.deployed.file.write_text(text.replace(old, new))

    def environment(self, changes: dict[str, str] | None = None, without: tuple[str, ...] = ()) -> dict[str, str]:
        """The environment of the command."""
        environment = self.deployed.environment | (changes or {})
        return {name: value for name, value in environment.items() if name not in without}

    def up(self, *arguments: str, without: tuple[str, ...] = (), **changes: str) -> Ended:
        """Run the command without a terminal."""
        process = subprocess.run(
            ["orgctl", "up", *ACCEPT, *arguments],
            cwd=self.deployed.folder,
            env=self.environment(changes, without),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        return Ended(process.returncode, process.stdout, process.stderr)

    def walk(self, question: str, answer: str, **changes: str) -> tuple[int, str]:
        """Run the command in a terminal and answer a question; return the exit status and the final screen."""
        answers: list[tuple[re.Pattern[str], Callable[[Walk], str]]] = [(re.compile(question), lambda walk: answer)]
        walk = Walk(["up", *ACCEPT], self.deployed.folder, self.environment(changes), Phone(), answers=answers)
        return walk.finish(), walk.text

    def writes(self) -> list[str]:
        """Return the requests since the reset that were not reads."""
        found = (REQUEST.search(line) for line in self.deployed.emulator.log.read_text().splitlines())
        return [match[0] for match in found if match and not _only_looks(match)]


@contextmanager
def scene(folder: Path, account: BareAccount) -> Iterator[Scene]:
    """A scene to share: each test resets it."""
    source = folder / "source.yaml"
    source.write_text(GUIDE.read_text().replace("{state: local}", "{state: account}"))
    with deployment(source, folder, account=account) as deployed:
        yield Scene(deployed, source.read_text())


def contents(client: Callable[[str], Any]) -> dict[str, object]:
    """Return every existing resource that `orgctl up` can create."""
    iam, organizations = client("iam"), client("organizations")
    users = [user["UserName"] for user in iam.list_users()["Users"]]
    try:
        organization = organizations.describe_organization()["Organization"]["Id"]
    except ClientError as error:
        organization = str(error)
    return {
        "users": users,
        "keys": [key["AccessKeyId"] for user in users for key in _keys(iam, user)],
        "aliases": iam.list_account_aliases()["AccountAliases"],
        "groups": [group["GroupName"] for group in iam.list_groups()["Groups"]],
        "roles": [role["RoleName"] for role in iam.list_roles()["Roles"]],
        "policies": [policy["PolicyName"] for policy in iam.list_policies(Scope="Local")["Policies"]],
        "devices": [device["SerialNumber"] for device in iam.list_virtual_mfa_devices()["VirtualMFADevices"]],
        "organization": organization,
        "buckets": [bucket["Name"] for bucket in client("s3").list_buckets()["Buckets"]],
    }


def _keys(iam: Any, user: str) -> list[dict[str, str]]:
    keys: list[dict[str, str]] = iam.list_access_keys(UserName=user)["AccessKeyMetadata"]
    return keys


def _only_looks(request: re.Match[str]) -> bool:
    operation = request["what"].rpartition(".")[2]
    return operation.startswith(READING) or request["method"] in ("GET", "HEAD")

"""
An emulated AWS that runs as long as a `with` block.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import PIPE
from types import TracebackType
from typing import TYPE_CHECKING, Any

from emulator.bare_account import BareAccount
from emulator.environment import (
    ACCESS_KEY,
    MANAGEMENT_ACCOUNT,
    REGION,
    SECRET_KEY,
    emulator_environment,
    server_environment,
)
from emulator.faults import Faults
from foundation.errors import UserError
from foundation.names import ACCESS_ROLE

if TYPE_CHECKING:
    import boto3

REPOSITORY = Path(__file__).resolve().parents[1]
STOP_SECONDS = 5


class EmulatorError(UserError):
    """The emulator could not be started or controlled; the message gives the reason."""


@dataclass
class Emulator:
    """
    A running emulator.

    `port` is on the loopback interface, `folder` is private and removed with it, `log` is the file of its requests.
    """

    port: int
    folder: Path
    log: Path
    management_account: str = field(default=MANAGEMENT_ACCOUNT, init=False)
    _process: subprocess.Popen[bytes]
    account: BareAccount = field(default_factory=BareAccount)

    @classmethod
    def start(
        cls, *, log: Path | None = None, faults: Faults | None = None, account: BareAccount | None = None
    ) -> Emulator:
        """
        Start an emulator that ends with this process, even when this process is killed.

        Without `log` the request log is in the private folder. `faults` make requests fail, except those of sessions of
        `session`. `account` is the state of the management account, and chooses the keys of `environment`. Raise
        EmulatorError.
        """
        if log:
            _demand_writable(log)
        options = ["--faults", faults.to_json()] if faults else []
        options += ["--account", account.to_json()] if account else []
        command = [sys.executable, "-m", "emulator.server", *options, *([str(log.resolve())] if log else [])]
        environment = _importable(server_environment(os.environ))
        process = subprocess.Popen(
            command, env=environment, start_new_session=True, stdin=PIPE, stdout=PIPE, stderr=PIPE
        )
        assert process.stdout
        assert process.stderr
        line = process.stdout.readline()
        try:
            ready: dict[str, Any] = json.loads(line)
        except ValueError:
            problem = (line + process.stdout.read() + process.stderr.read()).decode(errors="replace").strip()
            process.wait()
            raise EmulatorError(f"the emulated AWS did not start: {problem or 'no output'}") from None
        process.stdout.close()
        process.stderr.close()
        return cls(ready["port"], Path(ready["folder"]), Path(ready["log"]), process, account or BareAccount())

    def stop(self) -> None:
        """End the process and remove its folder. A second call does nothing."""
        if self._process.stdin:
            self._process.stdin.close()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def environment(self, base: Mapping[str, str]) -> dict[str, str]:
        """Return `base` changed so that every AWS client of a command reaches this emulator only."""
        return emulator_environment(base, port=self.port, folder=self.folder, keys=self.account.keys())

    def reset(self) -> None:
        """Return to the state at the start: the management account as the start options describe it."""
        self._control("reset")

    def expire_sessions(self) -> None:
        """End every session that exists, except those of sessions of `session`."""
        self._control("expire-sessions")

    def make_older(self, account: str, user: str, *, days: int) -> None:
        """Move the dates of a user and of the user's credentials into the past."""
        self._control("make-older", account=account, user=user, days=days)

    def confirm_subscriptions(self, confirmed: bool = True) -> None:
        """Set all existing subscriptions by e-mail confirmed or pending."""
        self._control("confirm-subscriptions", confirmed=confirmed)

    def sign_in(self, account: str, user: str) -> None:
        """Record that a user signs in to the console with the password."""
        self._control("sign-in", account=account, user=user)

    def faults(self) -> dict[str, int]:
        """Return the number of faults so far, by kind."""
        counts: dict[str, int] = json.loads(self._control("faults"))
        return counts

    def _control(self, name: str, **arguments: Any) -> bytes:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        data = json.dumps(arguments).encode()
        try:
            with opener.open(f"http://127.0.0.1:{self.port}/orgctl/{name}", data=data, timeout=30) as response:
                answer: bytes = response.read()
        except urllib.error.HTTPError as error:
            raise EmulatorError(error.read().decode(errors="replace")) from None
        return answer

    def session(self, account: str | None = None, *, role_name: str = ACCESS_ROLE) -> boto3.Session:
        """
        Return a boto3 session of the management account, or of the role `role_name` of a member account.

        It uses nothing of this process's environment, so it cannot reach a real account.
        """
        from emulator.sessions import emulator_session

        session = emulator_session(self.port, self.folder, REGION, ACCESS_KEY, SECRET_KEY)
        if account in (None, self.management_account):
            return session
        arn = f"arn:aws:iam::{account}:role/{role_name}"
        keys = session.client("sts").assume_role(RoleArn=arn, RoleSessionName="orgctl-emulator")["Credentials"]
        return emulator_session(
            self.port, self.folder, REGION, keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"]
        )

    def __enter__(self) -> Emulator:
        return self

    def __exit__(
        self, type: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()


def _importable(environment: dict[str, str]) -> dict[str, str]:
    """Add the checkout to PYTHONPATH, so that the server finds its package from any folder."""
    paths = [str(REPOSITORY), *filter(None, [environment.get("PYTHONPATH")])]
    return environment | {"PYTHONPATH": os.pathsep.join(paths)}


def _demand_writable(log: Path) -> None:
    """Raise EmulatorError when the file for the request log cannot be written."""
    try:
        log.open("ab").close()
    except OSError as error:
        raise EmulatorError(f"the request log {log} cannot be written: {error.strerror or error}") from None

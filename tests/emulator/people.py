"""Users of an emulated AWS with their clients, access keys and MFA devices."""

from __future__ import annotations

import time
from typing import Any

from emulator import Emulator
from emulator.totp import code_of_step, step, two_codes


def client(emulator: Emulator, service: str, keys: dict[str, str] | None = None) -> Any:
    """Return a client with the keys of the emulator's environment, or with other keys."""
    keys = keys or emulator.account.keys()
    names = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token")
    make: Any = emulator.session().client
    return make(service, **dict(zip(names, keys.values(), strict=False)))


def create_account(organizations: Any, email: str) -> Any:
    """Create an account as soon as the organization is finalized."""
    while True:
        try:
            return organizations.create_account(Email=email, AccountName="x")
        except organizations.exceptions.FinalizingOrganizationException:
            time.sleep(0.05)


class Person:
    """An IAM user with an access key and, once enrolled, a virtual MFA device."""

    def __init__(self, emulator: Emulator, name: str) -> None:
        self.emulator, self.name = emulator, name
        self.admin: Any = emulator.session().client("iam")
        self.admin.create_user(UserName=name)
        key = self.admin.create_access_key(UserName=name)["AccessKey"]
        self.keys = {"id": key["AccessKeyId"], "secret": key["SecretAccessKey"]}
        self.iam, self.sts = self.client("iam"), self.client("sts")
        device = self.iam.create_virtual_mfa_device(VirtualMFADeviceName=name)["VirtualMFADevice"]
        self.device, self.seed, self.picture = device["SerialNumber"], device["Base32StringSeed"], device["QRCodePNG"]

    def client(self, service: str, keys: dict[str, str] | None = None) -> Any:
        return client(self.emulator, service, keys or self.keys)

    def enrol(self) -> Person:
        first, self.used = two_codes(self.seed)
        self.enable(first, self.used)
        return self

    def enable(self, first: str, second: str, operation: str = "enable_mfa_device") -> None:
        arguments = {"AuthenticationCode1": first, "AuthenticationCode2": second}
        getattr(self.iam, operation)(UserName=self.name, SerialNumber=self.device, **arguments)

    def mfa(self, skew: int = 0) -> dict[str, str]:
        return {"SerialNumber": self.device, "TokenCode": code_of_step(self.seed, step() + skew)}

    def session(self, **arguments: Any) -> dict[str, str]:
        keys = self.sts.get_session_token(**arguments)["Credentials"]
        return {"id": keys["AccessKeyId"], "secret": keys["SecretAccessKey"], "token": keys["SessionToken"]}

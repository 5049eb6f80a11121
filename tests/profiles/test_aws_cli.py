"""The AWS CLI, in an environment of its own, reads the profiles and assumes their roles."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pexpect
import pytest

from emulator import BareAccount, Emulator
from emulator.totp import code, two_codes
from organization.load import load
from orgctl.profiles import FORMS, Profile, profiles_of, write_merged
from terraform_json.outputs import Numbers
from tests.made import made
from tests.profiles.config_files import MINE
from tests.profiles.synthesized import Sts
from tests.synthesis import ROOT, resources

BIN = ROOT / ".tools" / "awscli" / "bin"
AWS = (str(BIN / "python"), "-m", "awscli")  # its script does not run from a folder with a space in its name
WHO_AM_I = """
import sys
from awscli.clidriver import create_clidriver
for name in sys.argv[1:]:
    print("profile", name, flush=True)
    query = ["--query", "Arn", "--output", "text"]
    assert create_clidriver().main(["sts", "get-caller-identity", "--profile", name, *query]) == 0
"""


@dataclass
class Cloud:
    """The example's accounts, users and roles on an emulated AWS; the seed of each MFA device by its ARN."""

    emulator: Emulator
    numbers: Numbers
    seeds: dict[str, str]
    keys: dict[str, tuple[str, str]]

    def sts(self, *keys: str) -> Any:
        """Return a client with an access key, its secret, and an optional session token."""
        names = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token")
        make: Any = self.emulator.session().client
        return make("sts", **dict(zip(names, keys, strict=False)))

    def environment(self, folder: Path) -> dict[str, str]:
        """Return a command's environment: the config and credentials files of a folder, and no keys."""
        left = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_DEFAULT_REGION"}
        environment = {name: value for name, value in self.emulator.environment(os.environ).items() if name not in left}
        files = {"AWS_CONFIG_FILE": str(folder / "config"), "AWS_SHARED_CREDENTIALS_FILE": str(folder / "credentials")}
        return environment | files | {"HOME": str(folder)}


@pytest.fixture(scope="module")
def cloud(stacks: dict[str, dict[str, Any]]) -> Iterator[Cloud]:
    """Create roles with the synthesized trust policies, without Terraform."""
    made(".tools/awscli/installed")
    with Emulator.start(account=BareAccount(codes_count_once=False)) as emulator:
        organizations: Any = emulator.session().client("organizations")
        organizations.create_organization(FeatureSet="ALL")
        accounts = {}
        for key in ("id", "infra", "logs"):
            created = organizations.create_account(Email=f"{key}@example.com", AccountName=key)
            accounts[key] = created["CreateAccountStatus"]["AccountId"]
        cloud = Cloud(emulator, Numbers(emulator.management_account, accounts), {}, {})
        for key in ("org-root", *accounts):
            _make_roles(cloud, stacks, key)
        _make_user(cloud, "org-root", "myuser.org-root", profile="spacecats-org-root-user")
        _make_user(cloud, "id", "myuser", profile="spacecats-id")
        yield cloud


def _make_roles(cloud: Cloud, stacks: dict[str, dict[str, Any]], key: str) -> None:
    iam: Any = cloud.emulator.session(cloud.numbers.of(key)).client("iam")
    sts = Sts(stacks, cloud.numbers, set())
    for role in resources(stacks[key], "aws_iam_role"):
        trust = sts.resolved(key, role["assume_role_policy"])
        iam.create_role(
            RoleName=role["name"],
            AssumeRolePolicyDocument=trust,
            MaxSessionDuration=role.get("max_session_duration", 3_600),
        )


def _make_user(cloud: Cloud, key: str, name: str, *, profile: str) -> None:
    iam: Any = cloud.emulator.session(cloud.numbers.of(key)).client("iam")
    iam.create_user(UserName=name)
    access = iam.create_access_key(UserName=name)["AccessKey"]
    device = iam.create_virtual_mfa_device(VirtualMFADeviceName=name)["VirtualMFADevice"]
    seed = device["Base32StringSeed"].decode()
    first, second = two_codes(seed)
    iam.enable_mfa_device(
        UserName=name, SerialNumber=device["SerialNumber"], AuthenticationCode1=first, AuthenticationCode2=second
    )
    cloud.seeds[device["SerialNumber"]] = seed
    cloud.keys[profile] = (access["AccessKeyId"], access["SecretAccessKey"])


def write_files(cloud: Cloud, folder: Path, profiles: list[Profile]) -> None:
    write_merged(folder / "config", profiles)
    keys = (
        f"[{name}]\naws_access_key_id = {key}\naws_secret_access_key = {secret}\n"
        for name, (key, secret) in cloud.keys.items()
    )
    (folder / "credentials").write_text("".join(keys), encoding="utf-8")


def test_the_cli_assumes_the_role_of_every_profile(cloud: Cloud, tmp_path: Path) -> None:
    """The CLI asks for a code on the terminal, once for each role that a user assumes."""
    profiles = profiles_of(load(ROOT / "organization.yaml")[0], cloud.numbers, "myuser")
    write_files(cloud, tmp_path, profiles)
    arguments = ["-c", WHO_AM_I, *(profile.name for profile in profiles)]
    terminal: Any = pexpect.spawn(
        str(BIN / "python"),
        arguments,
        env=cloud.environment(tmp_path),
        timeout=60,
        encoding="utf-8",
        dimensions=(24, 400),
    )
    said, asked = "", []
    while terminal.expect([r"Enter MFA code for (\S+): ", pexpect.EOF]) == 0:
        said += terminal.before
        asked.append(terminal.match[1])
        terminal.sendline(code(cloud.seeds[asked[-1]]))
    said += terminal.before
    terminal.close()

    assert terminal.exitstatus == 0, said
    found = dict(zip(*(iter(said.replace("profile ", "").split()),) * 2, strict=True))
    assert found == {profile.name: expected(cloud, profile) for profile in profiles}
    assert sorted(asked) == sorted(profile.mfa_serial for profile in profiles if profile.mfa_serial)


def expected(cloud: Cloud, profile: Profile) -> str:
    """Return the caller of a profile."""
    number = cloud.numbers.of(profile.account)
    if profile.role_name:
        return f"arn:aws:sts::{number}:assumed-role/{profile.role_name}/myuser"
    return f"arn:aws:iam::{number}:user/{'myuser.org-root' if profile.account == 'org-root' else 'myuser'}"


def test_one_code_opens_every_role_of_a_user_as_aws_vault_does_it(cloud: Cloud) -> None:
    """Open a session of the user with MFA, then assume roles without a code, for an hour each."""
    organization = load(ROOT / "organization.yaml")[0]
    profiles = profiles_of(organization, cloud.numbers, "myuser", FORMS["aws-vault"])
    sts: dict[str, Any] = {}
    for profile in profiles:  # each comes after the one that it is assumed from
        if profile.role_arn is None:
            assert profile.mfa_serial
            arguments = {"SerialNumber": profile.mfa_serial, "TokenCode": code(cloud.seeds[profile.mfa_serial])}
            found = cloud.sts(*cloud.keys[profile.name]).get_session_token(**arguments)["Credentials"]
        else:
            seconds = min(int(profile.duration_seconds or 0), 3_600)
            arguments = {"RoleArn": profile.role_arn, "RoleSessionName": str(profile.role_session_name)}
            source = sts[str(profile.source_profile)]
            found = source.assume_role(DurationSeconds=seconds, **arguments)["Credentials"]
        sts[profile.name] = cloud.sts(found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"])
        assert sts[profile.name].get_caller_identity()["Arn"] == expected(cloud, profile)


def test_without_the_device_no_role_can_be_assumed(cloud: Cloud, tmp_path: Path) -> None:
    organization = load(ROOT / "organization.yaml")[0]
    write_files(cloud, tmp_path, profiles_of(organization, cloud.numbers, "myuser", FORMS["login"]))
    # keys of `aws configure` instead of a sign-in with MFA
    command = [*AWS, "sts", "get-caller-identity", "--profile", "spacecats-infra.infra"]
    result = subprocess.run(command, env=cloud.environment(tmp_path), text=True, capture_output=True, check=False)

    assert result.returncode != 0
    assert "is not authorized to perform: sts:AssumeRole" in result.stderr


def test_the_cli_reads_names_of_any_kind(tmp_path: Path) -> None:
    write_merged(tmp_path / "config", MINE)
    environment = os.environ | {"AWS_CONFIG_FILE": str(tmp_path / "config")}
    command = [*AWS, "configure", "get", "role_arn", "--profile", MINE[2].name]

    assert (
        subprocess.run(command, env=environment, text=True, capture_output=True, check=True).stdout
        == f"{MINE[2].role_arn}\n"
    )

"""The choice of Terraform; a fetched one must be the pinned one."""

import hashlib
import io
import os
import zipfile
from pathlib import Path

import pytest

from tests.toolchain.conftest import Program
from toolchain import ToolchainError, terraform

ARCHIVE = f"/terraform/{terraform.PINNED}/terraform_{terraform.PINNED}_linux_amd64.zip"


def archive(script: str = "#!/bin/sh\n") -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as target:
        target.writestr("LICENSE.txt", "text")
        target.writestr("terraform", script)
    return body.getvalue()


def test_terraform_on_path_is_used_when_new_enough(env: dict[str, str], root: Path, program: Program) -> None:
    path = program("terraform", "Terraform v1.12.2", "on linux_amd64")

    chosen = terraform.choose(env, root)

    assert (chosen.path, chosen.version, chosen.product) == (str(path), "1.12.2", "Terraform")


def test_named_binary_wins_and_may_be_opentofu(env: dict[str, str], root: Path, program: Program) -> None:
    program("terraform", "Terraform v1.12.2")
    path = program("tofu", "OpenTofu v1.10.3")

    chosen = terraform.choose(env | {"TERRAFORM_BINARY_NAME": "tofu"}, root)

    assert (chosen.path, chosen.product) == (str(path), "OpenTofu")
    assert chosen.registry == "registry.opentofu.org"


@pytest.mark.parametrize(
    ("name", "line", "message"),
    [
        ("nowhere", "Terraform v1.12.2", "no such command"),
        ("mine", "hello", "neither Terraform nor OpenTofu"),
        ("mine", "Terraform v1.9.8", "1.9.8; it must be at least 1.10.0"),
        ("mine", "Terraform v2.0.0", "below 2.0.0"),
    ],
)
def test_named_binary_that_cannot_be_used_is_refused(
    env: dict[str, str], root: Path, program: Program, name: str, line: str, message: str
) -> None:
    program("mine", line)

    with pytest.raises(ToolchainError, match=f"TERRAFORM_BINARY_NAME is '{name}'.*{message}"):
        terraform.choose(env | {"TERRAFORM_BINARY_NAME": name}, root)


def test_pinned_terraform_is_fetched_once(
    env: dict[str, str],
    root: Path,
    program: Program,
    served: tuple[str, dict[str, bytes]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program("terraform", "Terraform v1.5.7")
    address, contents = served
    contents[ARCHIVE] = archive()
    monkeypatch.setattr(terraform, "RELEASES", address)
    monkeypatch.setitem(terraform.SHA256, "linux_amd64", hashlib.sha256(contents[ARCHIVE]).hexdigest())

    chosen = terraform.choose(env, root)
    contents.clear()

    assert terraform.choose(env, root) == chosen
    assert chosen.version == terraform.PINNED
    assert os.access(chosen.path, os.X_OK)
    assert [path.name for path in Path(chosen.path).parent.iterdir()] == ["terraform"]


def test_archive_with_another_checksum_leaves_nothing_behind(
    env: dict[str, str], root: Path, served: tuple[str, dict[str, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, contents = served
    contents[ARCHIVE] = archive("#!/bin/sh\necho another program\n")
    monkeypatch.setattr(terraform, "RELEASES", address)

    with pytest.raises(ToolchainError, match="not the pinned one"):
        terraform.choose(env, root)

    assert not (root / ".tools").exists()


def test_too_old_terraform_and_no_network_is_one_message(
    env: dict[str, str],
    root: Path,
    program: Program,
    served: tuple[str, dict[str, bytes]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program("terraform", "Terraform v1.5.7")
    monkeypatch.setattr(terraform, "RELEASES", served[0])

    with pytest.raises(ToolchainError, match=r"found 1\.5\.7, which is too old.*could not be fetched"):
        terraform.choose(env, root)


def test_every_supported_platform_has_a_checksum() -> None:
    assert all(len(digest) == 64 for digest in terraform.SHA256.values())
    assert set(terraform.SHA256) == {"linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64"}

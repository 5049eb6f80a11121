"""The choice of Terraform (or OpenTofu): the user's, else the one on PATH, else a pinned one, fetched once."""

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from toolchain import network, platforms, versions
from toolchain.errors import ToolchainError

# 1.10 brought locking of the state in S3 itself (`use_lockfile`), which replaces the DynamoDB table. OpenTofu has it
# since its own 1.10.
MINIMUM = "1.10.0"
BELOW = "2.0.0"

PINNED = "1.11.4"
RELEASES = "https://releases.hashicorp.com"

# SHA-256 of terraform_1.11.4_<platform>.zip. Each was found, equal, in at least three independent public files
# (Homebrew taps and casks, Nix expressions, PyPI packages that wrap Terraform).
SHA256 = {
    "linux_amd64": "1ce994251c00281d6845f0f268637ba50c0005657eb3cf096b92f753b42ef4dc",
    "linux_arm64": "a43d1d0da9b9bab214a8305a39db0e40869572594ccf50c416a7756499143633",
    "darwin_amd64": "a56d5002b9f7647291faccc3dd1a70350e60fb61e4c45037629508b8fdc2575b",
    "darwin_arm64": "867e0808fa971217043e25b7a792b10720c79b1546f8a68479b74f138be73e18",
}


@dataclass(frozen=True)
class Terraform:
    """A usable Terraform."""

    path: str
    version: str
    product: str = "Terraform"

    @property
    def registry(self) -> str:
        """The default host of provider names."""
        return "registry.opentofu.org" if self.product == "OpenTofu" else "registry.terraform.io"


def choose(env: Mapping[str, str], root: Path) -> Terraform:
    """
    Return the Terraform to run.

    TERRAFORM_BINARY_NAME is binding. `terraform` on PATH is taken when it is new enough. Otherwise the pinned version
    is fetched once into `.tools`. The version is queried each time (about 0.1 s), because the command is often a
    version manager whose answer depends on the folder. Raise ToolchainError.
    """
    named = env.get("TERRAFORM_BINARY_NAME")
    if named:
        return _named(env, named)
    found = shutil.which("terraform", path=env.get("PATH", ""))
    on_path = _ask(env, found) if found else None
    if on_path and _is_new_enough(on_path):
        return on_path
    return _pinned(env, root, on_path)


def kept(root: Path) -> Path | None:
    """Return the pinned Terraform, if it was fetched before."""
    return _place(root) if os.access(_place(root), os.X_OK) else None


def _place(root: Path) -> Path:
    return root / ".tools" / "terraform" / PINNED / "terraform"


def _named(env: Mapping[str, str], name: str) -> Terraform:
    path = shutil.which(name, path=env.get("PATH", ""))
    if path is None:
        raise ToolchainError(f"TERRAFORM_BINARY_NAME is '{name}', but there is no such command.")
    terraform = _ask(env, os.path.abspath(path))
    if terraform is None:
        raise ToolchainError(f"TERRAFORM_BINARY_NAME is '{name}', but it is neither Terraform nor OpenTofu.")
    if not _is_new_enough(terraform):
        raise ToolchainError(
            f"TERRAFORM_BINARY_NAME is '{name}', which is {terraform.product} {terraform.version}; "
            f"it must be at least {MINIMUM} and below {BELOW}."
        )
    return terraform


def _ask(env: Mapping[str, str], path: str) -> Terraform | None:
    """Return the name and version that a command prints; None when it does not answer like Terraform."""
    quiet = {name: value for name, value in env.items() if name != "TF_CLI_CONFIG_FILE"} | {"CHECKPOINT_DISABLE": "1"}
    try:
        answer = subprocess.run([path, "version"], env=quiet, capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return None
    match = re.search(r"^(Terraform|OpenTofu) v(\d+\.\d+\.\d+)", answer.stdout, re.MULTILINE)
    return Terraform(path, match[2], match[1]) if match else None


def _is_new_enough(terraform: Terraform) -> bool:
    version = versions.parse(terraform.version)
    return version is not None and versions.allows(f">= {MINIMUM}, < {BELOW}", version)


def _pinned(env: Mapping[str, str], root: Path, on_path: Terraform | None) -> Terraform:
    path = kept(root)
    if path is None:
        path = _place(root)
        platform = platforms.current()
        url = f"{RELEASES}/terraform/{PINNED}/terraform_{PINNED}_{platform}.zip"
        try:
            archive = _download(network.without_emulator(env), url)
        except (OSError, ValueError) as error:
            found = f"found {on_path.version}, which is too old" if on_path else "found none on PATH"
            raise ToolchainError(
                f"Terraform {MINIMUM} or newer is needed: {found}, and Terraform {PINNED} could not be fetched from\n"
                f"{url}: {getattr(error, 'reason', error)}.\n"
                "Install Terraform (https://developer.hashicorp.com/terraform/install), or name one with "
                "TERRAFORM_BINARY_NAME=/path/to/terraform."
            ) from None
        install(archive, SHA256[platform], path)
    return Terraform(str(path), PINNED)


def _download(env: Mapping[str, str], url: str) -> bytes:
    """Return the archive (about 30 MB), kept in memory because nothing unverified may be on disk."""
    show = sys.stderr.isatty()
    body = io.BytesIO()
    with network.open_url(env, url, timeout=30) as response:
        total = int(response.headers.get("Content-Length") or 0)
        while chunk := response.read(1 << 18):
            body.write(chunk)
            if show:
                share = f" {100 * body.tell() // total} %" if total else ""
                print(f"\rFetching Terraform {PINNED} …{share}", end="", file=sys.stderr, flush=True)
    if show:
        print(file=sys.stderr)
    return body.getvalue()


def install(archive: bytes, sha256: str, path: Path) -> None:
    """Unpack Terraform atomically to `path`. Raise ToolchainError when the archive is not the expected one."""
    actual = hashlib.sha256(archive).hexdigest()
    if actual != sha256:
        raise ToolchainError(
            f"The fetched Terraform archive is not the pinned one, and was discarded: its SHA-256 is\n"
            f"{actual}, expected\n{sha256}. A proxy may have answered instead of HashiCorp."
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".terraform.")
    try:
        with os.fdopen(descriptor, "wb") as target, zipfile.ZipFile(io.BytesIO(archive)) as source:
            target.write(source.read("terraform"))
        os.chmod(temporary, 0o755)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise

"""
The provider that all stacks must use: the one in the project's lock file.

Terraform itself refuses another version and another package: each stack gets the lock file before `terraform init`.
A platform that the file lacks is added when it is first used. A project without the file has no lock, as an app of
somebody else in another folder.
"""

from __future__ import annotations

import fcntl
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from foundation.files import replace_file, write_atomically
from toolchain import lock_file, mirrors, platforms
from toolchain.errors import ToolchainError
from toolchain.lock_file import FILE, OF_A_STACK, PROVIDER, Entry
from toolchain.quietly import quietly

LOCK = "ORGCTL_PROVIDERS_LOCK"
REGISTRY_HOST = "ORGCTL_PROVIDER_REGISTRY"
MIRROR_FOLDER = "ORGCTL_PROVIDER_MIRROR"
_MAY_BREAK = "TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE"
_NOT_IN_SCRATCH = ("TF_DATA_DIR", "TF_WORKSPACE", "TF_CLI_ARGS", "TF_CLI_ARGS_init")


def locked_version(folder: Path, registry: str) -> str | None:
    """Return the version that a project demands; None without a lock file. Raise ToolchainError when it is broken."""
    file = folder / FILE
    return _entry(lock_file.read(file), registry).version if file.is_file() else None


def locked_versions(folder: Path) -> dict[str, str]:
    """
    Return the version of the provider that a project demands, by its address in each registry; none without a file.

    Raise ToolchainError when the file is broken.
    """
    file = folder / FILE
    entries = lock_file.read(file) if file.is_file() else {}
    return {f"{registry}/{PROVIDER}": entry.version for registry, entry in entries.items()}


def apply(env: Mapping[str, str], folder: Path) -> dict[str, str]:
    """
    Return the environment in which the stacks of a project get its lock file; add this platform to it if it is missing.

    `env` is a prepared one; a file that it names already is taken. Raise ToolchainError when the locked provider cannot
    be had.
    """
    file = Path(env.get(LOCK) or folder / FILE)
    if not file.is_file() or REGISTRY_HOST not in env:
        return {name: value for name, value in env.items() if name != LOCK}
    entries = lock_file.read(file)
    _demand_version(env, file, _entry(entries, env[REGISTRY_HOST]).version)
    if not _is_complete(entries, env[REGISTRY_HOST]):
        _add_platform(env, file)
    # With this setting Terraform takes a package of another checksum from its cache, and refuses it; without it, it
    # installs the right one there.
    return {name: value for name, value in env.items() if name != _MAY_BREAK} | {LOCK: str(file)}


def place(stack: Path, arguments: Sequence[str], env: Mapping[str, str]) -> list[str]:
    """Give the folder of a stack its lock file; return the arguments of `init` with which Terraform respects it."""
    file = _file_for(stack, env)
    if file is None:
        return list(arguments)
    entries, registry = lock_file.read(file), env.get(REGISTRY_HOST, "")
    needed = {registry: entries[registry]} if registry in entries else entries
    write_atomically(stack / OF_A_STACK, lock_file.text_for_stack(needed))
    return [argument for argument in arguments if argument != "-upgrade"]


def refusal(stack: Path, env: Mapping[str, str]) -> str | None:
    """Return why `init` of a stack could not use the locked provider; None when it failed for another reason."""
    file, registry = _file_for(stack, env), env.get(REGISTRY_HOST, "")
    if file is None or not registry:
        return None
    entry = _entry(lock_file.read(file), registry)
    try:
        (found, _) = package_hashes(env, registry, Entry(entry.version), cached=True)
    except ToolchainError as error:
        return f"{file} demands\n{PROVIDER} {entry.version}, which cannot be installed here. {error}\n{_remedy(env)}"
    if found in entry.hashes:
        return None
    platform = platforms.current()
    known = [value for value, name in entry.hashes.items() if name in (platform, "") and value.startswith("h1:")]
    return (
        f"{file} demands\nfor {PROVIDER} {entry.version} on {platform}\n"
        + "".join(f"  {value}\n" for value in known)
        + f"but the package from {_source(env)} has\n  {found}\n"
        + "It is not the provider that your colleagues use, so it was not started.\n"
        + _remedy(env)
    )


def _remedy(env: Mapping[str, str]) -> str:
    other = "Put the original package there" if env.get(MIRROR_FOLDER) else "Fetch it again"
    return f"{other}. To take another one on purpose: make providers"


def _source(env: Mapping[str, str]) -> str:
    return env.get(MIRROR_FOLDER) or env.get("TF_PLUGIN_CACHE_DIR") or env.get(REGISTRY_HOST, "")


def _file_for(stack: Path, env: Mapping[str, str]) -> Path | None:
    """Return the lock file for a stack: the one that `apply` chose, else that of the project around `cdktf.out`."""
    if env.get(LOCK):
        return Path(env[LOCK])
    project = stack.resolve().parents[2:3]
    return next((folder / FILE for folder in project if (folder / FILE).is_file()), None)


def _entry(entries: Mapping[str, Entry], registry: str) -> Entry:
    """Return the entry of a registry. Another registry's has other packages: of that, only the version counts."""
    other = next(iter(entries.values()))
    return entries.get(registry) or Entry(other.version, other.constraints)


def _is_complete(entries: Mapping[str, Entry], registry: str) -> bool:
    return registry in entries and platforms.current() in entries[registry].platforms


def _demand_version(env: Mapping[str, str], file: Path, version: str) -> None:
    """Raise ToolchainError when the provider comes from a folder that does not hold the locked version."""
    mirror, registry, platform = env.get(MIRROR_FOLDER), env[REGISTRY_HOST], platforms.current()
    if mirror and not mirrors.holds(Path(mirror), registry, platform, version):
        there = ", ".join(".".join(map(str, one)) for one in mirrors.versions_in(Path(mirror), registry, platform))
        raise ToolchainError(
            f"{file} demands {PROVIDER} {version},\nbut {mirror} holds {there or 'none'} for {platform}.\n"
            f"All who deploy use one provider. Put {version} into the mirror, or name another\n"
            "mirror with TF_PROVIDER_MIRROR. To take another version on purpose: make providers"
        )


def _add_platform(env: Mapping[str, str], file: Path) -> None:
    """Add the hash of this platform's package to the file. Commands at the same time wait for each other."""
    registry, platform = env[REGISTRY_HOST], platforms.current()
    with alone(file.parent):
        entries = lock_file.read(file)
        if _is_complete(entries, registry):
            return
        entry = _entry(entries, registry)
        # An archive must be one that the registry signed for the version; of a folder, Terraform cannot tell.
        signed = dict.fromkeys(entry.archives, "")
        value, archives = package_hashes(env, registry, Entry(entry.version, hashes=signed))
        if entry.of_unknown_platform and value not in entry.hashes:
            raise ToolchainError(_unknown_message(file, entry, value, platform))
        added = entry.with_hashes(dict.fromkeys(archives, "") | {value: platform})
        write(file, {**entries, registry: added})
    print(
        f"{FILE} now has the checksum of {PROVIDER} {entry.version} for {platform}: commit the file.",
        file=sys.stderr,
        flush=True,
    )


def _unknown_message(file: Path, entry: Entry, value: str, platform: str) -> str:
    unknown = "\n  ".join(entry.of_unknown_platform)
    return (
        f"{file} does not say\nfor which platforms these hashes of {PROVIDER} {entry.version} are:\n  {unknown}\n"
        f"The package for {platform} has another one:\n  {value}\n"
        f"If it is the original, add its platform to each hash, as in: # {platform}\n"
        "and repeat the command. Or write the file again: make providers"
    )


def write(file: Path, entries: Mapping[str, Entry]) -> None:
    """Replace the lock file atomically, where it really is."""
    replace_file(file.resolve(), lock_file.text_of(entries).encode(), mode=0o644)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Wait until no other command changes the lock file in a folder, and let others wait."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def package_hashes(
    env: Mapping[str, str], registry: str, entry: Entry, *, cached: bool = False
) -> tuple[str, list[str]]:
    """
    Return the hash of the package that Terraform installs for this platform, and those of archives that it learned.

    `cached` takes what is in Terraform's plugin cache. Raise ToolchainError with Terraform's output when it fails.
    """
    with scratch(entry.version) as folder:
        if entry.hashes:
            (folder / OF_A_STACK).write_text(lock_file.text_for_stack({registry: entry}), encoding="utf-8")
        run({**env, _MAY_BREAK: "1"} if cached else env, folder, "init", "-backend=false", "-input=false")
        found = lock_file.read(folder / OF_A_STACK)[registry]
    (value,) = (one for one in found.hashes if one.startswith("h1:"))
    return value, found.archives


@contextmanager
def scratch(version_range: str) -> Iterator[Path]:
    """Yield a temporary folder in which Terraform needs the AWS provider in a version range, and nothing else."""
    with tempfile.TemporaryDirectory() as name:
        needed = {"aws": {"source": PROVIDER, "version": version_range}}
        text = json.dumps({"terraform": {"required_providers": needed}})
        Path(name, "main.tf.json").write_text(text, encoding="utf-8")
        yield Path(name)


def run(env: Mapping[str, str], folder: Path, *arguments: str) -> None:
    """Run Terraform in a folder. Raise ToolchainError with its output when it fails."""
    here = {name: value for name, value in env.items() if name not in _NOT_IN_SCRATCH}
    done = quietly(env["ORGCTL_TERRAFORM"], *arguments, "-no-color", folder=folder, env=here)
    if done.returncode:
        raise ToolchainError(f"The AWS provider could not be installed:\n{done.stdout.strip()}")

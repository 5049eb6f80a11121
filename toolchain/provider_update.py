"""`make providers`: lock the newest AWS provider of the range, for all stacks and as many platforms as can be had."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from toolchain import lock_file, mirrors, platforms, versions
from toolchain.errors import ToolchainError
from toolchain.lock_file import FILE, OF_A_STACK, PROVIDER, Entry
from toolchain.provider_lock import MIRROR_FOLDER, REGISTRY_HOST, alone, run, scratch, write
from toolchain.providers import AWS_PROVIDER_VERSIONS


def update(env: Mapping[str, str], folder: Path) -> None:
    """
    Write the lock file of a project again, and print what changed. `env` is prepared for the whole range of versions.

    Raise ToolchainError when the provider cannot be had.
    """
    file, registry = folder / FILE, env[REGISTRY_HOST]
    # From a cache Terraform would learn no signed hashes of archives.
    fresh = {name: value for name, value in env.items() if name != "TF_PLUGIN_CACHE_DIR"}
    with alone(folder):
        before = lock_file.read(file) if file.is_file() else {}
        entry, missing = _newest(fresh, registry)
        same = {name: other for name, other in before.items() if other.version == entry.version}
        if registry in same:
            entry = same[registry].without(entry.platforms).with_hashes(entry.hashes)
            missing = [platform for platform in missing if platform not in entry.platforms]
        write(file, {**same, registry: entry})
    _report(before.get(registry), entry, missing)


def _newest(env: Mapping[str, str], registry: str) -> tuple[Entry, list[str]]:
    """Return the entry of the newest version of the range, and the platforms whose package cannot be had."""
    here, missing = platforms.current(), []
    with scratch(AWS_PROVIDER_VERSIONS) as folder:
        run(env, folder, "init", "-backend=false", "-input=false")
        entry = _named(Entry("0.0.0"), lock_file.read(folder / OF_A_STACK)[registry], here)
        for platform in platforms.ALL:
            if platform == here:
                continue
            try:
                _lock(env, folder, registry, entry.version, platform)
            except ToolchainError:
                missing.append(platform)
                continue
            entry = _named(entry, lock_file.read(folder / OF_A_STACK)[registry], platform)
    return entry, missing


def _lock(env: Mapping[str, str], folder: Path, registry: str, version: str, platform: str) -> None:
    """Let Terraform add the hashes of a platform's package. Raise ToolchainError when it cannot be had."""
    mirror = env.get(MIRROR_FOLDER)
    if mirror and not mirrors.holds(Path(mirror), registry, platform, version):
        raise ToolchainError(f"{mirror} has no {PROVIDER} {version} for {platform}")
    source = [f"-fs-mirror={mirror}"] if mirror else []
    run(env, folder, "providers", "lock", *source, f"-platform={platform}")


def _named(known: Entry, found: Entry, platform: str) -> Entry:
    """Return what Terraform has found, with the platform of each hash of a package."""
    new = {value: platform if value.startswith("h1:") else "" for value in found.hashes}
    return Entry(found.version, found.constraints, {**new, **known.hashes})


def _report(before: Entry | None, entry: Entry, missing: list[str]) -> None:
    change = f"{before.version} → {entry.version}" if before and before.version != entry.version else entry.version
    print(f"{FILE}: {PROVIDER} {change} for {', '.join(sorted(entry.platforms))}. Read the difference and commit it.")
    if missing:
        print(f"Not to be had from here: {', '.join(missing)}. Each is added when it is first used.", file=sys.stderr)
    if before and (versions.parse(before.version) or ()) > (versions.parse(entry.version) or ()):
        print(f"{entry.version} is older than {before.version}: the source has no newer one.", file=sys.stderr)

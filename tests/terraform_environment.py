"""The environment in which tests run the real Terraform and the real AWS provider, at less cost."""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.synthesis import ROOT
from toolchain import lock_file, platforms, provider_lock, providers
from toolchain.environment import PROVIDERS, prepare

NO_GARBAGE_COLLECTION = {"GOGC": "off", "GOMEMLIMIT": "2GiB"}
"""Variables of Terraform: a process of a few seconds need not collect garbage, which would take a fifth of its time."""


def terraform_environment(base: Mapping[str, str] = os.environ) -> dict[str, str]:
    """
    Return the complete environment for cdktf and Terraform, which needs no registry afterwards.

    In every command Terraform computes the checksum of the provider: 700 MB, half a second. Here the checked package is
    a script of one line that executes the provider.
    """
    prepared = prepare(base, ROOT, offline=True) | NO_GARBAGE_COLLECTION
    if prepared[PROVIDERS] != providers.MIRROR:
        return prepared
    configuration = Path(prepared["TF_CLI_CONFIG_FILE"]).read_text(encoding="utf-8")
    light = _light(configuration)
    if light is None:
        return prepared
    changed = {"TF_CLI_CONFIG_FILE": str(light), provider_lock.MIRROR_FOLDER: str(light.parent)}
    return prepared | changed | {provider_lock.LOCK: str(_lock(tuple(sorted((prepared | changed).items()))))}


@cache
def _light(configuration: str) -> Path | None:
    """Write Terraform's CLI configuration with scripts in place of the providers; None for a mirror of archives."""
    (mirror,) = re.findall(r'^ +path += (".*")$', configuration, re.MULTILINE)
    real, folder = Path(json.loads(mirror)), Path(_folder().name)
    packages = sorted(real.glob(f"*/hashicorp/aws/*/{platforms.current()}/terraform-provider-aws*"))
    for provider in packages:
        script = folder / provider.relative_to(real)
        script.parent.mkdir(parents=True, exist_ok=True)
        script.write_text(f'#!/bin/sh\nexec {shlex.quote(str(provider))} "$@"\n', encoding="utf-8")
        script.chmod(0o755)
    light = folder / "terraformrc"
    light.write_text(configuration.replace(mirror, json.dumps(str(folder))), encoding="utf-8")
    return light if packages else None


@cache
def _lock(environment: tuple[tuple[str, str], ...]) -> Path:
    """Write the project's lock file with the checksum of the script."""
    env, file = dict(environment), Path(_folder().name) / lock_file.FILE
    registry = env[provider_lock.REGISTRY_HOST]
    entry = lock_file.read(ROOT / lock_file.FILE)[registry]
    value, _ = provider_lock.package_hashes(env, registry, lock_file.Entry(entry.version))
    light = lock_file.Entry(entry.version, entry.constraints, {value: platforms.current()})
    file.write_text(lock_file.text_of({registry: light}), encoding="utf-8")
    return file


@cache
def _folder() -> TemporaryDirectory[str]:
    """Return a temporary folder that is deleted when the process ends."""
    return TemporaryDirectory(prefix="providers-")

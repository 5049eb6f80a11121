"""The environment in which cdktf and Terraform run: our tools first, and no messages that concern only the tools."""

import os
import shutil
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from toolchain import ToolchainError, jsii_index, node, provider_lock, providers, terraform
from toolchain.providers import AWS_PROVIDER_VERSIONS

READY = "ORGCTL_TOOLCHAIN_READY"
PROVIDERS = "ORGCTL_PROVIDERS"
EMULATOR = "ORGCTL_EMULATOR"

# No telemetry, no search for newer versions, and no advice of Terraform about commands that cdktf users do not run.
SILENT = {"CHECKPOINT_DISABLE": "1", "DISABLE_VERSION_CHECK": "1", "TF_IN_AUTOMATION": "1"}

WRAPPER = Path(__file__).resolve().parent / "terraform.sh"

# `terraform providers lock` downloads the provider again for each stack, to add checksums of other platforms to a lock
# file in `cdktf.out`, which is temporary. CDKTF_<OPTION> sets an option of cdktf-cli.
DEFAULTS = {"CDKTF_SKIP_PROVIDER_LOCK": "true"}


def prepare(env: Mapping[str, str], root: Path, *, offline: bool = False, any_version: bool = False) -> dict[str, str]:
    """
    Return the complete environment for cdktf and Terraform, derived from the caller's.

    Tools and provider are found, or fetched if they are missing. With `offline`, Terraform will not need the registry
    afterwards. A prepared environment is returned unchanged, except in the emulator, where the registry is unreachable:
    there the provider is first stored on disk. A source with the version of the lock file is preferred, unless
    `any_version` is set.

    Raise ToolchainError with one complete message.
    """
    if env.get(READY) == "1":
        if env.get(EMULATOR) == "1" and env.get(PROVIDERS) == providers.REGISTRY:
            return _with_providers(env, root, offline=True)
        return dict(env)
    offline = offline or env.get(EMULATOR) == "1"
    return _with_providers(_with_tools(env, root), root, offline=offline, any_version=any_version)


def prepare_synthesis(env: Mapping[str, str], root: Path) -> dict[str, str]:
    """Return the environment for synthesis, which needs only Node. Raise ToolchainError."""
    if env.get(READY) == "1":
        return dict(env)
    result = _with_tools(env, root)
    kept = terraform.kept(root)
    if kept and "TERRAFORM_BINARY_NAME" not in env and not shutil.which("terraform", path=env.get("PATH", "")):
        # cdktf-cli asks for its version also without using it, and prints a remark when it is missing.
        result["TERRAFORM_BINARY_NAME"] = str(kept)
    return result


def _with_tools(env: Mapping[str, str], root: Path) -> dict[str, str]:
    bin_folder = node.bin_folder()
    path = [str(Path(sys.executable).parent), str(bin_folder), env.get("PATH", os.defpath)]
    settings = {
        "PATH": os.pathsep.join(path),
        "JSII_NODE": str(bin_folder / "node"),
        "NODE_OPTIONS": node.options(env.get("NODE_OPTIONS", "")),
    }
    folders = {name: folder for name, folder in _folders(root).items() if not env.get(name)}
    result = {**DEFAULTS, **env, **SILENT, **node.QUIET_JSII, **settings, **folders}
    if not Path(env.get("TF_CLI_CONFIG_FILE", "")).is_file():
        # Terraform would warn at every call.
        result.pop("TF_CLI_CONFIG_FILE", None)
    return result


def _folders(root: Path) -> dict[str, str]:
    """Return the folders that cdktf-cli, jsii and Node write to, by setting. Their defaults need a writable home."""
    tools = root / ".tools"
    tools.mkdir(exist_ok=True)
    return {
        # Else cdktf-cli's own log repeats in the terminal every error that Terraform has already shown there.
        "CDKTF_LOG_FILE_DIRECTORY": str(tools),
        "CDKTF_HOME": str(tools / "cdktf"),
        jsii_index.FOLDER: str(jsii_index.folder_of(root)),
        "NODE_COMPILE_CACHE": str(tools / "node-cache"),
        "TF_PLUGIN_CACHE_DIR": str(providers.cache_folder(root)),
    }


def _with_providers(env: Mapping[str, str], root: Path, *, offline: bool, any_version: bool = False) -> dict[str, str]:
    if env.get("ORGCTL_TERRAFORM"):  # prepared before, so TERRAFORM_BINARY_NAME is ours
        env = {**env, "TERRAFORM_BINARY_NAME": env["ORGCTL_TERRAFORM"]}
    chosen = terraform.choose(env, root)
    locked = None if any_version else provider_lock.locked_version(root, chosen.registry)
    source = _source(env, root, chosen, locked)
    if offline and source.kind == providers.REGISTRY:
        source = providers.keep(env, root, chosen, locked or AWS_PROVIDER_VERSIONS)
    ours = {"TERRAFORM_BINARY_NAME": str(WRAPPER), "ORGCTL_TERRAFORM": chosen.path, "ORGCTL_PYTHON": sys.executable}
    mirror = str(source.mirror) if source.mirror else None
    lock = {provider_lock.REGISTRY_HOST: chosen.registry, provider_lock.MIRROR_FOLDER: mirror}
    done = {PROVIDERS: source.kind, READY: "1"}
    return {**providers.merged(env, {**source.settings, **lock}), **ours, **done}


def _source(env: Mapping[str, str], root: Path, chosen: terraform.Terraform, locked: str | None) -> providers.Source:
    """Return the source of the locked version, or of another one: apps in other folders may need another."""
    if locked:
        with suppress(ToolchainError):
            return providers.resolve(env, root, chosen, locked)
    return providers.resolve(env, root, chosen, AWS_PROVIDER_VERSIONS)

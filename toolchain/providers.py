"""
The source of the AWS provider for Terraform.

In this order: the mirror in TF_PROVIDER_MIRROR; the user's own CLI configuration, where it configures providers; the
registry; a mirror on disk. Terraform does the rest itself: this module only writes a CLI configuration.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from foundation.files import write_atomically
from toolchain import lock_file, mirrors, network, platforms
from toolchain.errors import ToolchainError
from toolchain.quietly import quietly
from toolchain.terraform import Terraform

# The range that this repository's tests cover. The bindings were made from version 6; 5.100 is the last of version 5.
AWS_PROVIDER_VERSIONS = ">= 5.100.0, < 7.0.0"

# For so long the registry's answer, or its silence, stays valid.
REACHABLE_SECONDS, UNREACHABLE_SECONDS = 600, 60

REGISTRY, CONFIGURED, MIRROR = "registry", "configured", "mirror"


@dataclass(frozen=True)
class Source:
    """The source of the provider, and the environment that makes Terraform use it (None removes a variable)."""

    kind: str
    settings: dict[str, str | None] = field(default_factory=dict)
    mirror: Path | None = None
    """The folder on disk that it comes from, if it does."""


def resolve(env: Mapping[str, str], root: Path, terraform: Terraform, version_range: str) -> Source:
    """Choose a source; write `.tools/terraformrc` if needed. Raise ToolchainError with all that was tried."""
    if env.get("TF_PROVIDER_MIRROR"):
        return _named_mirror(env["TF_PROVIDER_MIRROR"], env, root, terraform, version_range)
    own = _own_configuration(env, terraform)
    if own and "provider_installation" in own.read_text(encoding="utf-8", errors="replace"):
        return Source(CONFIGURED, {"TF_CLI_CONFIG_FILE": str(own)})
    if _registry_answers(env, root, terraform):
        return Source(REGISTRY, {"TF_CLI_CONFIG_FILE": str(own) if own else None} | _cache(env, root))
    platform = platforms.current()
    searched = [cache_folder(root), *mirrors.folders(env, terraform.registry)]
    for mirror in searched:
        if mirrors.holds(mirror, terraform.registry, platform, version_range):
            return _mirror(mirror, env, root, terraform)
    raise ToolchainError(_no_provider_message(env, terraform, platform, version_range))


def keep(env: Mapping[str, str], root: Path, terraform: Terraform, version_range: str) -> Source:
    """
    Fetch the provider from the registry into `.tools` and use it from there.

    With an emulator as proxy for every HTTPS host, Terraform cannot reach the registry; and a provider on disk needs no
    network the next time. Raise ToolchainError.
    """
    cache, platform = cache_folder(root), platforms.current()
    if not mirrors.holds(cache, terraform.registry, platform, version_range):
        _fetch(network.without_emulator(env), root, terraform, version_range)
    return _mirror(cache, env, root, terraform)


def cache_folder(root: Path) -> Path:
    """Return Terraform's plugin cache, which has the layout of an unpacked mirror."""
    return root / ".tools" / "plugin-cache"


def _named_mirror(name: str, env: Mapping[str, str], root: Path, terraform: Terraform, version_range: str) -> Source:
    mirror = Path(name).absolute()
    if mirror.name == terraform.registry:
        mirror = mirror.parent
    if not mirrors.holds(mirror, terraform.registry, platforms.current(), version_range):
        wanted = f"{terraform.registry}/hashicorp/aws"
        raise ToolchainError(
            f"TF_PROVIDER_MIRROR is '{name}', but there is no {wanted} in it for {platforms.current()} "
            f"in a version {version_range}."
        )
    return _mirror(mirror, env, root, terraform)


def _mirror(mirror: Path, env: Mapping[str, str], root: Path, terraform: Terraform) -> Source:
    aws = json.dumps([f"{terraform.registry}/hashicorp/aws"])
    text = (
        "# Written by orgctl: the AWS provider comes from a folder on this machine.\n"
        "provider_installation {\n"
        "  filesystem_mirror {\n"
        f"    path    = {json.dumps(str(mirror), ensure_ascii=False)}\n"
        f"    include = {aws}\n"
        "  }\n"
        "  direct {\n"
        f"    exclude = {aws}\n"
        "  }\n"
        "}\n"
    )
    own = _own_configuration(env, terraform)
    theirs = own.read_text(encoding="utf-8", errors="replace") if own else ""
    if own and "provider_installation" not in theirs:
        # The user's other settings, such as credentials, stay in force.
        text += f"\n# From {own}:\n{theirs}"
    path = root / ".tools" / "terraformrc"
    write_atomically(path, text)
    # No plugin cache: Terraform links an unpacked mirror into each stack, which costs nothing.
    return Source(
        MIRROR,
        {"TF_CLI_CONFIG_FILE": str(path), "TF_PLUGIN_CACHE_DIR": None, "CDKTF_DISABLE_PLUGIN_CACHE_ENV": "1"},
        mirror,
    )


def _cache(env: Mapping[str, str], root: Path) -> dict[str, str | None]:
    # One download for twenty stacks. Without the second setting Terraform downloads again for each stack without a
    # lock file, and `cdktf.out` is temporary. Parallel `terraform init` with one cache is unsafe; cdktf-cli runs them
    # one after the other.
    cache = env.get("TF_PLUGIN_CACHE_DIR") or str(cache_folder(root))
    Path(cache).mkdir(parents=True, exist_ok=True)
    return {"TF_PLUGIN_CACHE_DIR": cache, "TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE": "1"}


def _own_configuration(env: Mapping[str, str], terraform: Terraform) -> Path | None:
    """Return the user's CLI configuration. A TF_CLI_CONFIG_FILE that names no file counts as not set."""
    home = Path(env["HOME"]) if env.get("HOME") else Path.home()
    named = [Path(env[name]) for name in ("TF_CLI_CONFIG_FILE", "TERRAFORM_CONFIG") if env.get(name)]
    default = [home / ".tofurc"] if terraform.product == "OpenTofu" else []
    return next((path.absolute() for path in [*named, *default, home / ".terraformrc"] if os.path.isfile(path)), None)


def _registry_answers(env: Mapping[str, str], root: Path, terraform: Terraform) -> bool:
    real = network.without_emulator(env)
    # Another proxy makes the stored answer invalid.
    proxy = "|".join(real.get(name, "") for name in ("HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy"))
    path = root / ".tools" / f"{terraform.registry}.json"
    try:
        remembered = json.loads(path.read_text(encoding="utf-8"))
        age = time.time() - float(remembered["at"])
        lasts = REACHABLE_SECONDS if remembered["reachable"] else UNREACHABLE_SECONDS
        if remembered["proxy"] == proxy and 0 <= age < lasts:
            return bool(remembered["reachable"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    answer = network.reachable(real, f"https://{terraform.registry}/.well-known/terraform.json")
    write_atomically(path, json.dumps({"reachable": answer, "at": time.time(), "proxy": proxy}))
    return answer


def _fetch(env: Mapping[str, str], root: Path, terraform: Terraform, version_range: str) -> None:
    """Let Terraform install the provider (it checks the signature) in a temporary folder, through the cache."""
    print("Fetching the AWS provider (about 150 MB, once) …", file=sys.stderr, flush=True)
    own = _own_configuration(env, terraform)
    settings = {"TF_CLI_CONFIG_FILE": str(own) if own else None} | _cache({}, root)
    with tempfile.TemporaryDirectory() as folder:
        main = {"terraform": {"required_providers": {"aws": {"source": "hashicorp/aws", "version": version_range}}}}
        Path(folder, "main.tf.json").write_text(json.dumps(main), encoding="utf-8")
        _lock(Path(folder), root / lock_file.FILE, terraform.registry, version_range)
        init = ("init", "-backend=false", "-input=false", "-no-color")
        done = quietly(terraform.path, *init, folder=Path(folder), env=merged(env, settings))
    if done.returncode:
        raise ToolchainError(f"The AWS provider could not be fetched:\n{done.stdout.strip()}")


def _lock(folder: Path, file: Path, registry: str, version_range: str) -> None:
    """Let Terraform accept only an archive that the project's lock file names, if it names this version's."""
    entry = lock_file.read(file).get(registry) if file.is_file() else None
    if entry and entry.archives and entry.version == version_range:
        (folder / lock_file.OF_A_STACK).write_text(lock_file.text_for_stack({registry: entry}), encoding="utf-8")


def merged(env: Mapping[str, str], settings: Mapping[str, str | None]) -> dict[str, str]:
    """Return an environment with settings applied; None removes a variable."""
    result = {name: value for name, value in env.items() if settings.get(name, "") is not None}
    return result | {name: value for name, value in settings.items() if value is not None}


def _no_provider_message(env: Mapping[str, str], terraform: Terraform, platform: str, version_range: str) -> str:
    proxy = env.get("HTTPS_PROXY") or env.get("https_proxy")
    through = f" through the proxy {_without_password(proxy)}" if proxy else ""
    looked = ", ".join(dict.fromkeys(str(parent) for parent in (mirrors.OPT, *mirrors.SHARES)))
    return (
        f"The AWS provider cannot be fetched: https://{terraform.registry} does not answer{through},\n"
        f"and no mirror on this machine holds {terraform.registry}/hashicorp/aws\n"
        f"{version_range} for {platform}. Searched Terraform's own mirror folders and the\n"
        f"folders under {looked} and ~/.local/share.\n"
        "Connect to the internet, set HTTPS_PROXY, or name a mirror: TF_PROVIDER_MIRROR=/path/to/folder,\n"
        "as made by `terraform providers mirror` on another machine."
    )


def _without_password(proxy: str) -> str:
    scheme, separator, rest = proxy.rpartition("://")
    return f"{scheme}{separator}{rest.rpartition('@')[2]}"

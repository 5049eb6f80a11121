"""Provider mirrors on disk: folders that hold `<registry>/hashicorp/aws/…` in one of Terraform's two layouts."""

import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from toolchain import versions

OPT = Path("/opt")
SHARES = (Path("/usr/local/share"), Path("/usr/share"))


def versions_in(mirror: Path, registry: str, platform: str) -> list[versions.Version]:
    """Return the versions of the AWS provider in a mirror for a platform, unpacked or as archives."""
    folder = mirror / registry / "hashicorp" / "aws"
    found: list[versions.Version | None] = []
    try:
        for entry in folder.iterdir():
            archive = re.fullmatch(r"terraform-provider-aws_(.+)_" + re.escape(platform) + r"\.zip", entry.name)
            if archive:
                found.append(versions.parse(archive[1]))
            elif (entry / platform).is_dir() and any((entry / platform).iterdir()):
                found.append(versions.parse(entry.name))
    except OSError:
        return []
    return sorted(version for version in found if version is not None)


def holds(mirror: Path, registry: str, platform: str, version_range: str) -> bool:
    """Return whether a mirror has a version of the AWS provider in the range, for the platform."""
    return any(versions.allows(version_range, version) for version in versions_in(mirror, registry, platform))


def folders(env: Mapping[str, str], registry: str) -> Iterator[Path]:
    """Yield folders of mirrors: Terraform's own, then registry trees in folders under /opt or a share folder."""
    yield from _implied(env)
    home = Path(env["HOME"]) if env.get("HOME") else Path.home()
    for parent in (OPT, home / ".local" / "share", *SHARES):
        try:
            entries = sorted(parent.iterdir())
        except OSError:
            continue
        yield from (entry for entry in entries if os.path.isdir(entry / registry))


def _implied(env: Mapping[str, str]) -> Iterator[Path]:
    # https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
    home = Path(env["HOME"]) if env.get("HOME") else Path.home()
    yield home / ".terraform.d" / "plugins"
    if sys.platform == "darwin":
        yield home / "Library" / "Application Support" / "io.terraform" / "plugins"
        yield Path("/Library/Application Support/io.terraform/plugins")
        return
    yield Path(env.get("XDG_DATA_HOME") or home / ".local" / "share") / "terraform" / "plugins"
    shares = env.get("XDG_DATA_DIRS") or ":".join(str(share) for share in SHARES)
    yield from (Path(share) / "terraform" / "plugins" for share in shares.split(":") if share)

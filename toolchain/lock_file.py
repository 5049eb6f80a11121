"""
The lock file of providers, `providers.lock.hcl` beside `cdktf.json`: one for all stacks, in Terraform's own format.

A comment after a hash names its platform, which the format itself does not. The file is not called
`.terraform.lock.hcl`: Terraform, started in that folder, would delete each provider that it does not need there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from terraform_json.lock_file import OF_A_PROJECT, OF_A_STACK, blocks
from toolchain import versions
from toolchain.errors import ToolchainError

__all__ = ["FILE", "OF_A_STACK", "PROVIDER", "REMEDY", "Entry", "parse", "read", "text_for_stack", "text_of"]

FILE = OF_A_PROJECT
PROVIDER = "hashicorp/aws"

_HEADER = """\
# The provider of all stacks. Each stack gets a copy before `terraform init`, so
# Terraform refuses any other. `make providers` takes another version; a missing
# platform is added when it is first used. Commit the file.
"""
_HASH = re.compile(r'^\s*"((?:h1|zh):[^"]+)",?(?:\s*#\s*(\w+))?', re.MULTILINE)


@dataclass(frozen=True)
class Entry:
    """The locked version of the AWS provider in a registry, and the hashes of its packages."""

    version: str
    constraints: str = ""
    hashes: Mapping[str, str] = field(default_factory=dict)
    """The platform by hash; empty where it is not known, and for the hashes of archives (`zh:`)."""

    @property
    def platforms(self) -> set[str]:
        """The platforms whose hash is known."""
        return {platform for platform in self.hashes.values() if platform}

    @property
    def archives(self) -> list[str]:
        """The hashes of archives, which the registry signs: those of all platforms."""
        return [value for value in self.hashes if value.startswith("zh:")]

    @property
    def of_unknown_platform(self) -> list[str]:
        """The hashes of packages without a comment that names their platform."""
        return [value for value, platform in self.hashes.items() if value.startswith("h1:") and not platform]

    def with_hashes(self, hashes: Mapping[str, str]) -> Entry:
        """Return the entry with more hashes, or with the platforms of those that are there."""
        return replace(self, hashes={**self.hashes, **hashes})

    def without(self, platforms: Collection[str]) -> Entry:
        """Return the entry without the packages of some platforms."""
        return replace(self, hashes={value: name for value, name in self.hashes.items() if name not in platforms})


def read(file: Path) -> dict[str, Entry]:
    """Return the entries by registry. Raise ToolchainError when there is no readable one."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ToolchainError(f"{file}: cannot be read: {error}") from None
    return parse(text, file)


def parse(text: str, file: Path) -> dict[str, Entry]:
    """Return the entries of a text by registry. `file` is for messages."""
    found: dict[str, Entry] = {}
    for one in blocks(text):
        registry, _, provider = one.address.partition("/")
        if provider != PROVIDER:
            continue
        version = one.value("version")
        if versions.parse(version) is None:
            raise ToolchainError(
                f"{file}: line {one.line}: the version of {one.address} must be one version, as in "
                f'version = "5.100.0", got {version!r}. {REMEDY}'
            )
        hashes = {found[1]: found[2] or "" for found in _HASH.finditer(one.body)}
        found[registry] = Entry(version, one.value("constraints"), hashes)
    if not found:
        raise ToolchainError(f'{file}: must have a block provider "registry.terraform.io/{PROVIDER}". {REMEDY}')
    return found


REMEDY = "Restore the file with Git, or write it again: make providers"


def text_of(entries: Mapping[str, Entry]) -> str:
    """Return the text of the file, with the platforms of the hashes."""
    return "\n".join([_HEADER, *(_block(name, entries[name], comments=True) for name in sorted(entries))])


def text_for_stack(entries: Mapping[str, Entry]) -> str:
    """Return the text of a stack's lock file, as Terraform writes it."""
    return "\n".join(_block(name, entries[name], comments=False) for name in sorted(entries))


def _block(registry: str, entry: Entry, *, comments: bool) -> str:
    lines = [f'provider "{registry}/{PROVIDER}" {{', f'  version     = "{entry.version}"']
    if entry.constraints:
        lines.append(f'  constraints = "{entry.constraints}"')
    if entry.hashes:
        lines.append("  hashes = [")
        for value, platform in sorted(entry.hashes.items()):
            lines.append(f'    "{value}",' + (f" # {platform}" if platform and comments else ""))
        lines.append("  ]")
    return "\n".join([*lines, "}\n"])

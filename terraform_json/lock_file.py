"""
Terraform's lock file of providers: the one reader of its format.

Source: https://developer.hashicorp.com/terraform/language/files/dependency-lock (2026-11-30).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OF_A_STACK = ".terraform.lock.hcl"
"""Its name in the folder of a stack."""
OF_A_PROJECT = "providers.lock.hcl"
"""The name of the one for all stacks, beside `cdktf.json`: `toolchain.lock_file` says why it has another one."""
_BLOCK = re.compile(r'^provider "([^"]+)" \{\n(.*?)^\}\n?', re.MULTILINE | re.DOTALL)
_VALUE = r'^\s*{}\s*=\s*"([^"]*)"'


@dataclass(frozen=True)
class Locked:
    """A locked provider."""

    address: str
    """The host of its registry, and its name there: `registry.terraform.io/hashicorp/aws`."""
    body: str
    line: int
    """The line of the file in which its block begins."""

    def value(self, name: str) -> str:
        """Return an argument that is one string; empty if there is none."""
        match = re.search(_VALUE.format(name), self.body, re.MULTILINE)
        return match[1] if match else ""


def blocks(text: str) -> Iterator[Locked]:
    """Yield the locked providers of a text."""
    text = text.replace("\r\n", "\n")
    for match in _BLOCK.finditer(text):
        yield Locked(match[1], match[2], text.count("\n", 0, match.start()) + 1)


def versions_in(file: Path) -> dict[str, str]:
    """Return the versions of the providers in a lock file, by their addresses; none without a readable file."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return {}
    return {one.address: version for one in blocks(text) if (version := one.value("version"))}

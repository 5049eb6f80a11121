"""
`python -m toolchain.fingerprint ARGUMENTS` notes what a `terraform apply` with these arguments deployed.

It runs in the folder of a stack, after an apply that ended well. An apply of a part of the stack, or of a plan that was
made elsewhere, leaves no fingerprint: then the stack counts as changed.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from live.fingerprints import note_all
from terraform_json.folder import StackFolder

SWITCH = "ORGCTL_FINGERPRINTS"
"""With `off`, the caller of Terraform writes fingerprints itself, or wants none."""
_PARTIAL = ("-target", "-target-file", "-exclude", "-exclude-file", "-destroy", "-refresh-only", "-refresh=false")
_WITH_VALUE = (
    "-target",
    "-exclude",
    "-var",
    "-var-file",
    "-state",
    "-state-out",
    "-backup",
    "-lock-timeout",
    "-replace",
)


def is_whole(arguments: Sequence[str], environment: Mapping[str, str]) -> bool:
    """Return whether an apply makes the whole stack as its Terraform JSON says, with every resource refreshed."""
    further = (environment.get(name, "") for name in ("TF_CLI_ARGS", "TF_CLI_ARGS_apply"))
    options = [*arguments, *(word for text in further for word in shlex.split(text))]
    if any(option.replace("--", "-", 1).startswith(_PARTIAL) for option in options):
        return False
    words = [
        word
        for before, word in zip(["", *arguments], arguments, strict=False)
        if not word.startswith("-") and before not in _WITH_VALUE
    ]
    return words == ["apply"]  # else it applies a plan


def main(arguments: Sequence[str]) -> int:
    """Return 0: a fingerprint that cannot be written is told, and fails no deployment."""
    if is_whole(arguments, os.environ):
        for problem in note_all([StackFolder(Path.cwd())]):
            print(f"\n{problem}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

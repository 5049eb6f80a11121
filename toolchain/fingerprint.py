"""
`python -m toolchain.fingerprint STATUS ARGUMENTS` notes what a Terraform with these arguments deployed.

It runs in the folder of a stack, after `terraform apply`. An apply of a part of the stack, into another state, or of a
plan that was made elsewhere, leaves no fingerprint: then the stack counts as changed. One that failed makes the
fingerprint from before invalid, because AWS may have changed though the state has not.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from live.errors import LiveError
from live.fingerprints import Fingerprints, note_all
from terraform_json.folder import DEFAULT_WORKSPACE, StackFolder

SWITCH = "ORGCTL_FINGERPRINTS"
"""With `off`, the caller of Terraform writes fingerprints itself, or wants none."""
_OTHER = (
    *("-target", "-target-file", "-exclude", "-exclude-file", "-destroy", "-refresh-only", "-refresh="),
    *("-state", "-state-out"),
)
"""Options of an apply of something else than the whole stack, with every resource refreshed."""
_WITH_VALUE = ("-var", "-var-file", "-backup", "-lock-timeout", "-parallelism", "-replace")


def is_whole(arguments: Sequence[str], environment: Mapping[str, str]) -> bool:
    """Return whether an apply makes the whole stack as its Terraform JSON says, with every resource refreshed."""
    if environment.get("TF_WORKSPACE", DEFAULT_WORKSPACE) not in ("", DEFAULT_WORKSPACE):
        return False
    further = (environment.get(name, "") for name in ("TF_CLI_ARGS", "TF_CLI_ARGS_apply"))
    words = [*arguments, *(word for text in further for word in shlex.split(text))]
    options = [word.replace("--", "-", 1) for word in words]
    if any(option.startswith(_OTHER) and option != "-refresh=true" for option in options):
        return False
    before = ["", *options]
    named = [word for last, word in zip(before, words, strict=False) if word[:1] != "-" and last not in _WITH_VALUE]
    return named == ["apply"]  # else it applies a plan


def main(arguments: Sequence[str]) -> int:
    """Return 0: a fingerprint that cannot be written is told, and fails no deployment."""
    status, *words = arguments
    stack = StackFolder(Path.cwd())
    if status != "0":
        with suppress(LiveError):  # Terraform has told why nothing can be written
            Fingerprints().discard(stack)
    elif is_whole(words, os.environ):
        for problem in note_all([stack]):
            print(f"\n{problem}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

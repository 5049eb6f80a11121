"""
`python -m toolchain.backend ARGUMENTS` runs Terraform in the folder of a stack whose state is in S3.

cdktf-cli initializes all stacks before it deploys the first one. Where another stack is about to make the bucket of the
state, the backend is initialized later, when Terraform needs it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from foundation.errors import UserError
from foundation.names import BOOTSTRAP
from live.errors import NotYetError
from terraform_json.folder import StackFolder
from toolchain import provider_lock
from toolchain.errors import ToolchainError
from toolchain.quietly import quietly

POSTPONED = ".terraform.postponed"
MIGRATE, RECONFIGURE = "-migrate-state", "-reconfigure"
_PLACE = ("bucket", "key", "region")
_DETAILS = ("dynamodb_table", "encrypt", "use_lockfile")


def main(arguments: list[str]) -> int:
    """Return the exit status of Terraform, or 1 after our own message."""
    stack = StackFolder(Path.cwd())
    try:
        return run(stack, arguments)
    except UserError as error:
        _print_error(str(error))
        return 1


def run(stack: StackFolder, arguments: list[str]) -> int:
    """Run a Terraform command in the folder of a stack."""
    command = next((argument for argument in arguments if not argument.startswith("-")), "")
    if command == "init":
        return locked_init(stack, arguments)
    if not stack.s3 or command in ("", "version"):
        return _terraform(arguments)
    if (stack.folder / POSTPONED).exists():
        postponed_init(stack)
    status = _terraform(arguments)
    if command == "apply" and status == 0 and stack.is_bootstrap:
        from toolchain import bootstrap

        bootstrap.move_state(stack, _quiet_terraform)
    return status


def locked_init(stack: StackFolder, arguments: list[str]) -> int:
    """Initialize a stack with the provider of the project's lock file, and explain why it was refused."""
    arguments = provider_lock.place(stack.folder, arguments, os.environ)
    status = init(stack, arguments) if stack.s3 else _terraform(arguments)
    if status and (refusal := provider_lock.refusal(stack.folder, os.environ)):
        _print_error(refusal)
    return status


def init(stack: StackFolder, arguments: list[str]) -> int:
    """Initialize a stack, or postpone it until another stack is deployed."""
    postponed = stack.folder / POSTPONED
    try:
        prepare(stack)
    except NotYetError:
        postponed.write_text(json.dumps(arguments), encoding="utf-8")
        return _terraform([*(argument for argument in arguments if argument != MIGRATE), "-backend=false"])
    status = _terraform(options(stack, arguments))
    if status == 0:
        postponed.unlink(missing_ok=True)
    elif _bucket_is_missing(stack):
        _print_error(_deploy_first_message(stack))
    return status


def postponed_init(stack: StackFolder) -> None:
    """Initialize a stack that was postponed, before its first other command. Raise ToolchainError."""
    postponed = stack.folder / POSTPONED
    arguments = [*json.loads(postponed.read_text(encoding="utf-8")), "-input=false"]
    missing = ""
    try:
        prepare(stack)
    except NotYetError as error:
        if stack.is_bootstrap:
            account = f"the number of the account of {stack.name} is in the state of {error.stack}"
            raise ToolchainError(f"{account}: deploy {error.stack} first") from None
        missing = _deploy_first_message(stack)
    copy = ["-force-copy"] if MIGRATE in arguments else []
    result = _quiet_terraform(*options(stack, [*arguments, *copy]))
    if result.returncode:
        raise ToolchainError("\n".join([result.stdout.strip(), missing]).strip())
    postponed.unlink()


def prepare(stack: StackFolder) -> None:
    """Choose the backend of the stack. Raise NotYetError when another stack must be deployed first."""
    if stack.is_bootstrap:
        from toolchain import bootstrap

        bootstrap.choose_backend(stack)
    elif not _has_used_its_bucket(stack) and _bucket_is_missing(stack):
        raise NotYetError(stack.s3["bucket"])


def _has_used_its_bucket(stack: StackFolder) -> bool:
    """Return whether Terraform has initialized this stack, or another one, with the bucket: AWS need not be asked."""
    neighbours = (StackFolder(folder) for folder in sorted(stack.folder.parent.iterdir()) if folder != stack.folder)
    return any(one.noted.get("config", {}).get("bucket") == stack.s3["bucket"] for one in (stack, *neighbours))


def _bucket_is_missing(stack: StackFolder) -> bool:
    from live import state_account

    return state_account.bucket_is_missing(stack)


def options(stack: StackFolder, arguments: Sequence[str]) -> list[str]:
    """Return the arguments of `init`; where the state is known to be, Terraform need not ask about another one."""
    noted = stack.noted.get("config", {})
    moved = any(noted.get(name) != stack.s3.get(name) for name in _PLACE)
    changed = any((noted.get(name) or None) != (stack.s3.get(name) or None) for name in _DETAILS)
    if stack.makes_its_bucket or (noted and not moved and changed):
        return [*(argument for argument in arguments if argument not in (MIGRATE, "-force-copy")), RECONFIGURE]
    return list(arguments)


def _deploy_first_message(stack: StackFolder) -> str:
    bucket = stack.s3["bucket"]
    others = (StackFolder(folder) for folder in sorted(stack.folder.parent.glob(f"{BOOTSTRAP}*")))
    maker = next((other.name for other in others if bucket in other.named("aws_s3_bucket", "bucket")), None)
    return (
        f"the state of {stack.name} is stored in the bucket {bucket}: deploy {maker or 'the stack that makes it'} first"
    )


def _terraform(arguments: Sequence[str]) -> int:
    return subprocess.run([os.environ["ORGCTL_TERRAFORM"], *arguments], check=False).returncode


def _quiet_terraform(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run an additional Terraform command, whose output the caller shows only after a failure."""
    return quietly(os.environ["ORGCTL_TERRAFORM"], *arguments)


def _print_error(text: str) -> None:
    with suppress(OSError):  # the terminal may be gone
        os.write(sys.stderr.fileno(), f"\n{text}\n".encode())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The only handler of errors: a message on standard error, and the command's exit status."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import warnings
from collections.abc import Callable

from foundation.errors import UserError
from foundation.words import wrapped_message

NO_ECHO = "Can not control echo on the terminal"
"""Beginning of the message of `getpass.GetPassWarning`."""
_NO_TERMINAL = """\
orgctl: the profile {profile} needs an MFA code, and there is no terminal to ask for it. Run in a terminal:
  eval "$(aws configure export-credentials --profile {profile} --format env)\""""


def run(command: Callable[[], int]) -> int:
    """
    Run a command and return its exit status.

    An error that its user can resolve, a refusal of AWS and a fault of the system end in one clear message, never in a
    traceback. A closed pipe (`orgctl show | head`) raises BrokenPipeError.
    """
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("error", NO_ECHO)  # from getpass, where there is no terminal
            return command()
    except UserError as error:
        return _fail(error.report("orgctl"), error.exit_status, error)
    except BrokenPipeError:
        raise
    except (EOFError, Warning):
        return _fail(_NO_TERMINAL.format(profile=os.environ.get("AWS_PROFILE", "default")), 1)
    except OSError as error:
        return _fail(f"orgctl: {_of_system(error)}", 1)
    except _aws_errors() as error:
        from orgctl.advice import explain

        return _fail(f"orgctl: {explain(error)}", 1)


def _aws_errors() -> tuple[type[Exception], ...]:
    from live.errors import aws_errors

    return aws_errors()


def _of_system(error: OSError) -> str:
    """Return a fault of the system as a sentence that names the file, where there is one."""
    file = error.filename2 or error.filename
    if isinstance(file, str | bytes | os.PathLike) and error.strerror:
        return f"{os.fsdecode(file)} cannot be read or written: {error.strerror}"
    if error.errno == errno.ENOSPC:
        return f"the output cannot be written: {error.strerror}"
    from orgctl.advice import explain

    return explain(error)


def _fail(text: str, status: int, error: UserError | None = None) -> int:
    if error and not error.remedy:
        from orgctl.advice import advice

        remedy = advice(f"{type(error).__name__}: {error}") or ""
        text += "".join(f"\n  {line}" for line in remedy.splitlines() if line not in text)
    print(wrapped_message(text, shutil.get_terminal_size().columns) if sys.stderr.isatty() else text, file=sys.stderr)
    return status

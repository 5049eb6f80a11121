"""`orgctl init`: ask, write the file, and print the next steps."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from foundation.errors import UserError
from foundation.files import DEFAULT_FILE
from foundation.words import wrapped
from organization.load import default_file
from orgctl.init.answers import Answers
from orgctl.init.ask import Ask, Tell, collect
from orgctl.init.suggestions import Suggestions
from orgctl.init.write import write_new

if TYPE_CHECKING:
    from rich.console import Console

_COLUMNS = 80
_INTERRUPTED = 130


def init(
    file: Path | None,
    *,
    name: str | None,
    email: str | None,
    region: str | None,
    admin: str | None,
    users: Sequence[str],
    groups: Sequence[str],
    yes: bool,
    console: Console,
    ask: Ask | None = None,
    suggestions: Suggestions | None = None,
) -> int:
    """
    Write a new organization.yaml. Return the exit status.

    Without a terminal (or `ask`, in its place), or with `yes`, no question is asked: suggestions are used, and answers
    without a suggestion must be given.
    """
    file, tell = file or default_file(), _teller(console)
    given = {"name": name or "", "email": email or "", "region": region or "", "admin": admin or ""}
    given |= {"users": ",".join(users), "groups": " ".join(groups)}
    if yes or (ask is None and not (sys.stdin.isatty() and console.is_terminal)):
        ask = None
    elif ask is None:
        ask = _terminal()
    try:
        answers = _answers(file, given, suggestions or Suggestions(), ask, tell)
        write_new(file, answers.text(file.parent))
    except KeyboardInterrupt:
        print(file=sys.stderr)
        raise UserError("stopped; nothing was written", exit_status=_INTERRUPTED) from None
    except EOFError:
        print(file=sys.stderr)
        raise UserError("the answers ended too early; nothing was written") from None
    except FileExistsError:
        raise UserError(_taken(file)) from None
    except (OSError, ValueError) as error:
        raise UserError(f"{file} cannot be written: {getattr(error, 'strerror', None) or error}") from None
    _say_next(file, tell)
    return 0


def _answers(file: Path, given: dict[str, str], suggestions: Suggestions, ask: Ask | None, tell: Tell) -> Answers:
    """Return the answers; first check that the file can be written."""
    if os.path.lexists(file):
        raise FileExistsError
    if not file.parent.is_dir():
        raise NotADirectoryError(0, f"there is no folder {file.parent}; create it first (mkdir -p)")
    if ask is not None:
        tell(f"A new organization, in {file}. Enter takes the value in brackets. Ctrl-C stops, and nothing is written.")
    return collect(given, suggestions, ask, tell)


def _terminal() -> Ask:
    """Return the question at a terminal, with arrow keys if readline exists."""
    import contextlib

    with contextlib.suppress(ImportError):
        import readline  # noqa: F401
    return input


def _teller(console: Console) -> Tell:
    """Return a printer of paragraphs that escapes letters which the terminal lacks."""

    def tell(text: str) -> None:
        paragraphs = ("\n".join(wrapped(line, min(console.width, _COLUMNS))) for line in text.split("\n"))
        shown = "\n".join(paragraphs).encode(console.encoding, "backslashreplace").decode(console.encoding)
        console.print(shown, markup=False, emoji=False, soft_wrap=True)

    return tell


def _taken(file: Path) -> str:
    old = file.with_name(f"{file.stem}.old{file.suffix}")
    move = f"mv {quote(str(file))} {quote(str(old))}"
    return f"{file} exists and was not changed: move it away, or name another file\n  {move}"


def _say_next(file: Path, tell: Tell) -> None:
    named = "" if str(file) == DEFAULT_FILE else f" {quote(str(file))}"
    steps = [(f"orgctl check{named}", "the check, and a summary")]
    steps += [(f"export ORGANIZATION_FILE={quote(str(file))}", "for what follows")] if named else []
    steps += [
        ("orgctl emulate --bare user -- orgctl up", "try it on an emulated AWS"),
        ("orgctl up", "build it in AWS"),
    ]
    tell(f"\n{file} is written. Read it first, above all the settings that cannot be changed later. Then:\n")
    for command, purpose in steps:
        tell(f"  {command:<39}  {purpose}")

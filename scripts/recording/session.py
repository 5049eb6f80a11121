"""
The recorded session: an administrator sets up an organization in a bare account of an emulated AWS.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from emulator.bare_account import SETUP_USER, BareAccount
from emulator.process import REPOSITORY
from emulator.run import emulated_project
from scripts.recording.screen import lines_on
from scripts.recording.scribe import Answer, Scribe
from scripts.recording.stable import HOME, stable
from scripts.walk import Phone, Walk

ACCOUNT = BareAccount(credentials="user")
NAME, PERSON, REGION = "acme", "ann", "us-west-2"
ANSWERS = {
    "name": ["Acme", NAME],
    "email": ["example.com"],
    "region": [""],
    "admin": [""],
    "users": ["ann,ben"],
    "groups": ["infra=ann,ben billing=ann"],
}
"""The answers for `orgctl init`; it refuses the first name."""

COMMANDS = (
    ("init", "", 0),
    ("check", "", 0),
    ("up", SETUP_USER, 0),
    ("doctor", f"{NAME}-org-root", 1),
)
"""Each command with its AWS profile and its expected exit status."""

_OURS = ("ORGANIZATION_FILE", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR")
_THEIRS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_DEFAULT_REGION")


def record() -> dict[str, str]:
    """Return a terminal's content for each command, including the command line. Raise RuntimeError when one fails."""
    base = {name: value for name, value in os.environ.items() if name not in _OURS}
    with (
        _home() as home,
        emulated_project(REPOSITORY, base, workdir=home / NAME, account=ACCOUNT) as (_, folder, environment),
    ):
        for name in ("organization.yaml", "access.yaml"):  # as README does
            (folder / name).unlink()
        _write_first_credentials(home)
        phone, own = Phone(), _own_environment(environment, home)
        return {name: _run(name, profile, status, home, own, phone) for name, profile, status in COMMANDS}


def _run(name: str, profile: str, status: int, home: Path, environment: Mapping[str, str], phone: Phone) -> str:
    print(f"orgctl {name}", flush=True)
    scribe = Scribe(*_first_answers())
    chosen = {"AWS_PROFILE": profile or SETUP_USER}
    walk = Walk([name], home / NAME, {**environment, **chosen}, phone, answers=scribe.answers)
    if (found := walk.finish()) != status:
        raise RuntimeError(f"orgctl {name}: exit status {found}\n{walk.text}")
    shown = "\n".join(lines_on(scribe.marked(walk.raw))).rstrip() + "\n"
    typed = f"$ export AWS_PROFILE={profile}\n" if profile else ""
    return f"{typed}$ orgctl {name}\n{stable(shown, str(home))}"


def _first_answers() -> list[Answer]:
    """Return the answers for `orgctl init`, each after its question."""
    return [(re.compile(rf"\n{field}(?: \[[^\]\n]*\])?: $"), _one_by_one(typed)) for field, typed in ANSWERS.items()]


def _one_by_one(typed: Iterable[str]) -> Callable[[Walk], str]:
    left = iter(typed)
    return lambda walk: next(left)


@contextmanager
def _home() -> Iterator[Path]:
    """Yield a home folder whose path is as long as that of the page."""
    parent = Path("/tmp")
    home = parent / secrets.token_hex(9)[: len(HOME) - len(f"{parent}/")]
    home.mkdir(mode=0o700)
    try:
        yield home
    finally:
        shutil.rmtree(home)


def _write_first_credentials(home: Path) -> None:
    keys = "".join(f"{name.lower()} = {value}\n" for name, value in ACCOUNT.keys().items())
    (home / ".aws").mkdir()
    (home / ".aws" / "config").write_text(f"[profile {SETUP_USER}]\nregion = {REGION}\n")
    (home / ".aws" / "credentials").write_text(f"[{SETUP_USER}]\n{keys}")


def _own_environment(environment: Mapping[str, str], home: Path) -> dict[str, str]:
    """Return the emulator's environment with the credentials in files, as on an administrator's computer."""
    kept = {name: value for name, value in environment.items() if name not in _THEIRS}
    return kept | {
        "HOME": str(home),
        "LOGNAME": PERSON,
        "USER": PERSON,
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "AWS_CONFIG_FILE": str(home / ".aws" / "config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(home / ".aws" / "credentials"),
    }

"""The browser of the tests: an installed Chromium or Chrome, or the one that `make test` has downloaded."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

PLAYWRIGHT = Path(__file__).resolve().parents[2] / ".tools" / "chromium"
"""The folder into which `make test` lets Playwright download the browser."""
_COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_APPLICATIONS = ("Google Chrome.app/Contents/MacOS/Google Chrome", "Chromium.app/Contents/MacOS/Chromium")
_FETCHED = ("headless_shell", "chrome-headless-shell", "chrome", "Chromium", "Google Chrome for Testing")


class BrowserMissing(FileNotFoundError):
    """Neither Chromium nor Chrome is installed."""


def executable() -> Path:
    """Return the browser's program; `CHROMIUM` names another one."""
    named = os.environ.get("CHROMIUM")
    if named and not Path(named).is_file():
        raise BrowserMissing(f"CHROMIUM={named}: there is no such file. Name a Chrome or Chromium, or unset it.")
    found = Path(named) if named else next(_candidates(), None)
    if not found:
        raise BrowserMissing("There is no Chrome and no Chromium: run `make test`, which fetches one, or install it.")
    return found


def _candidates() -> Iterator[Path]:
    yield from (Path(found) for found in map(shutil.which, _COMMANDS) if found)
    for folder in (Path("/Applications"), Path.home() / "Applications"):
        yield from (folder / name for name in _APPLICATIONS if (folder / name).is_file())
    for folder in (PLAYWRIGHT, *_caches()):
        yield from sorted(each for name in _FETCHED for each in folder.rglob(name) if each.is_file())


def _caches() -> Iterator[Path]:
    """Yield the folders of browsers that a user has downloaded with Playwright."""
    if path := os.environ.get("PLAYWRIGHT_BROWSERS_PATH"):
        yield Path(path)
    yield Path.home() / ".cache" / "ms-playwright"
    yield Path.home() / "Library" / "Caches" / "ms-playwright"

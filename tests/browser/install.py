"""`python -m tests.browser.install` provides a browser for the tests. Where there is one, it says and does nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.browser.chromium import PLAYWRIGHT, BrowserMissing, executable

MISSING = """\
The tests of the report need Chrome or Chromium, and none could be installed here. Install one:
  macOS     brew install --cask google-chrome
  Debian    apt install chromium
  others    .venv/bin/python -m playwright install --with-deps chrome
or name one that is elsewhere: CHROMIUM=/path/to/chrome make test"""


def main() -> int:
    """Exit status: 1 with one message when there is no browser and none can be had."""
    try:
        executable()
        return 0
    except BrowserMissing as missing:
        if os.environ.get("CHROMIUM"):
            print(missing, file=sys.stderr)
            return 1
    print("setup: a browser for the tests (up to a minute, once)", flush=True)
    tried: list[str] = []
    for name, attempt in (("Playwright's download", download), ("apt-get", debian)):
        said = attempt()
        found = there()
        if found and starts(found):
            return 0
        tried.append(f"{name}: {reason(said)}")
    print("\n".join([MISSING, *tried]), file=sys.stderr)
    return 1


def there() -> Path | None:
    """The browser that the tests would use."""
    try:
        return executable()
    except BrowserMissing:
        return None


def starts(browser: Path) -> bool:
    """Whether all its libraries are there: those of a downloaded browser need not be."""
    return run(str(browser), "--version")[0]


def download() -> str:
    """Playwright's own headless Chromium, 110 MB, where the internet can be reached."""
    os.environ["PLAYWRIGHT_BROWSERS_PATH"] = str(PLAYWRIGHT)
    ok, said = run(sys.executable, "-m", "playwright", "install", "chromium-headless-shell")
    found = there()
    if ok and found and not starts(found):
        shutil.rmtree(PLAYWRIGHT)
        return f"{found.name} does not start here: libraries of the system are missing"
    return said


def debian() -> str:
    """Debian's chromium. Ubuntu's package of that name only asks for a snap, which has no place in a container."""
    if not is_debian() or os.geteuid() != 0:
        return "only tried as root on Debian"
    install = ("apt-get", "install", "--yes", "--quiet", "--no-install-recommends", "chromium")
    ok, said = run(*install)
    if not ok:
        run("apt-get", "update", "--quiet")
        ok, said = run(*install)
    return said


def reason(said: str) -> str:
    """The line that tells why, of all that an installer said."""
    lines = said.strip().splitlines() or ["it succeeded, but no browser that starts was found after it"]
    return next((line for line in lines if line.startswith(("E:", "Error"))), lines[-1])


def is_debian() -> bool:
    """Whether this is Debian itself."""
    release = Path("/etc/os-release")
    return release.is_file() and "ID=debian" in release.read_text().splitlines()


def run(*command: str) -> tuple[bool, str]:
    """Whether a command succeeded, and what it said."""
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return False, str(error)
    return done.returncode == 0, done.stdout + done.stderr


if __name__ == "__main__":
    sys.exit(main())

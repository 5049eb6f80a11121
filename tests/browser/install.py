"""`python -m tests.browser.install` provides a browser for the tests. It does nothing when one is installed."""

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
    """Return 1 after one message when no browser is installed and none can be; else 0."""
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
        output = attempt()
        found = find_browser()
        if found and starts(found):
            return 0
        tried.append(f"{name}: {reason(output)}")
    print("\n".join([MISSING, *tried]), file=sys.stderr)
    return 1


def find_browser() -> Path | None:
    """Return the browser that the tests would use."""
    try:
        return executable()
    except BrowserMissing:
        return None


def starts(browser: Path) -> bool:
    """Return whether the browser starts: libraries that a downloaded one needs may be missing."""
    return run(str(browser), "--version")[0]


def download() -> str:
    """Download Playwright's headless Chromium (110 MB); return the output, or the reason of a failure."""
    os.environ["PLAYWRIGHT_BROWSERS_PATH"] = str(PLAYWRIGHT)
    ok, output = run(sys.executable, "-m", "playwright", "install", "chromium-headless-shell")
    found = find_browser()
    if ok and found and not starts(found):
        shutil.rmtree(PLAYWRIGHT)
        return f"{found.name} does not start here: libraries of the system are missing"
    return output


def debian() -> str:
    """Install Debian's chromium. Ubuntu's package of that name only asks for a snap, which containers cannot run."""
    if not is_debian() or os.geteuid() != 0:
        return "only tried as root on Debian"
    install = ("apt-get", "install", "--yes", "--quiet", "--no-install-recommends", "chromium")
    ok, output = run(*install)
    if not ok:
        run("apt-get", "update", "--quiet")
        ok, output = run(*install)
    return output


def reason(output: str) -> str:
    """Return the line of an installer's output that tells the reason."""
    lines = output.strip().splitlines() or ["it succeeded, but no browser that starts was found after it"]
    return next((line for line in lines if line.startswith(("E:", "Error"))), lines[-1])


def is_debian() -> bool:
    """Return whether this is Debian itself."""
    release = Path("/etc/os-release")
    return release.is_file() and "ID=debian" in release.read_text().splitlines()


def run(*command: str) -> tuple[bool, str]:
    """Return whether a command succeeded, and its output."""
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

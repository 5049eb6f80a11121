"""
Record `orgctl init`, `check`, `up` and `doctor` on an emulated AWS into `docs/journey.md`.

Run `make recording` after a change of their output; it takes about four minutes. A test fails when the recording is
outdated. The text outside of the fences of that page is written by hand, there.
"""

from __future__ import annotations

from scripts.recording.page import FILE, filled
from scripts.recording.session import record

if __name__ == "__main__":
    page = FILE.read_text(encoding="utf-8")
    FILE.write_text(filled(page, record()), encoding="utf-8")

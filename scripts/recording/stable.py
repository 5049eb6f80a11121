"""
Removal of differences between two recordings: times, random values, and the order of concurrent stacks.
"""

from __future__ import annotations

import re

HOME = "/home/ann"
"""The home folder of the page; that of a recording has a path of the same length, so that lines break alike."""

_REPLACED = (
    (re.compile(r"(?:^[█▀▄ ]*[█▀▄][█▀▄ ]*\n)+", re.MULTILINE), "  (a QR code)\n"),
    (re.compile(r"(?:^ *(?:[A-Z2-7]{4} ){3,}[A-Z2-7]{1,4}\n(?:[A-Z2-7]{1,4}\n)?)+", re.MULTILINE), "  (its key)\n"),
    (re.compile(r"AKIA(?!EMULATED)[A-Z0-9]{16}"), "AKIAIOSFODNN7EXAMPLE"),
    (re.compile(r"until \d\d:\d\d"), "until 13:00"),
    (re.compile(r"backup-\d{8}T\d{6}Z"), "backup-20261122T120000Z"),
)
_TIMED = r"^ *\d+\.\d s  (.*(?:\n {11,}\S.*)*)\n"
_RUN = re.compile(rf"(?:{_TIMED})+", re.MULTILINE)
_LINE = re.compile(_TIMED, re.MULTILINE)
_NO_TIME = "     … s  "
_WAITS, _ALWAYS_WAITS = "  waits for ", "  waits for S3 life-cycle rules"


def stable(text: str, home: str) -> str:
    """Return the text without parts that depend on time or computer."""
    text = text.replace(home, HOME)
    for pattern, instead in _REPLACED:
        text = pattern.sub(instead, text)
    return _RUN.sub(lambda run: "".join(_ordered(_LINE.findall(run[0]))), text)


def _ordered(messages: list[str]) -> list[str]:
    """Return a deployment's messages sorted by stack, without waits that don't always occur."""
    kept = [text for text in messages if _WAITS not in text or _ALWAYS_WAITS in text]
    return [f"{_NO_TIME}{text}\n" for text in sorted(kept, key=_sort_key)]


def _sort_key(text: str) -> tuple[int, str]:
    if _WAITS in text or "  done: " in text:
        return (1 if _WAITS in text else 2), text
    return (0 if text.endswith(("synthesized", "initialized")) else 3), text

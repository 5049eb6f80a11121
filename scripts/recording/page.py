"""
The page of the recording: text written by hand, and the terminal's output between the fences.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / "docs" / "journey.md"
_BLOCK = re.compile(
    r"(?P<begin><!-- recorded: (?P<command>\w+)(?P<phases>[^>]*) -->\n```text\n)(?P<text>.*?)(?P<end>```\n)", re.DOTALL
)
_PHASE = re.compile(r"^\d+/\d+  (?P<name>\S+)\n", re.MULTILINE)


def filled(page: str, recorded: Mapping[str, str]) -> str:
    """
    Return the page with the recording of each command.

    A block names a command, and may name the phases that it shows. Raise ValueError when the page shows something twice
    or leaves something out.
    """
    left = {(command, name): text for command, shown in recorded.items() for name, text in phases(shown).items()}

    def fill(block: re.Match[str]) -> str:
        command = block["command"]
        names = block["phases"].split() or [name for of, name in left if of == command]
        try:
            texts = [left.pop((command, name)) for name in names]
        except KeyError as missing:
            raise ValueError(f"{FILE.name}: {missing} was not recorded, or is shown twice") from None
        return block["begin"] + "".join(texts).strip("\n") + "\n" + block["end"]

    result = _BLOCK.sub(fill, page)
    if left:
        raise ValueError(f"{FILE.name}: no block shows {', '.join(' '.join(part).strip() for part in left)}")
    return result


def shown_in(page: str) -> dict[str, str]:
    """Return the page's recording of each command."""
    found: dict[str, str] = {}
    for block in _BLOCK.finditer(page):
        before = found.get(block["command"])
        found[block["command"]] = f"{before}\n{block['text']}" if before else block["text"]
    return found


def phases(shown: str) -> dict[str, str]:
    """Return a command's output by phase; the first includes the text before it. Without phases, return all of it."""
    heads = list(_PHASE.finditer(shown))
    starts = [0, *(head.start() for head in heads[1:])]
    ends = [*starts[1:], len(shown)]
    names = [head["name"] for head in heads] or [""]
    return {name: shown[start:end] for name, start, end in zip(names, starts, ends, strict=True)}

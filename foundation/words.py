"""Lists of words, numbers with their noun, and lines of a width."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence


def listed(names: Iterable[str], most: int = 6, word: str = "and") -> str:
    """Return `a, b and c`; of more than `most` names the rest is counted: `a, b and 3 more`."""
    found = [*names]
    if len(found) > most:
        return f"{', '.join(found[:most])} {word} {len(found) - most:,} more"
    *before, last = found or [""]
    return f"{', '.join(before)} {word} {last}" if before else last


def few(names: Sequence[str], most: int) -> str:
    """Return `a, b, c`, an enumeration after a colon; of more than `most` names the rest is counted."""
    return listed(names, most) if len(names) > most else ", ".join(names)


def noun(number: int, one: str, many: str = "") -> str:
    """Return the form of a noun, or of a verb, that goes with a number: `account`, `accounts`."""
    return one if number == 1 else many or f"{one}s"


def plural(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: `1 account`, `1,024 accounts`."""
    return f"{number:,} {noun(number, one, many)}"


def wrapped(text: str, width: int, first: str = "", rest: str = "", *, whole: bool = False) -> list[str]:
    """
    Return the lines of a text, of at most this width, with one indent for the first and another for the others.

    Words are not broken at hyphens: names have them. A word that is longer than a line is cut, or stays `whole`.
    """
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_on_hyphens=False,
        break_long_words=not whole,
    )


def wrapped_message(text: str, width: int) -> str:
    """Return a message in lines of at most this width; commands stay whole: they are on their own lines, indented."""
    return "\n".join(
        line if line.startswith("  ") else "\n".join(wrapped(line, width, whole=True)) for line in text.splitlines()
    )

"""A difference for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from foundation.words import wrapped
from orgctl.section import Section, Sentence

_BULLET, _BELOW, _DETAIL = "  ", "    ", "      "


def render(heading: str, verdict: str, sections: Sequence[Section], console: Console, *, refused: bool) -> None:
    """Print the difference; the console determines width and colour."""
    console.print(Text("\n".join(wrapped(heading, console.width, "", "  "))), soft_wrap=True)
    console.print()
    for section in sections:
        style = "bold red" if section.is_refusal else "bold"
        console.print(Text(section.title, style=style))
        for sentence in section.sentences:
            console.print(Text("\n".join(_lines(sentence, console.width))), soft_wrap=True)
        console.print()
    console.print(Text("\n".join(wrapped(verdict, console.width, "", "")), style="bold red" if refused else ""))


def _lines(sentence: Sentence, width: int) -> Iterator[str]:
    yield from wrapped(_capital(sentence.text), width, _BULLET, _BELOW)
    for detail in sentence.details:
        indent = _DETAIL + " " * (len(detail) - len(detail.lstrip()))
        yield from wrapped(detail.strip(), width, indent, indent + "  ")


def _capital(text: str) -> str:
    """Sentences begin as they are: names are not changed."""
    return text

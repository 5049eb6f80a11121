"""Sections of sentences as Markdown, for a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from orgctl.section import Section, Sentence

MOST = 65_536
"""
The maximum number of characters in a comment on GitHub. Source:
https://github.com/orgs/community/discussions/27190 (2026-11-22).
"""
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$@])")
_FENCE = re.compile(r"`{3,}")


def render(heading: str, verdict: str, sections: Sequence[Section], *, command: str, most: int = MOST) -> str:
    """Return Markdown of at most `most` characters; a note says what was left out, and which command shows it."""
    whole = _text(heading, verdict, sections, details=True)
    if len(whole) <= most:
        return whole
    brief = _text(heading, verdict, sections, details=False, note=_NO_DETAILS.format(command))
    return brief if len(brief) <= most else _cut(brief, _CUT.format(command), most)


_NO_DETAILS = "The statements are left out: this would be too long for a comment. `{}` shows all of it."
_CUT = "\n\n… The rest is left out: this is too long for a comment. `{}` shows all of it.\n"


def _text(heading: str, verdict: str, sections: Sequence[Section], *, details: bool, note: str = "") -> str:
    parts = [f"## {_escaped(heading)}", f"**{_escaped(verdict)}**", *([note] if note else [])]
    for section in sections:
        parts.append(f"### {_escaped(section.title)}")
        lines = _table(section.table) if section.table else _bullets(section.sentences, details=details)
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    head, *others = [f"| {' | '.join(_escaped(cell) for cell in row)} |" for row in rows]
    yield from (head, f"|{' --- |' * len(rows[0])}", *others)


def _bullets(sentences: Sequence[Sentence], *, details: bool) -> Iterator[str]:
    for sentence in sentences:
        yield f"- {_escaped(sentence.text)}"
        if details and sentence.details:
            fence = "`" * max(3, *(len(run) + 1 for line in sentence.details for run in _FENCE.findall(line)), 0)
            yield from ("", "  <details><summary>Details</summary>", "", f"  {fence}text")
            yield from (f"  {line}" for line in sentence.details)
            yield from (f"  {fence}", "", "  </details>", "")


def _cut(text: str, end: str, most: int) -> str:
    """Cut the text between two lines."""
    kept = text[: most - len(end)]
    return kept[: kept.rfind("\n")] + end


def _escaped(text: str) -> str:
    """Escape a text: no name becomes Markdown, HTML, or a mention of a user."""
    return _SPECIAL.sub(r"\\\1", text.replace("&", "&amp;").replace("@", "@\u200b")).replace("\\@", "@")

"""Numbers, lists and anchors as the page writes them; templates use these as filters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil

from markupsafe import Markup, escape

from foundation.words import few

_UNSAFE = re.compile(r"[^A-Za-z0-9.-]")
_SEAM = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?=@)")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def visible(value: object) -> object:
    """A text without characters that nobody sees or that turn others around: their numbers stand in their place."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return _UNSEEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", value)


def anchor(name: str, kind: str) -> str:
    """The id of an element; other names have other anchors."""
    return f"{kind}-{_UNSAFE.sub(lambda found: f'_{ord(found[0]):x}_', name)}"


def percent(used: int, limit: int) -> int:
    """How much of a limit is used, in whole percents; something is never 0, only all of it is 100, and more is more."""
    share = 100 * used / max(limit, 1)
    return ceil(share) if share > 100 or share < 1 else int(share)


def preview(names: Sequence[str], shown: int = 3) -> str:
    """`id, infra, logs and 4 more`."""
    return few(names, shown if len(names) > shown + 1 else len(names))


def breakable(name: str) -> Markup:
    """A long name that may break between its words; it is copied as it was."""
    return Markup("<wbr>").join(escape(visible(part)) for part in _SEAM.split(name))

"""Numbers, lists and anchors in the page's form, as filters of the templates."""

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
    """Return a text in which invisible and bidirectional control characters are replaced by their numbers."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return _UNSEEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", value)


def anchor(name: str, kind: str) -> str:
    """Return the id of an element, unique for each name."""
    return f"{kind}-{_UNSAFE.sub(lambda found: f'_{ord(found[0]):x}_', name)}"


def percent(used: int, limit: int) -> int:
    """Return the used part of a limit in whole percent: 0 only if unused, 100 only if full, more if exceeded."""
    share = 100 * used / max(limit, 1)
    return ceil(share) if share > 100 or share < 1 else int(share)


def preview(names: Sequence[str], shown: int = 3) -> str:
    """Return a short list: `id, infra, logs and 4 more`."""
    return few(names, shown if len(names) > shown + 1 else len(names))


def breakable(name: str) -> Markup:
    """Return a long name that may break between its words, and is copied unchanged."""
    return Markup("<wbr>").join(escape(visible(part)) for part in _SEAM.split(name))

"""A statement as JSON that people can read: long lists are cut down to what matters for the request."""

from __future__ import annotations

import json
from collections.abc import Sequence

from access.decision.narrowing import matches
from policies.reading import Statement, texts

MOST = 6
"""Entries of a list that are shown."""


def shown(statement: Statement, action: str, resource: str) -> list[str]:
    """The lines of its JSON."""
    said = dict(statement)
    for key, wanted in (("Action", action), ("NotAction", action), ("Resource", resource), ("NotResource", resource)):
        if key in said and len(texts(said[key])) > MOST:
            said[key] = _cut(texts(said[key]), wanted)
    return json.dumps(said, indent=2, ensure_ascii=False).splitlines()


def _cut(entries: Sequence[str], wanted: str) -> list[str]:
    """The entries that match, or else the first ones; and how many there are besides."""
    matching = [entry for entry in entries if matches(entry, wanted)]
    kept = (matching or list(entries))[:MOST]
    return [*kept, f"… and {len(entries) - len(kept)} more"]

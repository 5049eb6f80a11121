"""Statements as JSON for people: long lists are cut to the entries that matter for the request."""

from __future__ import annotations

import json
from collections.abc import Sequence

from access.decision.narrowing import matches
from policies.reading import Statement, texts

MOST = 6
"""Number of list entries that are shown."""


def shown(statement: Statement, action: str, resource: str) -> list[str]:
    """Return the lines of the statement's JSON."""
    said = dict(statement)
    for key, wanted in (("Action", action), ("NotAction", action), ("Resource", resource), ("NotResource", resource)):
        if key in said and len(texts(said[key])) > MOST:
            said[key] = _cut(texts(said[key]), wanted)
    return json.dumps(said, indent=2, ensure_ascii=False).splitlines()


def _cut(entries: Sequence[str], wanted: str) -> list[str]:
    """Return the entries that match, or else the first ones, and the number of omitted ones."""
    matching = [entry for entry in entries if matches(entry, wanted)]
    kept = (matching or list(entries))[:MOST]
    return [*kept, f"… and {len(entries) - len(kept)} more"]

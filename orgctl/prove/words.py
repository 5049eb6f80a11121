"""Words about a proof that text, JUnit, Markdown and the report share."""

from __future__ import annotations

from collections.abc import Iterable

from access.proof import Accepted, Kind, Proof
from foundation.words import plural

MENTIONS = "Named in policies, and not known as part of this organization"
"""The title of the notes on ids and principals in policies."""


def heading(proof: Proof) -> str:
    """Return the title of a proof."""
    return f"Proof of {proof.organization}, as of {proof.as_of}"


def verdict(proof: Proof) -> str:
    """Return the result in a sentence."""
    counts = proof.counts
    parts = [f"{plural(counts['kept'], 'promise')} kept"]
    parts += [f"{counts['accepted']} accepted"] if counts["accepted"] else []
    parts += [f"{counts['broken']} broken"]
    parts += [f"{counts['undecided']} not decided"] if counts["undecided"] else []
    parts += [f"{counts['not asked']} not asked"] if counts["not asked"] else []
    parts += [f"{plural(len(proof.unread), 'policy', 'policies')} not read"] if proof.unread else []
    parts += [f"{plural(len(proof.unresolved), 'reference')} not resolved"] if proof.unresolved else []
    parts += [f"{plural(len(proof.obsolete), 'entry', 'entries')} of accepted obsolete"] if proof.obsolete else []
    result = "Proven" if proof.proven else "Kept, but for what is accepted" if proof.passed else "Not proven"
    return f"{result}: {', '.join(parts)}."


def accepted_because(one: Accepted) -> str:
    """Return what is accepted, until when and why: `accepted until 2026-12-31 (access.yaml:12; who: ann): it ends`."""
    until = f" until {one.until}" if one.until else ""
    return f"accepted{until} ({one.where}; {one.scope}): {one.reason}"


def more_like_it(kind: Kind) -> str:
    """Return the number of the other counterexamples of a kind: `, and 1,598 more like it`; empty for the only one."""
    return f", and {kind.count - 1:,} more like it" if kind.count > 1 else ""


def by_cause(kinds: Iterable[Kind]) -> list[list[Kind]]:
    """Return the kinds that the same statements decide, in the order of the first of each."""
    found: dict[tuple[str, ...], list[Kind]] = {}
    for kind in kinds:
        found.setdefault(tuple(str(reason) for reason in kind.reasons), []).append(kind)
    return list(found.values())

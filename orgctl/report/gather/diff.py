"""The change against a base, in the sentences of `orgctl diff`."""

from __future__ import annotations

from access.difference import Difference
from orgctl.diff.command import verdict
from orgctl.diff.sentences import sections
from orgctl.report.data import Diff


def diff(found: Difference, base: str) -> Diff:
    """Return the difference from a base, named in words."""
    return Diff(base, verdict(found), sections(found))

"""The change against a base, as the report says it: in the sentences of `orgctl diff`."""

from __future__ import annotations

from access.difference import Difference
from orgctl.diff.command import verdict
from orgctl.diff.sentences import sections
from orgctl.report.data import Diff


def diff(found: Difference, base: str) -> Diff:
    """What differs from a base, which is named in words."""
    return Diff(base, verdict(found), sections(found))

"""The circumstances of a line: condition keys with their values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

MFA, REGION = "mfa", "region"


def context_of(when: Mapping[str, Sequence[str]]) -> dict[str, str | tuple[str, ...]]:
    """Return the condition keys after `when`."""
    found: dict[str, str | tuple[str, ...]] = {}
    for key, values in when.items():
        if key != MFA:
            found["aws:RequestedRegion" if key == REGION else key] = values[0] if len(values) == 1 else tuple(values)
    return found

"""Words that several sentences share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from access.difference import StatementChange
from access.model.sign_in import SignIn
from foundation.words import listed, noun


def ways(names: Sequence[SignIn]) -> str:
    """Return the ways of signing in, in words: `with MFA`."""
    if tuple(names) == (SignIn.KEY, SignIn.NO_MFA):
        return "without MFA"
    if len(names) == len(SignIn):
        return "with and without MFA"
    return listed([name.alone for name in names], word="or")


def verb(names: Sequence[str], one: str, several: str) -> str:
    """Return the form of a verb for the number of names."""
    return noun(len(names), one, several)


def statements(found: Sequence[StatementChange]) -> Iterator[str]:
    """Yield statements in lines: `+` was added, `-` removed, `~` changed."""
    signs = {"added": "+", "removed": "-", "changed": "~"}
    for one in found:
        if one.change == "changed":
            yield f"~ {one.name}:"
            yield from (f"    {detail}" for detail in one.details)
        else:
            yield f"{signs[one.change]} {one.name}: {' '.join(one.details)}"


__all__ = ["listed", "statements", "verb", "ways"]

"""The access matrix as lines of text: for each user the roles, the accounts, and the requirements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from access.model.sign_in import SignIn
from access.proof import Access
from foundation.words import few, listed, wrapped

Row = tuple[str, str, str]
"""A role that a user can assume in the same way in several accounts: role, way, policies."""

MOST = 6
"""Accounts that are named one by one."""


def matrix_lines(matrix: Sequence[Access], width: int) -> Iterator[str]:
    """Yield lines of at most this width."""
    if not matrix:
        yield "  no user can assume any role"
    people = dict.fromkeys((cell.person, cell.home) for cell in matrix)
    for name, home in people:
        cells = [cell for cell in matrix if (cell.person, cell.home) == (name, home)]
        yield f"  {name}  (user of {home})"
        for (role, how, policies), accounts in _rows(cells).items():
            yield from wrapped(f"{role}  in {few(accounts, MOST)}", width, " " * 4, " " * 6)
            yield from wrapped(f"{how}; {policies}", width, " " * 6, " " * 8)


def _rows(cells: Sequence[Access]) -> dict[Row, list[str]]:
    rows: dict[Row, list[str]] = {}
    for cell in cells:
        rows.setdefault((cell.role, _how(cell), ", ".join(cell.policies) or "no policies"), []).append(cell.account)
    return rows


def _how(cell: Access) -> str:
    signed_in = listed([way.alone for way in reversed(SignIn) if way in cell.ways], word="or")
    how = "only with MFA" if cell.needs_mfa else signed_in
    through = ", then ".join(cell.through)
    return f"{how}, through {through}" if through else how

"""The answer to who can make a call as text: users, then each account, services, and who is outside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from access.model.accounts import Account
from access.model.organization import Organization
from access.who_can.model import Principal, Route, WhoCan
from foundation.words import wrapped
from orgctl.who_can.words import accounts, heading, in_person, route_of_role, route_of_user, verdict

Lines = Iterator[tuple[str, str]]
"""Lines of text, each with its style."""
_STARS = "{account}"
MOST_NOT_READ = 10
_Entry = tuple[str, Sequence[str]]
"""A principal, and the lines about it."""


def render(found: WhoCan, organization: Organization, console: Console) -> None:
    """Print an answer; the console determines width and colour."""
    for text, style in _all_lines(found, organization, console.width):
        console.print(Text(text, style=style), soft_wrap=True)


def _all_lines(found: WhoCan, organization: Organization, width: int) -> Lines:
    yield from ((line, "") for line in wrapped(heading(found), width, "", "  "))
    yield f"  as of {found.as_of}", ""
    yield "", ""
    yield from ((line, "bold") for line in wrapped(verdict(found), width))
    for title, some in _sections(found, organization):
        yield "", ""
        yield from ((line, "bold") for line in wrapped(title, width))
        for name, details in some:
            yield from ((line, "") for line in wrapped(name, width, "  ", "    "))
            for text in details:
                style = "yellow" if text.startswith("? ") or ": ? " in text else ""
                yield from ((line, style) for line in wrapped(text, width, " " * 4, " " * 6))
    yield from _ending(found, width)


def _ending(found: WhoCan, width: int) -> Lines:
    """Yield what is not read, and the notes."""
    if found.not_read:
        yield "", ""
        yield "Not read, therefore not decided", "bold"
        for text in found.not_read[:MOST_NOT_READ]:
            yield from ((line, "") for line in wrapped(text, width, "  ", "    "))
        if len(found.not_read) > MOST_NOT_READ:
            yield f"  … {len(found.not_read) - MOST_NOT_READ:,} more: --json has all", ""
    if found.notes:
        yield "", ""
    for note in found.notes:
        yield from ((line, "dim") for line in wrapped(f"note: {note}", width, "", "  "))


def _sections(found: WhoCan, organization: Organization) -> Iterator[tuple[str, list[_Entry]]]:
    """Yield the headings with their principals: those that are alike in several accounts once."""
    users = [one for one in found.principals if one.kind == "user"]
    if users:
        yield "Users", [(f"{one.name}  (user of {one.account})", _of_user(one, found)) for one in users]
    by_account: dict[tuple[str, ...], list[_Entry]] = {}
    for (name, details), keys in _alike(found, organization).items():
        by_account.setdefault(keys, []).append((name, details))
    for key in organization.account_by_key:
        if (key,) in by_account:
            yield f"In {key}", by_account.pop((key,))
    several = [(f"{name} in {accounts(keys)}", more) for keys, some in by_account.items() for name, more in some]
    if several:
        yield "In several accounts", several
    for title, kinds in (("AWS services", ("service",)), ("Outside of the organization", ("outside", "not read"))):
        entries: list[_Entry] = [(one.name, _lines(one, found)) for one in found.principals if one.kind in kinds]
        if entries:
            yield title, entries


def _alike(found: WhoCan, organization: Organization) -> dict[tuple[str, tuple[str, ...]], tuple[str, ...]]:
    """Return roles and root users with the lines about them, and the accounts in which these are the same."""
    alike: dict[tuple[str, tuple[str, ...]], dict[str, tuple[str, tuple[str, ...]]]] = {}
    for one in found.principals:
        if one.kind in ("role", "root user"):
            account = organization.account_by_key[one.account]
            lines = tuple(_lines(one, found))
            name = f"role {one.name}" if one.kind == "role" else "root user"
            erased = tuple(_erased(line, account) for line in lines)
            alike.setdefault((name, erased), {})[one.account] = (name, lines)
    return {
        next(iter(by_key.values())) if len(by_key) == 1 else shown: tuple(by_key) for shown, by_key in alike.items()
    }


def _erased(line: str, account: Account) -> str:
    """Return a line in which nothing tells an account from another."""
    text = account.erased_from(line.replace(account.number, "{number}"))
    return text.replace(f" of {account.key}", " of {account}")


def _lines(one: Principal, found: WhoCan) -> list[str]:
    lines = [line for own in one.in_person for line in in_person(own, found)]
    if one.kind == "role":
        lines += _routes_of_role(one.routes) or ["reached by no user"]
    return lines


def _routes_of_role(routes: Sequence[Route]) -> list[str]:
    """Return the ways of users to a role; users with the same way are named together."""
    alike: dict[tuple[object, ...], list[Route]] = {}
    for one in routes:
        alike.setdefault((one.ways, one.steps), []).append(one)
    return [route_of_role([one.name for one in some], some[0]) for some in alike.values()]


def _of_user(one: Principal, found: WhoCan) -> list[str]:
    """Return the lines about a user: what it can itself, and through which roles."""
    alike: dict[str, list[Route]] = {}
    for route in one.routes:
        alike.setdefault(route_of_user(_name_of(route), route), []).append(route)
    lines = [line for own in one.in_person for line in in_person(own, found)]
    for text, some in alike.items():
        where = [_place_of(route) for route in some]
        place = f"of {where[0]}" if len(where) == 1 else f"in {accounts(where)}"
        lines.append(text.replace(_name_of(some[0]), f"{_name_of(some[0]).removesuffix(_STARS)}{place}", 1))
    return lines


def _name_of(route: Route) -> str:
    """Return the role at the end of a way, without its account."""
    return f"{route.steps[-1].label.rpartition(' of ')[0]} {_STARS}"


def _place_of(route: Route) -> str:
    return route.steps[-1].label.rpartition(" of ")[2]

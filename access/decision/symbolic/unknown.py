"""
Ids that are not known: what stands in for them in requests, and what a policy that names a real id says about them.

The organization's id and the accounts' numbers may be known; the ids of the root and of OUs never are. A policy that
names an id which is not known to be another's may mean the organization or an account of it: then it is not decided
whether a request matches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from access.decision.symbolic.patterns import Pattern, Token, TooComplex, exact, joined, text_matching
from access.model.organization import Organization
from foundation.ids import ORGANIZATION
from policies import mentions

UNKNOWN_ID = "is not known: organization.yaml (organization_id, account_id) or --outputs tells it"
UNKNOWN_PLACE = "is not known: the ids of the root and of OUs are not read"
DOUBTS = (UNKNOWN_ID, UNKNOWN_PLACE)
"""The ends of reasons why a request is not decided."""

_NUMBER = re.compile(r"(?<!\d)\d{12}(?!\d)", re.ASCII)
_PIECE = re.compile(r"(?<![0-9A-Za-z-])(?:o|r|ou)-[0-9a-z*?-]*")
_STAND_IN = re.compile(rf"{ORGANIZATION}|(?<![0-9a-z-])(?:r-0000|ou-0000-[0-9a-z]+)")
_OPEN_PIECE = re.compile(r"(?:o|r|ou)-[*?-]*")
_OPEN_NUMBER = re.compile(r"[0-9?*]*(?:[0-9][?*]|[?*][0-9])[0-9?*]*")
_DIGIT, _LETTER = Token(only="0123456789"), Token(only="abcdefghijklmnopqrstuvwxyz0123456789")
_FORMS: Mapping[str, Sequence[Token]] = {
    "o": (_LETTER,) * 10,
    "r": (_LETTER,) * 4,
    "ou": (*(_LETTER,) * 4, Token(only=_LETTER.only, many=True), Token(only="-"), *(_LETTER,) * 8),
}
_MORE = Token(only=_LETTER.only, many=True)


@dataclass(frozen=True)
class Unknown:
    """What is not known of an organization's ids."""

    organization: bool = False
    """True if the organization's id is not known."""
    accounts: Mapping[str, str] = field(default_factory=dict[str, str])
    """The keys of accounts whose numbers are not known, by the numbers that stand in for them."""
    numbers: frozenset[str] = frozenset()
    """The numbers of all accounts, those that stand in for unknown ones among them."""

    def __hash__(self) -> int:
        return hash((self.organization, self.numbers))

    @classmethod
    def of(cls, organization: Organization) -> Unknown:
        """Return what is not known of an organization."""
        accounts = organization.accounts.items()
        unknown = {number: one.key for number, one in accounts if number in organization.unknown_numbers}
        return cls(not organization.knows_id, unknown, frozenset(organization.accounts))

    def numbers_in(self, text: str) -> tuple[str, ...]:
        """Return the numbers in a text that may be those of accounts of the organization; each once."""
        if not self.accounts:
            return ()
        return tuple(one for one in _numbers_in(text) if one not in self.numbers)

    def organizations_in(self, text: str) -> tuple[str, ...]:
        """Return the ids in a text that may be the organization's; each once."""
        if not self.organization:
            return ()
        return tuple(one for one in mentions.organizations(text) if one != ORGANIZATION)

    def may_name_own(self, text: str) -> bool:
        """Return whether a text names an id that may be the organization's or an account's."""
        return bool(self.organizations_in(text) or self.numbers_in(text))

    def rewritten(self, text: str, account: str) -> tuple[str, tuple[str, ...]] | None:
        """
        Return a text with what stands in for the ids that it may name, and the doubts about that; None without any.

        `account` is the number of the account in question.
        """
        doubts: list[str] = []
        for one in self.organizations_in(text):
            text = text.replace(one, ORGANIZATION)
            doubts.append(own_organization(one))
        for one in self.numbers_in(text) if account in self.accounts else ():
            text = text.replace(one, account)
            doubts.append(self.own_number(one, account))
        return (text, tuple(doubts)) if doubts else None

    def own_number(self, number: str, account: str) -> str:
        """Return the doubt that a number may be that of an account."""
        return f"whether {number} is the number of {self.accounts[account]} {UNKNOWN_ID}"


@lru_cache(maxsize=65_536)
def _numbers_in(text: str) -> tuple[str, ...]:
    return mentions.accounts(text)


NOTHING_UNKNOWN = Unknown()
"""Every id is known, but for those of the root and of OUs."""


def own_organization(identifier: str) -> str:
    """Return the doubt that an id may be the organization's."""
    return f"whether {identifier} is the id of this organization {UNKNOWN_ID}"


def remedied(doubt: str) -> int:
    """Return a sort key of reasons why a request is not decided: those first that the user can resolve at once."""
    return (not doubt.endswith(UNKNOWN_ID)) * 2 + (" is the number of " in doubt)


@lru_cache(maxsize=65_536)
def agreement(unknown: Unknown, pattern: Pattern, value: str) -> bool | tuple[str, ...]:
    """Return whether a known value of a key matches a pattern; or, if that is not known, the doubts to be so first."""
    said, doubts = spelled(pattern), list[str]()
    if unknown.organization and ORGANIZATION in value:
        for one in unknown.organizations_in(said):
            pattern = _replaced(pattern, one, ORGANIZATION)
            doubts.append(own_organization(one))
    if number := next((one for one in _NUMBER.findall(value) if one in unknown.accounts), ""):
        for one in unknown.numbers_in(said):
            pattern = _replaced(pattern, one, number)
            doubts.append(unknown.own_number(one, number))
    said = spelled(pattern)
    if shape := _shape(unknown, said, value):
        return _compared(pattern, shape, value, said, doubts)
    if not pattern.matches(value):
        return False
    return tuple(doubts) or True


def _compared(pattern: Pattern, shape: Pattern, value: str, said: str, doubts: Sequence[str]) -> bool | tuple[str, ...]:
    """Return the agreement of a value of which only the form is known."""
    try:
        if text_matching([pattern, shape], []) is None:
            return False
        if text_matching([shape], [pattern]) is None:
            return tuple(doubts) or True
    except TooComplex:
        pass
    why = UNKNOWN_PLACE if _has_place(said) else UNKNOWN_ID
    return (*doubts, f"whether {said} matches what stands for {value} {why}")


def _shape(unknown: Unknown, said: str, value: str) -> Pattern | None:
    """Return the form of a value, if a pattern tells apart what may stand in place of its stand-ins; else None."""
    parts: list[Pattern] = []
    end = 0
    for begin, stop, tokens in _unknown_pieces(unknown, said, value):
        parts += [exact(value[end:begin]), Pattern(tuple(tokens))]
        end = stop
    return joined([*parts, exact(value[end:])]) if parts else None


def _unknown_pieces(unknown: Unknown, said: str, value: str) -> Iterator[tuple[int, int, Sequence[Token]]]:
    """Yield the stand-ins of a value in whose place a pattern names something else, each with the form of an id."""
    pieces = [one for one in _PIECE.findall(said) if not (_STAND_IN.fullmatch(one) or _OPEN_PIECE.fullmatch(one))]
    for found in _STAND_IN.finditer(value) if pieces else ():
        kind = found[0].partition("-")[0]
        if found[0] not in said and (kind != "o" or unknown.organization):
            yield *found.span(), (*(Token(only=char) for char in f"{kind}-"), *_FORMS[kind], _MORE)
    numbers = [one for one in said.split(":") if _OPEN_NUMBER.fullmatch(one)]
    for found in _NUMBER.finditer(value) if numbers else ():
        if found[0] in unknown.accounts and found[0] not in said:
            yield *found.span(), (_DIGIT,) * 12


def _has_place(said: str) -> bool:
    return any(one.startswith(("r-", "ou-")) and not _OPEN_PIECE.fullmatch(one) for one in _PIECE.findall(said))


@lru_cache(maxsize=65_536)
def spelled(pattern: Pattern) -> str:
    """Return a pattern as a text of one character for each token; wildcards are `*` and `?`."""
    said = "".join("*" if one.many else one.only if len(one.only) == 1 else "?" for one in pattern.tokens)
    return said.lower() if pattern.fold else said


def _replaced(pattern: Pattern, old: str, new: str) -> Pattern:
    """Return a pattern with one text in place of another."""
    tokens, said = pattern.tokens, spelled(pattern)
    at = said.find(old)
    while at >= 0:
        tokens = (*tokens[:at], *exact(new).tokens, *tokens[at + len(old) :])
        at = spelled(Pattern(tokens, pattern.fold)).find(old, at + len(new))
    return Pattern(tokens, pattern.fold)

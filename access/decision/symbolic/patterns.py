"""Patterns of texts, and the search for a text that some patterns match and others do not."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations, takewhile, zip_longest

MOST_STATES = 50_000
"""Largest number of states that one search visits."""
_FILLERS = ("example", "x", "999999999999", "0", "", "other", "another")
REGION_LETTERS, _REGION = "uabcdefghijklmnopqrstvwxyz0123456789-", "us-east-1"
"""The characters and an example of a region's name, which begins with the first of them."""
_DIGITS, _NUMBER = "0123456789", "999999999999"
"""The characters and an example of an account's number."""
_FRESH = "\x00"
"""Stands for every character that no pattern of a search names."""
_COLONS = 5
"""The colons of an ARN before its resource's name."""
_RARE = tuple(chr(number) for number in range(0x21, 0x24F))


class TooComplex(Exception):
    """A search was given up after `MOST_STATES` states."""


@dataclass(frozen=True, slots=True)
class Token:
    """One character of a pattern, or, with `many`, any number of characters."""

    only: str = ""
    """The characters that are accepted; empty for all but those of `but`."""
    but: str = ""
    many: bool = False

    def accepts(self, character: str) -> bool:
        """Return whether the token accepts a character."""
        return character in self.only if self.only else character not in self.but

    @property
    def regular(self) -> str:
        """The token as a regular expression."""
        return _regular(self.only, self.but, many=self.many)


@lru_cache(maxsize=16_384)
def _regular(only: str, but: str, *, many: bool) -> str:
    inside = re.escape(only) if only else re.escape(but)
    one = f"[{inside}]" if only else f"[^{inside}]" if but else "."
    return f"{one}*" if many else one


@dataclass(frozen=True)
class Pattern:
    """A pattern: a sequence of tokens. With `fold`, upper and lower case are the same."""

    tokens: tuple[Token, ...]
    fold: bool = False

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.tokens, self.fold))

    def matches(self, text: str) -> bool:
        """Return whether the pattern matches a whole text."""
        if self.literal is not None and not self.fold:
            return text == self.literal
        return text.lower().startswith(self.head) and self._regular.fullmatch(text) is not None

    @cached_property
    def _regular(self) -> re.Pattern[str]:
        flags = re.DOTALL | (re.IGNORECASE if self.fold else 0)
        return re.compile("".join(token.regular for token in self.tokens), flags)

    @cached_property
    def literal(self) -> str | None:
        """The one text that the pattern matches, apart from case; None if it matches several."""
        if all(len(token.only) == 1 and not token.many for token in self.tokens):
            return "".join(token.only for token in self.tokens)
        return None

    @cached_property
    def start(self) -> str:
        """The text with which every match begins, in the case of the pattern."""
        plain = takewhile(lambda token: len(token.only) == 1 and not token.many, self.tokens)
        return "".join(token.only for token in plain)

    @cached_property
    def head(self) -> str:
        """The text with which every match begins, in lower case."""
        return _plain_start(self.tokens)

    @cached_property
    def tail(self) -> str:
        """The text with which every match ends, in lower case and backwards."""
        return _plain_start(self.tokens[::-1])

    @cached_property
    def of_name(self) -> Pattern | None:
        """The pattern of what follows the fifth colon of an ARN; None where that colon has no certain place."""
        colons = 0
        for at, token in enumerate(self.tokens):
            if token.only == ":" and not token.many:
                colons += 1
                if colons == _COLONS:
                    return Pattern(self.tokens[at + 1 :], self.fold)
            elif token.accepts(":"):
                return None
        return None

    @cached_property
    def tells_accounts(self) -> bool:
        """False only if ARNs that differ in the number of the account alone are all matched, or none is."""
        colons = [at for at, token in enumerate(self.tokens) if token.only == ":" and not token.many][:_COLONS]
        if self.of_name is None or len(colons) < _COLONS:
            return not self.is_everything
        return self.tokens[colons[-2] + 1 : colons[-1]] not in ((), (Token(but=":", many=True),))

    @cached_property
    def text(self) -> str:
        """The pattern as policies write it: `*` for any number of characters, `?` for one."""
        return "".join(
            token.only if len(token.only) == 1 and not token.many else "*" if token.many else "?"
            for token in self.tokens
        )

    @cached_property
    def is_everything(self) -> bool:
        """True for a pattern that matches every text."""
        return bool(self.tokens) and all(token == ANY_TEXT for token in self.tokens)

    def filled(self, filler: str) -> str:
        """Return a text with the filler in the place of wildcards; the pattern need not match it."""
        parts: list[str] = []
        for token, after in zip_longest(self.tokens, self.tokens[1:]):
            rest = _filling(token, filler)
            if token.only and not token.many:
                parts.append(token.only[0])
            elif token.many:
                # the character before it may be the first one of the same word
                parts.append(rest[1:] if rest and parts and parts[-1] == rest[0] else rest)
            elif after and after.many and rest:
                parts.append(rest[0])
            else:
                parts.append(next((char for char in "x0-" if token.accepts(char)), "_"))
        return "".join(parts)


def _plain_start(tokens: Sequence[Token]) -> str:
    plain = takewhile(lambda token: len(token.only) == 1 and not token.many, tokens)
    return "".join(token.only for token in plain).lower()


ANY_TEXT = Token(many=True)
EVERYTHING = Pattern((ANY_TEXT,))


def _filling(token: Token, filler: str) -> str:
    """Return the part of a filler that a token accepts; a number and a region have an example of their own."""
    own = {_DIGITS: _NUMBER, REGION_LETTERS: _REGION}.get(token.only)
    return own or "".join(char for char in filler if token.accepts(char))


@lru_cache(maxsize=65_536)
def exact(text: str, *, fold: bool = False) -> Pattern:
    """Return the pattern of one text."""
    return Pattern(tuple(_character(char) for char in text), fold)


@lru_cache(maxsize=4_096)
def _character(char: str) -> Token:
    return Token(only=char)


@lru_cache(maxsize=65_536)
def wildcards(text: str, *, fold: bool = False, but: str = "") -> Pattern:
    """Return the pattern of a text with `*` and `?`; these match no character of `but`."""
    return Pattern(tuple(_token(char, but) for char in text), fold)


@lru_cache(maxsize=4_096)
def _token(char: str, but: str) -> Token:
    if char == "*":
        return Token(but=but, many=True)
    return Token(but=but) if char == "?" else _character(char)


def joined(parts: Iterable[Pattern], *, fold: bool = False) -> Pattern:
    """Return patterns one after the other as one."""
    return Pattern(tuple(token for part in parts for token in part.tokens), fold)


def text_matching(positive: Sequence[Pattern], negative: Sequence[Pattern]) -> str | None:
    """
    Return a text that every positive pattern and no negative pattern matches; None when there is none.

    The same patterns give the same text. Raise TooComplex.
    """
    wanted = tuple(dict.fromkeys(one for one in positive if not one.is_everything))
    return _text_matching(wanted, tuple(dict.fromkeys(negative)))


@lru_cache(maxsize=200_000)
def _text_matching(positive: tuple[Pattern, ...], negative: tuple[Pattern, ...]) -> str | None:
    if any(one.is_everything for one in negative):
        return None
    if not (_are_compatible([one.head for one in positive]) and _are_compatible([one.tail for one in positive])):
        return None
    names = [one.of_name for one in positive]
    if all(names) and not _are_compatible([one.head for one in names if one]):
        return None
    literals = [one for one in positive if one.literal is not None and not one.fold]
    if literals:
        text = literals[0].literal or ""
        return text if _is_between(text, positive, negative) else None
    if not all(_may_overlap(one, other) for one, other in combinations(positive, 2)):
        return None
    for text in _guesses(positive or (EVERYTHING,)):
        if _is_between(text, positive, negative):
            return text
    return _searched(positive, negative)


def _are_compatible(starts: Sequence[str]) -> bool:
    """Return whether one text can begin with all of these."""
    longest = max(starts, key=len, default="")
    return all(longest.startswith(one) for one in starts)


@lru_cache(maxsize=65_536)
def _may_overlap(one: Pattern, other: Pattern) -> bool:
    """Return False only if no text matches both patterns: a search by tokens, cheaper than that by characters."""
    fold = one.fold or other.fold
    seen, waiting = {(0, 0)}, [(0, 0)]
    while waiting:
        here, there = waiting.pop()
        if (here, there) == (len(one.tokens), len(other.tokens)):
            return True
        mine = one.tokens[here] if here < len(one.tokens) else None
        theirs = other.tokens[there] if there < len(other.tokens) else None
        after = [(here + 1, there)] if mine and mine.many else []
        after += [(here, there + 1)] if theirs and theirs.many else []
        if mine and theirs and _have_common_character(mine, theirs, fold=fold):
            after.append((here + (not mine.many), there + (not theirs.many)))
        waiting += [state for state in after if state not in seen]
        seen.update(after)
    return False


def _have_common_character(one: Token, other: Token, *, fold: bool) -> bool:
    """Return False only if no character is accepted by both tokens; with `fold`, in no case of the letters."""
    if fold:
        return not (one.only and other.only) or not _cases(one.only).isdisjoint(_cases(other.only))
    if not one.only:
        return not other.only or any(map(one.accepts, other.only))
    return any(map(other.accepts, one.only))


def _cases(characters: str) -> set[str]:
    return {*characters, *map(str.lower, characters), *map(str.upper, characters)}


def _is_between(text: str, positive: Sequence[Pattern], negative: Sequence[Pattern]) -> bool:
    return all(one.matches(text) for one in positive) and not any(one.matches(text) for one in negative)


def _guesses(positive: Sequence[Pattern]) -> Iterable[str]:
    for one in sorted(positive, key=lambda one: -len(one.tokens)):
        for filler in _FILLERS:
            yield one.filled(filler)


def _searched(positive: tuple[Pattern, ...], negative: tuple[Pattern, ...]) -> str | None:
    """Return a shortest text, found by running all patterns side by side, one character at a time."""
    machines = [_Machine(one) for one in (*positive, *negative)]
    alphabet = _alphabet((*positive, *negative))
    steps = [[machine.accepting(char) for machine in machines] for char in alphabet]
    first = tuple(machine.start for machine in machines)
    number = len(positive)
    came_from: dict[tuple[int, ...], tuple[tuple[int, ...], int] | None] = {first: None}
    waiting = deque([first])
    while waiting:
        state = waiting.popleft()
        if _is_final(state, machines, number):
            return _spelled(state, came_from, alphabet)
        for index, accepting in enumerate(steps):
            if any(map(_is_refused, state[:number], accepting)):
                continue
            after = tuple(map(_Machine.after, machines, state, accepting))
            if after not in came_from:
                came_from[after] = (state, index)
                waiting.append(after)
        if len(came_from) > MOST_STATES:
            raise TooComplex
    return None


def _is_refused(bits: int, accepting: int) -> bool:
    return not bits & accepting


def _is_final(state: tuple[int, ...], machines: Sequence[_Machine], number: int) -> bool:
    ends = [bool(bits & machine.end) for bits, machine in zip(state, machines, strict=True)]
    return all(ends[:number]) and not any(ends[number:])


def _spelled(
    state: tuple[int, ...],
    came_from: dict[tuple[int, ...], tuple[tuple[int, ...], int] | None],
    alphabet: Sequence[str],
) -> str:
    found: list[str] = []
    step = came_from[state]
    while step is not None:
        found.append(alphabet[step[1]])
        step = came_from[step[0]]
    fresh = next(char for char in (*"xyzwvutsrqponmlkjihgfedcba0123456789-_~", *_RARE) if char not in alphabet)
    return "".join(reversed(found)).replace(_FRESH, fresh)


def _alphabet(patterns: Sequence[Pattern]) -> list[str]:
    """Return the characters to try: those that the patterns name, and one for all others."""
    named = {char for one in patterns for token in one.tokens for char in token.only + token.but}
    if any(one.fold for one in patterns):
        named |= {char.lower() for char in named} | {char.upper() for char in named}
    return [_FRESH, *sorted(char for char in named if len(char) == 1)]


class _Machine:
    """A pattern as an automaton whose states are the bits of a number: bit N means that N tokens are done."""

    __slots__ = ("_many", "_pattern", "end", "start")

    def __init__(self, pattern: Pattern) -> None:
        self._pattern = pattern
        self._many = sum(1 << place for place, token in enumerate(pattern.tokens) if token.many)
        self.end = 1 << len(pattern.tokens)
        self.start = self._closed(1)

    def accepting(self, char: str) -> int:
        """Return the tokens that accept a character, as bits."""
        tokens = self._pattern.tokens
        fresh = char == _FRESH
        return sum(
            1 << place
            for place, token in enumerate(tokens)
            if (not token.only if fresh else self._accepts(token, char))
        )

    def _accepts(self, token: Token, char: str) -> bool:
        if not self._pattern.fold:
            return token.accepts(char)
        accepted = {token.accepts(one) for one in (char, char.lower(), char.upper())}
        return True in accepted if token.only else False not in accepted

    def after(self, bits: int, accepting: int) -> int:
        """Return the state after a character that these tokens accept."""
        met = bits & accepting
        return met and self._closed((met & self._many) | ((met & ~self._many) << 1))

    def _closed(self, bits: int) -> int:
        while True:
            more = bits | ((bits & self._many) << 1)
            if more == bits:
                return bits
            bits = more

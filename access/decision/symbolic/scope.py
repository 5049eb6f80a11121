"""The part of a request that is known before the solver looks for the rest: caller, resource, and their keys."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Literal as Word

from access.decision.symbolic.catalog import Actions
from access.decision.symbolic.keys import Decides, Sent, key_of
from access.decision.symbolic.predicates import Predicate

Kind = Word["user", "session", "root", "service", "anonymous"]
Known = Mapping[str, "str | tuple[str, ...]"]


_PRINCIPAL_TAG, _RESOURCE_TAG = "aws:principaltag/", ("aws:resourcetag/", "s3:existingobjecttag/", "s3:buckettag/")


@dataclass(frozen=True)
class Scope:
    """
    A caller and the known condition keys of its requests.

    Every key that is neither known nor absent is free: the solver chooses its value, and whether the request has it.
    """

    kind: Kind
    principal: str
    """The ARN of the user, role or root user, or the name of the service."""
    account: str
    """Number of the caller's account; empty for services and anonymous callers."""
    known: Known = field(default_factory=dict[str, "str | tuple[str, ...]"])
    """Values by key in lower case."""
    absent: frozenset[str] = frozenset()
    """Keys, in lower case, that the request does not have, beyond those that no such caller's request has."""
    shapes: Mapping[str, Predicate] = field(default_factory=dict[str, Predicate])
    """Keys, in lower case, that are always there with a value of a form: the session's name in `aws:userid`."""
    action: Actions = 0
    """The actions that the request may be for; 0 for all. One alone is known, and formulas about it are constant."""
    resource: str = ""
    """The ARN of the resource, if it is known."""
    resource_account: str = ""
    """Number of the resource's account, if it is known."""
    closed: bool = False
    """True if the request has no other keys than the known ones."""
    unlisted: str = ""
    """The pattern that names the action, if AWS's list does not have it; `action` is not read then."""
    free: frozenset[str] = frozenset()
    """Prefixes of keys, in lower case, that are free although AWS decides them: the tags of an outside principal."""

    def is_absent(self, key: str) -> bool:
        """Return whether requests never have a key, by its name in lower case."""
        if key in self.known or key in self.shapes or self._is_free(key):
            return False
        if self.is_unread(key):
            return False
        if self.closed:
            return True
        return key in self.absent or key_of(key).sent is Sent.NEVER

    def is_unread(self, key: str) -> bool:
        """
        Return whether a key's value is a fact that the stacks may tell, and the reader does not read: a tag.

        The tags of a resource that is not known are free: there may be one with any of them.
        """
        if key in self.known or key in self.shapes or self._is_free(key):
            return False
        if key.startswith(_PRINCIPAL_TAG):
            return self.kind in ("user", "session")
        return not self.closed and bool(self.resource) and key.startswith(_RESOURCE_TAG)

    def is_always_there(self, key: str) -> bool:
        """Return whether requests always have a key."""
        if self.closed:
            return key in self.known
        if key in self.known or key in self.shapes:
            return True
        return not self._is_free(key) and key_of(key).sent is Sent.ALWAYS

    def is_on_the_clock(self, key: str) -> bool:
        """Return whether the time of the request decides a key."""
        return key not in self.known and not self.is_absent(key) and key_of(key).decides is Decides.CLOCK

    def _is_free(self, key: str) -> bool:
        return bool(self.free) and key.startswith(self._starts)

    @cached_property
    def _starts(self) -> tuple[str, ...]:
        return tuple(self.free)

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The known keys that have one value: those that policy variables may name."""
        return {key: value for key, value in self.known.items() if isinstance(value, str)}

    def part(self, keys: Iterable[str]) -> Hashable:
        """Return what is known of some keys, to recognize statements that were read before."""
        return tuple(self.known.get(key) or self._unknown(key) for key in keys)

    def _unknown(self, key: str) -> tuple[bool, bool, bool]:
        if key in self.absent or key in self.shapes or key in self.known or self._is_free(key):
            return self.is_absent(key), self.is_always_there(key), self.is_unread(key)
        return _unknown(key, self.kind, closed=self.closed, on_one=bool(self.resource))


@lru_cache(maxsize=65_536)
def _unknown(key: str, kind: Kind, *, closed: bool, on_one: bool) -> tuple[bool, bool, bool]:
    """Return whether a key that a scope says nothing about is absent, always there, and not read."""
    scope = Scope(kind, "", "", closed=closed, resource="*" if on_one else "")
    return scope.is_absent(key), scope.is_always_there(key), scope.is_unread(key)

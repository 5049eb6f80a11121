"""
The choice of counterexamples and undecided parts that are accepted: by principal, action and resource.

A question about many requests has one counterexample as its answer. So a choice is no filter of answers: it divides the
question. What it chooses is asked for itself, and what it does not choose is asked as if nothing were accepted.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from access.decision import Request
from access.decision.caller import Caller
from access.decision.solver import Sought
from access.decision.symbolic.catalog import CATALOG
from access.decision.symbolic.patterns import wildcards

_ACTION = re.compile(r"[A-Za-z0-9-]+:[A-Za-z0-9*?]+", re.ASCII)


@dataclass(frozen=True)
class About:
    """The request that a counterexample or an undecided part is about; empty where it is about several."""

    who: tuple[str, ...] = ()
    """The names of the principal: as in messages, its ARN, and the name of a user."""
    action: str = ""
    resource: str = ""
    """The ARN, or `*`."""

    @property
    def is_single(self) -> bool:
        """True for a single request."""
        return bool(self.action and self.resource)


SEVERAL = About()
"""About several requests, or about none."""


@dataclass(frozen=True)
class What:
    """A pattern of actions, of ARNs, of both, or of the sentence of a part; without any, of everything."""

    action: str = ""
    resource: str = ""
    sentence: str = ""

    def __str__(self) -> str:
        return self.sentence or " on ".join(filter(None, (self.action, self.resource))) or "*"

    def chooses(self, about: About, text: str) -> bool:
        """Return whether it chooses a part; `text` is its sentence, empty for the answer to a question about many."""
        if self.sentence:
            return bool(text) and wildcards(self.sentence).matches(text)
        actions = not self.action or wildcards(self.action, fold=True).matches(about.action)
        return actions and (not self.resource or wildcards(self.resource).matches(about.resource))

    def divided(self, sought: Sought) -> tuple[list[Sought], list[Sought]]:
        """Return what it chooses of a question, and the rest."""
        pattern = wildcards(self.resource)
        if self.sentence or (sought.resource and self.resource and not pattern.matches(sought.resource)):
            return [], [sought]
        of_action = CATALOG.matching(self.action) if self.action else sought.actions
        others = sought.actions & ~of_action
        chosen = replace(sought, actions=sought.actions & of_action, unlisted=sought.unlisted and not others)
        rest = [replace(sought, actions=others)]
        if self.resource and not sought.resource:
            rest.append(replace(chosen, outside=(*sought.outside, pattern)))
            chosen = replace(chosen, within=(*sought.within, pattern))
        return [one for one in (chosen,) if one.actions], [one for one in rest if one.actions]


def what_of(text: str) -> What:
    """Return a pattern as it is written: `s3:Get*`, `arn:aws:s3:::data/*`, `s3:Get* on arn:…`, a sentence, or `*`."""
    if text == "*":
        return What()
    if text.startswith("arn:"):
        return What(resource=text)
    action, on, resource = text.partition(" on ")
    if not _ACTION.fullmatch(action):
        return What(sentence=text)
    if on and not resource.startswith("arn:") and resource != "*":
        return What(sentence=text)
    return What(action, resource)


@dataclass(frozen=True)
class Accepting:
    """A choice of parts: those of one of the principals, with one of the actions or resources; empty for all."""

    who: tuple[str, ...] = ()
    what: tuple[What, ...] = ()

    def chooses(self, about: About, text: str) -> bool:
        """Return whether it chooses a part, see `What.chooses`."""
        return self.is_of(about.who) and (not self.what or any(one.chooses(about, text) for one in self.what))

    def is_of(self, names: Collection[str]) -> bool:
        """Return whether it chooses the principal with these names."""
        return not self.who or any(wildcards(pattern).matches(name) for pattern in self.who for name in names)

    def divided(self, sought: Sought) -> tuple[list[Sought], list[Sought]]:
        """Return the questions about what it chooses of a question, and those about the rest."""
        chosen, rest = ([], [sought]) if self.what else ([sought], [])
        for what in self.what:
            pairs = [what.divided(one) for one in rest]
            chosen += [one for some, _ in pairs for one in some]
            rest = [one for _, others in pairs for one in others]
        return chosen, rest


def divided(
    accepted: Sequence[Accepting], sought: Sought, names: Collection[str]
) -> Iterator[tuple[Sought, Accepting | None]]:
    """Yield the parts of a question about a principal, each with the first choice that it belongs to; the rest last."""
    rest = [sought]
    for one in accepted:
        if one.is_of(names):
            pairs = [one.divided(part) for part in rest]
            yield from ((part, one) for chosen, _ in pairs for part in chosen)
            rest = [part for _, others in pairs for part in others]
    yield from ((part, None) for part in rest)


def names_of(caller: Caller, *others: str) -> tuple[str, ...]:
    """Return the names by which a caller may be chosen; outside of the organization, the label alone is no example."""
    context = caller.context if caller.account else {}
    known = (context.get(key, "") for key in ("aws:PrincipalArn", "aws:username"))
    return tuple(dict.fromkeys(name for name in (*others, caller.label, *map(str, known)) if name))


def about_request(request: Request, *names: str) -> About:
    """Return what a part about a single request is about; `names` are further ones of the principal."""
    return About(names_of(request.caller, *names), request.action, request.resource)


def in_common(parts: Iterable[About], *names: str) -> About:
    """Return what several requests of one counterexample have in common; `names` are further ones of the principal."""
    found = list(parts)
    first = found[0]
    return About(
        (*names, *(name for name in first.who if all(name in one.who for one in found))),
        first.action if len({one.action for one in found}) == 1 else "",
        first.resource if len({one.resource for one in found}) == 1 else "",
    )


@dataclass(frozen=True)
class Undecided:
    """A part of a promise that is not decided: a sentence with the reason."""

    text: str
    about: About = SEVERAL
    accepted: Accepting | None = None
    """The choice that it was asked for."""

    def __str__(self) -> str:
        return self.text


def undecided_request(request: Request, problem: str) -> Undecided:
    """Return a request that is not decided."""
    return Undecided(f"{request}: {problem}", about_request(request))

"""
The part of a policy that matters for a request: the evaluator reads less, and equal questions become recognizable.

Only statements that cannot match by the plainest rules of the policy language are left out: those about other actions,
and exact ARNs of other resources. Conditions and principals stay for the evaluator. Every decision is the same without
narrowing; a test checks that against the whole example.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from access.bounded import Bounded
from access.decision.normalized import normalized
from access.model.policies import Policy
from policies.reading import Statement, texts

Narrow = Callable[[Policy, str, str], "str | None"]


def whole(policy: Policy, _action: str, _resource: str) -> str | None:
    """Return the whole policy as JSON."""
    return _document(policy, list(policy.statements))


def digest_as_sent(policy: Policy) -> str:
    """Return the digest of the whole policy as the evaluator gets it: it differs where statements are normalized."""
    if policy.digest not in _SENT:
        text = _document(policy, list(policy.statements))
        _SENT[policy.digest] = hashlib.sha256(text.encode()).hexdigest()[:20]
    return _SENT[policy.digest]


def narrowed(policy: Policy, action: str, resource: str) -> str | None:
    """Return the JSON of the policy without what cannot match; None when nothing is left."""
    about = _about(policy, action)
    return about.of(resource.lower()) if _is_exact(resource) else about.text


class _Part:
    """A statement about an action, its resources split into exact ARNs (in lower case) and patterns."""

    __slots__ = ("named", "others", "statement")

    def __init__(self, statement: Statement) -> None:
        said = texts(statement.get("Resource"))
        self.statement = statement
        self.others = tuple(one for one in said if not _is_one(one))
        self.named: dict[str, tuple[str, ...]] = {}
        for one in filter(_is_one, said):
            self.named[one.lower()] = (*self.named.get(one.lower(), ()), one)

    def of(self, names: tuple[str, ...]) -> Statement | None:
        """Return the statement with only these exact ARNs and its patterns; None when no resource is left."""
        if not self.named:
            return self.statement
        kept = [*names, *self.others]
        return {**self.statement, "Resource": kept} if kept else None


class _About:
    """The statements of a policy that are about an action, and their JSON."""

    __slots__ = ("_parts", "_policy", "_written", "text")

    def __init__(self, policy: Policy, action: str) -> None:
        statements = [one for one in policy.statements if _is_about(one, action)]
        self._policy = policy
        self._parts = [_Part(one) for one in statements]
        self._written: dict[tuple[tuple[str, ...], ...], str | None] = {}
        self.text = _document(policy, statements) if statements else None

    def of(self, resource: str) -> str | None:
        """Return their JSON without the exact ARNs of other resources."""
        names = tuple(part.named.get(resource, ()) for part in self._parts)
        if names not in self._written:
            kept = [found for part, own in zip(self._parts, names, strict=True) if (found := part.of(own))]
            self._written[names] = _document(self._policy, kept) if kept else None
        return self._written[names]


_KNOWN = Bounded[tuple[str, str], _About]()
_SENT = Bounded[str, str]()


def _about(policy: Policy, action: str) -> _About:
    key = (policy.digest, action)
    if key not in _KNOWN:
        _KNOWN[key] = _About(policy, action)
    return _KNOWN[key]


def _document(policy: Policy, statements: list[Statement]) -> str:
    head: Mapping[str, Any] = {key: value for key, value in policy.document.items() if key not in ("Statement", "Id")}
    return json.dumps({**head, "Statement": [*map(normalized, statements)]}, separators=(",", ":"), sort_keys=True)


def _is_about(statement: Statement, action: str) -> bool:
    if "NotAction" in statement:
        return not any(_surely(pattern, action) for pattern in texts(statement["NotAction"]))
    return any(matches(pattern, action) for pattern in texts(statement.get("Action")))


def may_be_about(statement: Statement, action: str) -> bool:
    """Return whether a statement may be about an action; one with NotAction counts as if it were."""
    return "NotAction" in statement or any(matches(one, action) for one in texts(statement.get("Action")))


def matches(pattern: str, action: str) -> bool:
    """Return whether an action pattern (`s3:Get*`) matches an action, ignoring upper and lower case."""
    said, wanted = pattern.lower(), action.lower()
    head, star, tail = said.partition("*")
    if "?" in said or "*" in tail:
        return _pattern(said).fullmatch(wanted) is not None
    if not star:
        return wanted == said
    return wanted.startswith(head) and wanted.endswith(tail) and len(wanted) >= len(head) + len(tail)


def _surely(pattern: str, action: str) -> bool:
    """Return whether a pattern surely matches; how AWS reads a wildcard in the service name is unclear."""
    service = pattern.partition(":")[0]
    return matches(pattern, action) and (_is_exact(service) or not pattern.strip("*"))


@lru_cache(maxsize=4_096)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile("".join({"*": ".*", "?": "."}.get(char, re.escape(char)) for char in pattern))


def _is_exact(text: str) -> bool:
    return not any(char in text for char in "*?$")


def _is_one(resource: str) -> bool:
    """Return whether an ARN names one resource: a shortened one, as `arn:aws:s3`, matches every ARN that begins so."""
    return _is_exact(resource) and resource.count(":") >= 5

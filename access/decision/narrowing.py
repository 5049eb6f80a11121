"""
What of a policy can matter for a request, so that the evaluator reads little and equal questions are seen to be equal.

Left out is only what cannot match by the plainest rules of the policy language: statements about other actions, and
exact ARNs of other resources. Conditions and principals stay, for the evaluator to judge. Every decision is the same
without this; a test holds that against the whole example.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from access.model.policies import Policy, Statement, texts

Narrow = Callable[[Policy, str, str], "str | None"]


def whole(policy: Policy, _action: str, _resource: str) -> str | None:
    """The policy as it is."""
    return policy.text


def narrowed(policy: Policy, action: str, resource: str) -> str | None:
    """The JSON of the policy without what cannot match; none when nothing is left."""
    about = _about(policy, action)
    if not about.statements:
        return None
    if about.text is not None:
        return about.text
    kept = [found for statement in about.statements if (found := _for_resource(statement, resource))]
    return _document(policy, kept) if kept else None


class _About:
    """The statements of a policy that are about an action; its text too, when no exact ARN stands in them."""

    __slots__ = ("statements", "text")

    def __init__(self, policy: Policy, action: str) -> None:
        self.statements = [one for one in policy.statements if _is_about(one, action)]
        exact = any(_is_one(one) for statement in self.statements for one in texts(statement.get("Resource")))
        self.text = None if exact else _document(policy, self.statements)


_KNOWN: dict[tuple[str, str], _About] = {}


def _about(policy: Policy, action: str) -> _About:
    key = (policy.digest, action)
    if key not in _KNOWN:
        _KNOWN[key] = _About(policy, action)
    return _KNOWN[key]


def _document(policy: Policy, statements: list[Statement]) -> str:
    head: Mapping[str, Any] = {key: value for key, value in policy.document.items() if key not in ("Statement", "Id")}
    return json.dumps({**head, "Statement": statements}, separators=(",", ":"), sort_keys=True)


def _is_about(statement: Statement, action: str) -> bool:
    if "NotAction" in statement:
        return not any(_surely(pattern, action) for pattern in texts(statement["NotAction"]))
    return any(matches(pattern, action) for pattern in texts(statement.get("Action")))


def matches(pattern: str, action: str) -> bool:
    """Whether a pattern of a policy (`s3:Get*`) is about an action. Neither minds upper and lower case."""
    return _pattern(pattern.lower()).fullmatch(action.lower()) is not None


def _surely(pattern: str, action: str) -> bool:
    """The same, where a wildcard in the name of the service leaves it open whether AWS takes it for one."""
    service = pattern.partition(":")[0]
    return matches(pattern, action) and (_is_exact(service) or not pattern.strip("*"))


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile("".join({"*": ".*", "?": "."}.get(char, re.escape(char)) for char in pattern))


def _is_exact(text: str) -> bool:
    return not any(char in text for char in "*?$")


def _is_one(resource: str) -> bool:
    """Whether a policy names one resource: what is cut short, as `arn:aws:s3`, stands for all that begin like it."""
    return _is_exact(resource) and resource.count(":") >= 5


def _for_resource(statement: Statement, resource: str) -> Statement | None:
    """A statement without the exact ARNs of other resources; none when it names no other."""
    said = texts(statement.get("Resource"))
    if not said or not _is_exact(resource):
        return statement
    kept = [one for one in said if not _is_one(one) or one.lower() == resource.lower()]
    if not kept:
        return None
    return statement if len(kept) == len(said) else {**statement, "Resource": kept}

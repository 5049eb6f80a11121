"""
Requests about buckets that differ in names alone, made one, so that they are decided once.

Names can be exchanged when nothing can tell: of the policies above none is about particular buckets, and the bucket's
own policy names no bucket but itself. Then the bucket gets another name, as the resource of the request and of the
statements; what they say of objects stays where it is about this object. Conditions, and what they look at, keep every
name. Any other request stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fnmatch import fnmatchcase

from access.bounded import Bounded
from access.decision import Request
from access.decision.narrowing import may_be_about
from access.model.policies import Policy, PolicyKind
from policies.reading import Statement, texts

_PREFIX = "arn:aws:s3:::"
_BUCKET = f"{_PREFIX}any-bucket"
_OBJECT = f"{_BUCKET}/any-object"


def alike(request: Request) -> Request:
    """The request about any bucket, if it is one that is decided the same for all."""
    if not request.resource.startswith(_PREFIX) or any(_is_particular(one, request.action) for one in _above(request)):
        return request
    policy = _exchanged(request.policy, request.resource) if request.policy else None
    if request.policy and policy is None:
        return request
    return replace(request, resource=_stand_in(request.resource), policy=policy)


def _stand_in(resource: str) -> str:
    return _OBJECT if "/" in resource else _BUCKET


def _above(request: Request) -> Iterator[Policy]:
    yield from request.caller.identity
    if request.caller.boundary:
        yield request.caller.boundary
    for account, kind in (
        (request.caller.account, PolicyKind.SERVICE_CONTROL),
        (request.account, PolicyKind.RESOURCE_CONTROL),
    ):
        for target in account.path if account else ():
            yield from (policy for policy in target.policies if policy.kind == kind)


_PARTICULAR = Bounded[tuple[str, str], bool]()


def _is_particular(policy: Policy, action: str) -> bool:
    """Whether a statement about the action says anything about resources but that all are meant."""
    key = (policy.digest, action)
    if key not in _PARTICULAR:
        _PARTICULAR[key] = any(_names_some(one) for one in policy.statements if may_be_about(one, action))
    return _PARTICULAR[key]


def _names_some(statement: Statement) -> bool:
    return "NotResource" in statement or set(texts(statement.get("Resource"))) != {"*"}


_EXCHANGED = Bounded[tuple[str, str], Policy | None]()


def _exchanged(policy: Policy, resource: str) -> Policy | None:
    """A bucket's policy with other names, for a request about the bucket or an object; none when it names others."""
    key = (policy.digest, resource)
    if key not in _EXCHANGED:
        _EXCHANGED[key] = _with_stand_ins(policy, resource)
    return _EXCHANGED[key]


def _with_stand_ins(policy: Policy, resource: str) -> Policy | None:
    statements: list[Statement] = []
    for statement in policy.statements:
        said = texts(statement.get("Resource"))
        if not said or not all(_is_plain(one, resource.partition("/")[0]) for one in said):
            return None
        if any(one == "*" or _matches(one, resource) for one in said):
            statements.append({**statement, "Resource": _stand_in(resource)})
    return replace(policy, document={**policy.document, "Statement": statements}) if statements else None


def _is_plain(said: str, bucket: str) -> bool:
    """Whether it is about all, the bucket or objects in it, without a policy variable."""
    return said == "*" or (said.partition("/")[0] == bucket and "$" not in said)


def _matches(pattern: str, resource: str) -> bool:
    """Whether a pattern of ARNs is about one, upper and lower case being different."""
    return fnmatchcase(resource, pattern.replace("[", "[[]"))

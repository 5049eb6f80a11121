"""
One request in place of many about buckets that differ only in their names, so that it is decided once.

Names are interchangeable when no policy distinguishes them: no policy of the caller or the tree is about particular
buckets, and the bucket's own policy names no other bucket. Then request and statements get a stand-in name. A statement
about objects is kept if it is about the requested object. Conditions, and the keys they read, keep every name. Any
other request stays as it is.
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


def with_bucket_stand_in(request: Request) -> Request:
    """Return the request with a stand-in bucket, if the decision is the same for every bucket."""
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
    """Return whether a statement about the action has a resource other than `*`."""
    key = (policy.digest, action)
    if key not in _PARTICULAR:
        _PARTICULAR[key] = any(_names_some(one) for one in policy.statements if may_be_about(one, action))
    return _PARTICULAR[key]


def _names_some(statement: Statement) -> bool:
    return "NotResource" in statement or set(texts(statement.get("Resource"))) != {"*"}


_EXCHANGED = Bounded[tuple[str, str], Policy | None]()


def _exchanged(policy: Policy, resource: str) -> Policy | None:
    """Return a bucket's policy with stand-in names, for one request; None when it names other buckets."""
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
    """Return whether a resource is `*`, the bucket or its objects, without a policy variable."""
    return said == "*" or (said.partition("/")[0] == bucket and "$" not in said)


def _matches(pattern: str, resource: str) -> bool:
    """Return whether an ARN pattern matches an ARN; case matters."""
    return fnmatchcase(resource, pattern.replace("[", "[[]"))

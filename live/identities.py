"""
The users, groups and roles of one account.

One operation of IAM, GetAccountAuthorizationDetails, returns all of them, with their policies.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

from live.iam import alias
from live.model import Group, Identities, Role, User
from policies.reading import Statement, actions, demands_mfa, principals, resources, statements

SERVICE_LINKED = "/aws-service-role/"


def read_identities(iam: Any) -> Identities:
    """Return the identities of the client's account."""
    pages = list(
        iam.get_paginator("get_account_authorization_details").paginate(
            Filter=["User", "Group", "Role", "LocalManagedPolicy"]
        )
    )
    documents = {policy["Arn"]: _default_version(policy) for policy in _all(pages, "Policies")}
    users = [_user(user) for user in _all(pages, "UserDetailList")]
    return Identities(
        alias=alias(iam),
        users=_sorted(users),
        groups=_sorted(_group(group, users, documents) for group in _all(pages, "GroupDetailList")),
        roles=_sorted(
            _role(role) for role in _all(pages, "RoleDetailList") if not role["Path"].startswith(SERVICE_LINKED)
        ),
    )


def _user(user: dict[str, Any]) -> User:
    return User(user["UserName"], tuple(sorted(user.get("GroupList") or ())), _policy_names(user, "UserPolicyList"))


def _group(group: dict[str, Any], users: Iterable[User], documents: dict[str, Any]) -> Group:
    inline = [_document(policy["PolicyDocument"]) for policy in group.get("GroupPolicyList") or ()]
    arns = [policy["PolicyArn"] for policy in group.get("AttachedManagedPolicies") or ()]
    allowed = [*inline, *(documents[arn] for arn in arns if arn in documents)]
    name = group["GroupName"]
    return Group(
        name=name,
        members=tuple(user.name for user in _sorted(users) if name in user.groups),
        policies=_policy_names(group, "GroupPolicyList"),
        assumes=tuple(dict.fromkeys(arn for document in allowed for arn in _assumed_roles(document))),
    )


def _role(role: dict[str, Any]) -> Role:
    found = list(_statements(_document(role["AssumeRolePolicyDocument"]), "sts:AssumeRole"))
    trusted = (principal.value for statement in found for principal in principals(statement))
    return Role(
        name=role["RoleName"],
        trusted=tuple(dict.fromkeys(trusted)),
        mfa=bool(found) and all(demands_mfa(statement) for statement in found),
        policies=_policy_names(role, "RolePolicyList"),
    )


def _policy_names(identity: dict[str, Any], inline: str) -> tuple[str, ...]:
    policies = [*(identity.get("AttachedManagedPolicies") or ()), *(identity.get(inline) or ())]
    return tuple(sorted(policy["PolicyName"] for policy in policies))


def _assumed_roles(document: dict[str, Any]) -> Iterator[str]:
    for statement in _statements(document, "sts:AssumeRole"):
        yield from resources(statement)


def _statements(document: dict[str, Any], action: str) -> Iterator[Statement]:
    for statement in statements(document):
        if statement.get("Effect") == "Allow" and action in actions(statement):
            yield statement


def _default_version(policy: dict[str, Any]) -> dict[str, Any]:
    versions = policy.get("PolicyVersionList") or ()
    return next((_document(version["Document"]) for version in versions if version["IsDefaultVersion"]), {})


def _document(document: Any) -> dict[str, Any]:
    """Return a policy document, decoded where botocore has not."""
    return json.loads(unquote(document)) if isinstance(document, str) else dict(document)


def _all(pages: Iterable[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    return [item for page in pages for item in page.get(key) or ()]


def _sorted(items: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted(items, key=lambda item: item.name.casefold()))

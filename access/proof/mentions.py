"""
The ids in policies that are not those of the organization, and the roles and users that no stack makes.

They may be intended, as a partner's account. A slip of one digit looks the same, so each is told with its line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from access.model.organization import Organization
from access.model.policies import AWS, Policy
from access.proof.model import Mention
from access.proof.reasons import Sources
from policies import mentions

_SERVICE_ROLES = ("aws-service-role/", "aws-reserved/")
"""Paths of roles that AWS makes by itself."""


def mentions_in(organization: Organization, sources: Sources, made_elsewhere: frozenset[str]) -> tuple[Mention, ...]:
    """Return what policies name, once for each statement; `made_elsewhere` are names of roles that need no stack."""
    found: dict[Mention, None] = {}
    for policy in organization.policies:
        for place in range(1, len(policy.statements) + 1) if policy.origin != AWS else ():
            for kind, named, says in _named(organization, policy, place, made_elsewhere):
                found[_mention(sources, policy, place, kind, named, says)] = None
    return tuple(found)


def _mention(sources: Sources, policy: Policy, place: int, kind: str, named: str, says: str) -> Mention:
    said = sources.of_statement(policy, place)
    where = {"terraform": "" if said.configuration else said.terraform, "configuration": said.configuration}
    return Mention(kind, named, says, said.policy, said.statement, **where, places=said.places)


def _named(
    organization: Organization, policy: Policy, place: int, made_elsewhere: frozenset[str]
) -> Iterator[tuple[str, str, str]]:
    """Yield the kind of what a statement names, the name, and what is to be said of it."""
    text = json.dumps(policy.statements[place - 1])
    for one in mentions.organizations(text):
        if one != organization.id:
            yield "organization", one, f"{one}: {_ANOTHER if organization.knows_id else _THIS_OR_ANOTHER}"
    for one in mentions.accounts(text):
        if one not in organization.accounts:
            yield "account", one, f"account {one}: {_INSIDE_OR_OUTSIDE if organization.unknown_numbers else _OUTSIDE}"
    for arn, number, kind, name in mentions.principals(text):
        account = organization.accounts.get(number)
        made = arn in organization.role_by_arn or arn in organization.user_by_arn
        others = kind == "role" and (name in made_elsewhere or name.startswith(_SERVICE_ROLES))
        if account and not (made or others):
            yield kind, arn, f"{kind} {name} of {account.key}: made by no stack"


_ANOTHER, _OUTSIDE = "another organization", "outside of this organization"
_THIS_OR_ANOTHER = "this organization or another one, which organization_id in organization.yaml tells"
_INSIDE_OR_OUTSIDE = "of this organization or not, which account_id of each account in organization.yaml tells"

"""The question in words: an action, and the resource that it is done to."""

from __future__ import annotations

from dataclasses import dataclass

from access.errors import QuestionError
from access.explain.asking import one_thing
from access.language.names import as_aws_writes, one_action_error
from access.language.things import Thing
from access.model.accounts import Account
from access.model.organization import Organization
from organization.hints import Hints
from policies.resource_types import resource_types


@dataclass(frozen=True)
class Asked:
    """The action as AWS writes it, and one thing, or everything in some accounts."""

    action: str
    thing: Thing | None
    accounts: tuple[Account, ...]
    """The accounts in which it is done; of a thing, its own."""
    said: str
    """The ARN of the thing, the key of one account, or empty."""


def asked(action: str, resource: str | None, organization: Organization) -> Asked:
    """Return the question that the words mean. Raise QuestionError with every error in them."""
    error = one_action_error(action, Hints())
    wrong = [f"ACTION: {error}"] if error else []
    name = action if error else as_aws_writes(action)
    found = _where(name, resource, organization, wrong)
    if wrong or found is None:
        raise QuestionError(*wrong)
    return found


def _where(action: str, resource: str | None, organization: Organization, wrong: list[str]) -> Asked | None:
    """Return the question about an action; None if the resource is wrong, with the error added to the others."""
    if resource is None or (resource == "*" and not resource_types(action)):
        return Asked(action, None, tuple(organization.accounts.values()), "")
    if account := organization.account_by_key.get(resource):
        return Asked(action, None, (account,), account.key)
    if resource == "*":
        wrong.append(f"RESOURCE: {action} acts on resources: leave RESOURCE out to ask about any of them")
        return None
    try:
        thing = one_thing(resource, action, organization)
    except QuestionError as error:
        wrong += error.messages
        return None
    return Asked(action, thing, (thing.account,), thing.arn)

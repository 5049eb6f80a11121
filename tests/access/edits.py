"""Edits of the example's Terraform JSON, with which tests break it on purpose."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, cast

from tests.access.conftest import Stacks

Statement = dict[str, Any]
ROOT, MAIN = "root/guardrails-1", "spacecats/guardrails-1"
ANY_PRINCIPAL = {"AWS": "*"}


def resource(stacks: Stacks, stack: str, type_: str, path: str) -> dict[str, Any]:
    """Return the resource of a construct, by its path in the stack."""
    for body in cast("Mapping[str, dict[str, Any]]", stacks[stack]["resource"][type_]).values():
        if body["//"]["metadata"]["path"] == f"{stack}/{path}":
            return body
    raise LookupError(f"{stack} has no {type_} at {path}")


def guardrails(stacks: Stacks, name: str, edit: Callable[[list[Statement]], object]) -> None:
    """Edit the statements of a policy of the organization, by its name."""
    policies: Mapping[str, dict[str, Any]] = stacks["org-root"]["resource"]["aws_organizations_policy"]
    (body,) = (one for one in policies.values() if one["name"] == name)
    statements(body, "content", edit)


def deny(stacks: Stacks, actions: str | list[str], name: str = ROOT, **more: Any) -> None:
    """Add a statement that denies actions to all principals below a target, by its policy's name."""
    statement = {"Sid": "Added", "Effect": "Deny", "Action": actions, "Resource": "*", **more}
    guardrails(stacks, name, lambda found: found.append(statement))


def bucket_policy(stacks: Stacks, stack: str, path: str, edit: Callable[[list[Statement]], object]) -> None:
    """Edit the statements of a bucket's policy, by the path of its construct."""
    statements(resource(stacks, stack, "aws_s3_bucket_policy", path), "policy", edit)


def statements(body: dict[str, Any], attribute: str, edit: Callable[[list[Statement]], object]) -> None:
    """Edit the statements of the policy in an attribute of a resource."""
    document = json.loads(body[attribute])
    edit(document["Statement"])
    body[attribute] = json.dumps(document)


def by_sid(found: list[Statement], sid: str) -> Statement:
    """Return the statement with a Sid."""
    (one,) = (statement for statement in found if statement.get("Sid") == sid)
    return one


def without(found: list[Statement], sid: str) -> None:
    """Remove a statement."""
    found.remove(by_sid(found, sid))

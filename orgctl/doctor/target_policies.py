"""
The policies that the file attaches to the root, OUs and accounts: guardrails, policies from files, the quarantine.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from foundation.names import ID
from foundation.policy_types import PolicyType
from organization.attached_policies import at_target
from organization.targets import Target
from orgctl.doctor.facts import Facts
from policies import TargetPolicy, quarantine
from policies.variables import Ids

FULL_ACCESS = "p-FullAWSAccess"
"""Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html (2026-11-22)."""


@dataclass(frozen=True)
class Bound:
    """An existing target: its name in the file, its name in findings, and its id."""

    target: Target
    place: str
    id: str


def targets(facts: Facts) -> Iterator[Bound]:
    """Yield the root, and every existing OU and account of the file."""
    yield Bound(Target(), "root", facts.root["Id"])
    for path, _, _ in facts.organization.units():
        if path in facts.tree.ids:
            yield Bound(Target(path), f"unit {'/'.join(path)}", facts.tree.ids[path])
    for key, number in facts.numbers.items():
        if facts.is_active(key):
            yield Bound(Target(account=key), facts.name(key), number)


def expected_policies(facts: Facts, bound: Bound) -> list[TargetPolicy]:
    """Return the policies that the file attaches to a target."""
    organization, number = facts.organization, facts.numbers[ID]
    found = at_target(organization, bound.target.name, facts.folder, _ids(facts))
    if any(unit.quarantine for path, unit, _ in organization.units() if path and path == bound.target.path):
        found += _quarantine("-".join(bound.target.path), facts, number)
    return found


def _ids(facts: Facts) -> Ids:
    """Return the values of variables in policies; the root's ARN names the organization and its management account."""
    parts = str(facts.root["Arn"]).split(":")
    return Ids(parts[5].split("/")[1], parts[4], facts.numbers)


def same(one: str, other: str) -> bool:
    """Tell whether two documents are equal, apart from spaces and the order of keys."""
    try:
        return bool(json.loads(one) == json.loads(other))
    except ValueError:
        return one == other


def _quarantine(path: str, facts: Facts, number: str) -> list[TargetPolicy]:
    responder = facts.organization.responder
    role = responder.role_name if responder else None
    documents = {
        ("deny-all", PolicyType.SERVICE_CONTROL): quarantine.deny_all(role),
        ("deny-outside", PolicyType.RESOURCE_CONTROL): quarantine.deny_outside(role, number if role else None),
    }
    return [
        TargetPolicy(id=name, name=f"{name}-{path}", description="", type=kind, content=content)
        for (name, kind), content in documents.items()
    ]

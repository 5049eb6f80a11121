"""
The policies attached to each target.

Guardrails are packed into as few policies as possible. A policy of another kind is attached by itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

from foundation.names import ID
from foundation.policy_types import PolicyType
from organization import limits, targets
from organization.model import Guardrail, Organization
from organization.targets import Target
from policies import Statement, TargetPolicy, reading
from policies.guardrails import CATALOGUE, Context, rooms, statements
from policies.packing import Item, Packed, pack
from policies.template import fill
from policies.variables import Ids, filled

PACKED = {PolicyType.SERVICE_CONTROL: "guardrails", PolicyType.RESOURCE_CONTROL: "resource-guardrails"}
"""The kinds of policies that are packed, and the prefix of the packed policies' names."""


def policy_type(key: str, guardrail: Guardrail) -> str:
    """Return the kind of policy of a guardrail."""
    if guardrail.file is not None:
        return guardrail.type or PolicyType.SERVICE_CONTROL
    return CATALOGUE[guardrail.name(key)].policy_type


def packed(
    organization: Organization,
    target: Target,
    kind: str,
    guardrails: dict[str, Guardrail],
    folder: Path,
    id_account: str,
) -> tuple[Packed, ...]:
    """
    Pack the guardrails of one kind at a target into as few policies as possible.

    Raises `policies.packing.OverBudget` when they exceed AWS's limits for the target.
    """
    size = limits.SCP_SIZE if kind == PolicyType.SERVICE_CONTROL else limits.RCP_SIZE
    context = Context(exempt_roles=tuple(organization.unbound_roles), id_account=id_account)
    found = [_item(key, rail, folder, context) for key, rail in guardrails.items() if policy_type(key, rail) == kind]
    return pack(found, size=size.value, slots=slots(organization, target, kind), rooms=rooms(kind))


def at_target(organization: Organization, name: str, folder: Path, ids: Ids) -> list[TargetPolicy]:
    """
    Return the policies attached to a target of a checked organization.

    `folder` holds the policy files; `ids` are the values of their variables, with the number of the id account.
    """
    target, mine = targets.get(organization, name), guardrails_at(organization, name)
    found = [
        *(
            _named(target, kind, policy)
            for kind in PACKED
            for policy in packed(organization, target, kind, mine, folder, ids.accounts[ID])
        ),
        *_single(target, mine, folder),
    ]
    return [replace(policy, content=filled(policy.content, ids)) for policy in found]


def guardrails_at(organization: Organization, name: str) -> dict[str, Guardrail]:
    """Return the guardrails attached to a target, by key."""
    return {key: rail for key, rail in organization.guardrails.items() if name in rail.targets}


def slots(organization: Organization, target: Target, kind: str) -> int:
    """Return how many policies of a packed kind fit at a target besides AWS's own and the quarantine's."""
    most = limits.SCPS_PER_TARGET if kind == PolicyType.SERVICE_CONTROL else limits.RCPS_PER_TARGET
    quarantine = any(unit.quarantine for path, unit, _ in organization.units() if path == target.path and path)
    return most.value - 1 - quarantine


def target_names(organization: Organization) -> list[str]:
    """Return every target that has a guardrail, in the order of the file."""
    return list(dict.fromkeys(name for rail in organization.guardrails.values() for name in rail.targets))


def _item(key: str, rail: Guardrail, folder: Path, context: Context) -> Item:
    if rail.file is not None:
        return Item(key, _statements_of_file(folder / rail.file, rail))
    known = CATALOGUE[rail.name(key)]
    parameters = {name: tuple(values) for name, values in rail.parameters.items()}
    return Item(key, statements(known, parameters, context))


def _statements_of_file(file: Path, rail: Guardrail) -> tuple[Statement, ...]:
    found = reading.statements(json.loads(fill(file.read_text(encoding="utf-8"), rail.parameters)))
    return tuple(cast(Statement, one) for one in found)


def _named(target: Target, kind: PolicyType, policy: Packed) -> TargetPolicy:
    name = f"{PACKED[kind]}-{policy.number}"
    described = _described(", ".join(policy.names))
    return TargetPolicy(name, f"{target.name}/{name}", described, kind, policy.content, policy.names, policy.sources)


def _described(text: str) -> str:
    most = limits.POLICY_DESCRIPTION.value
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _single(target: Target, guardrails: dict[str, Guardrail], folder: Path) -> Iterator[TargetPolicy]:
    for key, rail in guardrails.items():
        kind = policy_type(key, rail)
        if kind not in PACKED and rail.file is not None:
            content = fill((folder / rail.file).read_text(encoding="utf-8"), rail.parameters)
            yield TargetPolicy(key, f"{target.name}/{key}", f"From {rail.file}", PolicyType(kind), content, (key,))

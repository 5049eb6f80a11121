"""Reader of an organization from a folder of synthesized stacks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from access.model.organization import Organization, StackInfo
from access.model.policies import Policy
from access.read.accounts import (
    read_accounts,
    read_policies,
    read_targets,
)
from access.read.entries import account_keys, organization_of
from access.read.identities import Attachments, own_policies, read_groups, read_roles, read_users
from access.read.reading import Reading
from access.read.resources import read_resources
from access.read.unread import note_unread
from foundation.ids import ORGANIZATION
from foundation.policy_types import PolicyType
from terraform_json.backends import state_of, states_read
from terraform_json.identifiers import account_numbers
from terraform_json.origin import Origin
from terraform_json.resolver import Resolver
from terraform_json.stacks import Stack, read_stacks

Numbers = Mapping[str, str]
"""Real account numbers by key; the management account's key is the name of its stack."""


def read_organization(folder: Path, numbers: Numbers | None = None, organization_id: str = "") -> Organization:
    """
    Return the organization that the stacks in `folder` describe.

    Accounts without a real number get a placeholder, and so does an organization without an id. Raises AccessError when
    the folder holds no organization.
    """
    return from_stacks(read_stacks(folder), numbers, organization_id)


def from_stacks(stacks: Sequence[Stack], numbers: Numbers | None = None, organization_id: str = "") -> Organization:
    """Return the organization that these stacks describe."""
    root = organization_of(stacks)
    keys = account_keys(stacks)
    by_origin, management = _numbers(keys, root.stack.name, numbers or {})
    reading = Reading(stacks, Resolver(stacks, by_origin, management, organization_id or ORGANIZATION), keys)
    policies = read_policies(reading)
    targets = read_targets(reading, by_origin, policies)
    accounts = read_accounts(reading, by_origin, management, targets)
    own = own_policies(reading)
    attachments = Attachments(reading, own)
    groups = read_groups(reading, attachments)
    users = read_users(reading, attachments, groups, own)
    roles = read_roles(reading, attachments, own, accounts)
    resources = read_resources(reading)
    note_unread(reading)
    types = reading.resolver.texts(root, "enabled_policy_types")
    return Organization(
        id=reading.text(root, "id"),
        home_region=reading.resolver.place(root).region,
        targets=targets,
        accounts=accounts,
        users=users,
        groups=tuple(groups.values()),
        roles=roles,
        resources=resources,
        policies=_all(policies, own, roles, users, groups.values(), resources),
        stacks=tuple(_stack(reading, stack) for stack in stacks),
        unread=tuple(reading.unread),
        knows_id=bool(organization_id),
        unknown_numbers=_unknown(keys, by_origin, root.stack.name, management, numbers or {}),
        unresolved=(*reading.resolver.unresolved, *reading.problems),
        has_scps=PolicyType.SERVICE_CONTROL in types,
        has_rcps=PolicyType.RESOURCE_CONTROL in types,
        manages_root_credentials=any(
            "RootCredentialsManagement" in reading.resolver.texts(entry, "enabled_features")
            for entry in reading.of_type("aws_iam_organizations_features")
        ),
    )


def _numbers(keys: Mapping[Origin, str], root: str, real: Numbers) -> tuple[dict[Origin, str], str]:
    unknown = [key for key in [root, *keys.values()] if key not in real]
    numbers = {**account_numbers(unknown, {*real.values()}), **real}
    return {origin: numbers[key] for origin, key in keys.items()}, numbers[root]


def _unknown(
    keys: Mapping[Origin, str], by_origin: Mapping[Origin, str], root: str, management: str, real: Numbers
) -> frozenset[str]:
    """Return the placeholders among the numbers of accounts."""
    found = {by_origin[origin] for origin, key in keys.items() if key not in real}
    return frozenset({*found, *([] if root in real else [management])})


def _all(*sources: object) -> tuple[Policy, ...]:
    """Return every policy once, in the order of the sources."""
    found: dict[tuple[Origin, str, str], Policy] = {}
    for source in sources:
        for item in source.values() if isinstance(source, Mapping) else source:  # type: ignore[attr-defined]
            for policy in _policies_of(item):
                found.setdefault((policy.origin, policy.kind, policy.name), policy)
    return tuple(found.values())


def _policies_of(item: object) -> list[Policy]:
    if isinstance(item, Policy):
        return [item]
    names = ("policies", "boundary", "trust", "policy")
    found = [getattr(item, name, None) for name in names]
    return [one for part in found for one in (part if isinstance(part, tuple) else (part,)) if isinstance(one, Policy)]


def _stack(reading: Reading, stack: Stack) -> StackInfo:
    places: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    for entry in stack.blocks.values():
        place = reading.resolver.place(entry)
        if entry.mode == "managed":
            places[entry.type][place.account, place.region] = None
    return StackInfo(
        name=stack.name,
        account=reading.resolver.account_of(stack),
        role_arn=reading.resolver.role_of(stack),
        backend=state_of(stack),
        reads=tuple(states_read(stack)),
        types={type_: tuple(found) for type_, found in places.items()},
    )

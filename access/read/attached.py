"""Reader of policies that are beside their resource: policies, single permissions and access control lists, by ARN."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from access.model.policies import Policy, PolicyKind
from access.read.access_control_lists import AccessControlLists
from access.read.permissions import permission
from access.read.policy_types import How, PolicyArgument, policy_arguments
from access.read.reading import Reading
from policies.reading import Statement
from terraform_json.stacks import Entry

_DEFAULTS: Mapping[str, str] = {"event_bus_name": "default"}
"""Arguments that name a resource of each account when they are omitted."""
_ADDED = (How.ALSO, How.PERMISSION, How.ACL)


@dataclass(frozen=True)
class Attached:
    """A policy, or statements, of the resource with an ARN; `policy` has its own document and origin."""

    arn: str
    entry: Entry
    policy: Policy
    how: How


def attached(reading: Reading) -> Iterator[Attached]:
    """Yield every policy beside its resource; note those whose resource is not known."""
    lists = AccessControlLists(reading)
    for stack in reading.stacks:
        for entry in stack.blocks.values():
            arguments = policy_arguments().get(entry.type, ()) if entry.mode == "managed" else ()
            for one in arguments:
                if one.how in (How.BESIDE, *_ADDED) and reading.is_placed(entry):
                    yield from _attached(reading, entry, one, lists)


def _attached(reading: Reading, entry: Entry, one: PolicyArgument, lists: AccessControlLists) -> Iterator[Attached]:
    arn = arn_of(reading, entry, one)
    policy = _policy(reading, entry, one, arn, lists)
    if policy is None:
        return
    if "${" in arn:
        reading.leave(entry, "", "the resource that it belongs to is not known")
    elif (number := account_in(arn)) and not reading.resolver.is_of_organization(number):
        reading.leave(entry, "", f"{arn} is outside of the organization")
    else:
        yield Attached(arn.partition("/")[0] if one.how is How.ACL else arn, entry, policy, one.how)


def _policy(reading: Reading, entry: Entry, one: PolicyArgument, arn: str, lists: AccessControlLists) -> Policy | None:
    if one.how is How.PERMISSION:
        return _of(entry, arn, permission(reading, entry, arn))
    if one.how is How.ACL:
        return _of(entry, arn, lists.statements(entry, arn))
    return reading.policy(entry, one.argument, f"policy of {name_in(arn)}", PolicyKind.RESOURCE)


def _of(entry: Entry, arn: str, statements: Sequence[Statement]) -> Policy | None:
    document: Mapping[str, Any] = {"Version": "2012-10-17", "Statement": list(statements)}
    return Policy(f"policy of {name_in(arn)}", PolicyKind.RESOURCE, document, entry.origin) if statements else None


def arn_of(reading: Reading, entry: Entry, one: PolicyArgument) -> str:
    """Return the ARN of the resource that a policy belongs to, which the arguments name by ARN, URL or name."""
    place = reading.resolver.place(entry)
    values = {name: reading.text(entry, name, _DEFAULTS.get(name, "${" + name + "}")) for name in one.names}
    if len(values) == 1 and (arn := next(iter(values.values()))).startswith("arn:"):
        return arn
    names = {name: value.rpartition("/")[2] if "://" in value else value for name, value in values.items()}
    found = one.rest.format(partition=place.partition, region=place.region, account=place.account, **names)
    return re.sub(r":function:(?:arn:.*:function:|\d{12}:function:)", ":function:", found)


def account_in(arn: str) -> str:
    """Return the account in an ARN; empty for a bucket's."""
    return (arn.split(":", 5)[4:5] or [""])[0]


def name_in(arn: str) -> str:
    """Return the name at the end of an ARN, without the type before it."""
    last = arn.split(":", 5)[-1]
    return re.sub(r"^[a-z-]+[:/]", "", last) if account_in(arn) else last


def merged(first: Policy, others: Sequence[Policy]) -> Policy:
    """Return one policy with the statements of several; its origin names them all."""
    if not others:
        return first
    addresses = ", ".join(dict.fromkeys(one.origin.address for one in (first, *others)))
    keys = tuple(dict.fromkeys(key for one in (first, *others) for key in one.origin.keys))
    document = {**first.document, "Statement": [said for one in (first, *others) for said in one.statements]}
    return replace(first, document=document, origin=replace(first.origin, address=addresses, keys=keys))

"""Reader of the accounts, the tree above them, and the attached policies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from access.model.accounts import Account, Target
from access.model.policies import FULL_AWS_ACCESS, Policy, PolicyKind
from access.read.entries import ACCOUNT, account_entries, organization_of
from access.read.reading import Reading
from foundation.policy_types import PolicyType
from terraform_json.identifiers import ROOT
from terraform_json.origin import Origin
from terraform_json.stacks import Entry

UNIT, ATTACHMENT = "aws_organizations_organizational_unit", "aws_organizations_policy_attachment"
_FULL = "p-FullAWSAccess"


def read_policies(reading: Reading) -> dict[str, Policy]:
    """Return the policies of the organization by id."""
    found: dict[str, Policy] = {}
    for entry in reading.of_type("aws_organizations_policy"):
        type_ = reading.text(entry, "type", PolicyType.SERVICE_CONTROL)
        name = reading.text(entry, "name", entry.name)
        policy = reading.policy(entry, "content", name, PolicyKind.of_type(type_), type_=type_)
        if policy:
            found[reading.text(entry, "id")] = policy
    return found


def read_targets(reading: Reading, numbers: Mapping[Origin, str], policies: Mapping[str, Policy]) -> dict[str, Target]:
    """Return root, units and accounts by id, parents before children."""
    attached = _attachments(reading, policies)
    root = organization_of(reading.stacks)
    targets = {ROOT: Target(ROOT, "root", "root", None, attached(ROOT), root.origin)}
    waiting = [*reading.of_type(UNIT, ACCOUNT)]
    while waiting:
        ready = [entry for entry in waiting if _parent(reading, entry) in targets]
        if not ready:
            for entry in waiting:
                reading.note(entry.origin, "parent_id", _parent(reading, entry), "no unit of the stacks, nor the root")
            break
        for entry in ready:
            target = _target(reading, entry, targets[_parent(reading, entry)], numbers, attached)
            targets[target.id] = target
        waiting = [entry for entry in waiting if entry not in ready]
    return targets


def _parent(reading: Reading, entry: Entry) -> str:
    return reading.text(entry, "parent_id", ROOT)


def _target(
    reading: Reading, entry: Entry, parent: Target, numbers: Mapping[Origin, str], attached: _Attached
) -> Target:
    if entry.type == ACCOUNT:
        number = numbers[entry.origin]
        return Target(number, "account", reading.account_keys[entry.origin], parent.id, attached(number), entry.origin)
    name = reading.text(entry, "name", entry.key)
    path = name if parent.kind == "root" else f"{parent.name}/{name}"
    number = reading.text(entry, "id")
    return Target(number, "ou", path, parent.id, attached(number), entry.origin)


class _Attached:
    """
    The policies attached to each target, including FullAWSAccess.

    AWS attaches FullAWSAccess to every target by itself. Stacks that attach it to any target manage it: then a target
    without that attachment lacks it, and no principal below may do anything.
    """

    def __init__(self, found: Mapping[str, Sequence[Policy]], *, managed: bool) -> None:
        self._found = found
        self._managed = managed

    def __call__(self, target: str) -> tuple[Policy, ...]:
        own = tuple(self._found.get(target, ()))
        return own if self._managed else (FULL_AWS_ACCESS, *own)


def _attachments(reading: Reading, policies: Mapping[str, Policy]) -> _Attached:
    found: dict[str, list[Policy]] = defaultdict(list)
    managed = False
    for entry in reading.of_type(ATTACHMENT):
        target, policy = reading.text(entry, "target_id"), reading.text(entry, "policy_id")
        if policy == _FULL:
            managed = True
            found[target].append(FULL_AWS_ACCESS)
        elif policy in policies:
            found[target].append(policies[policy])
        elif "${" not in policy:
            reading.note(entry.origin, "policy_id", policy, "no stack makes this policy")
    return _Attached(found, managed=managed)


def read_accounts(
    reading: Reading, numbers: Mapping[Origin, str], management: str, targets: Mapping[str, Target]
) -> dict[str, Account]:
    """Return every account by number, the management account first."""
    root = organization_of(reading.stacks)
    found = {management: _management(management, root, targets)}
    for entry in account_entries(reading.stacks):
        number = numbers[entry.origin]
        key = reading.account_keys[entry.origin]
        found[number] = Account(
            key=key,
            number=number,
            name=reading.text(entry, "name", key),
            email=reading.text(entry, "email"),
            is_management=False,
            path=_path(number, targets),
            origin=entry.origin,
        )
    return found


def _management(number: str, root: Entry, targets: Mapping[str, Target]) -> Account:
    name = root.stack.name
    own = Target(number, "account", name, ROOT, (), root.origin)
    return Account(name, number, name, "", True, (targets[ROOT], own), root.origin)


def _path(number: str, targets: Mapping[str, Target]) -> tuple[Target, ...]:
    found: list[Target] = []
    here = targets.get(number)
    while here:
        found.insert(0, here)
        here = targets.get(here.parent) if here.parent else None
    return tuple(found)

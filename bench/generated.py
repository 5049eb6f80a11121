"""
An organization as large companies have it, from a seed, as text of `organization.yaml`.

Its sizes are fixed, and so are its services, those of the example. The seed decides the rest: the tree of units, the
places of the accounts in it, the members of the groups, the roles of each group with their policies and boundaries, and
the units that each guardrail binds. Roles in the accounts of users, of security and of logs only read, so that every
promise of the proof is kept. ROLES counts the roles that groups are given in accounts; the responder's role in each
account comes on top.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from bench.sample import services

ACCOUNTS, UNITS, GROUPS, PEOPLE, ROLES = 84, 31, 49, 51, 653
_TOP_UNITS = 6
_DEEPEST = 5
_MOST_GROUPS = 10
"""Groups of one person that AWS allows."""
_FIXED = ("id", "security", "logs")
_BUSINESSES = ("bank", "billing", "catalog", "checkout", "claims", "crm", "fleet", "ledger", "loyalty", "orders")
_MORE = ("payroll", "pricing", "search", "shipping", "stock", "support", "video")
_STAGES = ("prod", "stage", "test", "dev", "lab")
_POLICIES: Sequence[Sequence[str]] = (
    ("ReadOnlyAccess",),
    ("job-function/ViewOnlyAccess",),
    ("SecurityAudit",),
    ("SecurityAudit", "job-function/ViewOnlyAccess"),
    ("PowerUserAccess",),
    ("AdministratorAccess",),
    ("AmazonS3FullAccess",),
    ("AmazonS3ReadOnlyAccess", "CloudWatchLogsReadOnlyAccess"),
    ("AmazonEC2FullAccess", "IAMReadOnlyAccess"),
    ("AmazonRDSFullAccess", "CloudWatchReadOnlyAccess"),
    ("AmazonDynamoDBFullAccess", "AWSLambda_FullAccess"),
    ("job-function/NetworkAdministrator",),
    ("job-function/DatabaseAdministrator",),
    ("job-function/Billing",),
    ("IAMFullAccess",),
)
_READING = _POLICIES[:4]
_BOUNDARIES = ("PowerUserAccess", "ReadOnlyAccess")
_AT_THE_ROOT = (
    *("deny-leaving-organization", "deny-root-user", "deny-account-changes", "deny-region-changes", "deny-iam-users"),
    *("protect-deployment-roles", "protect-cloudtrail", "protect-guardduty", "protect-config", "require-tls"),
)
_BY_UNIT: Mapping[str, Mapping[str, str]] = {
    "deny-log-deletion": {},
    "deny-kms-key-deletion": {},
    "deny-hosted-zone-deletion": {},
    "deny-public-snapshots": {},
    "require-ebs-encryption": {},
    "require-imdsv2": {},
    "protect-access-analyzer": {},
    "limit-regions": {"regions": "[us-west-2, us-east-1]"},
    "limit-regions-eu": {"regions": "[us-west-2, us-east-1, eu-west-1]"},
    "limit-instance-types": {"instance_types": '["t3.*", "t4g.*", "m7g.*"]'},
    "limit-instance-types-lab": {"instance_types": '["t3.*"]'},
    "protect-roles": {"roles": "[atlantis, network]"},
    "protect-buckets": {"buckets": '"*-ledger-*"'},
    "deny-s3-public-access": {"buckets": '"*-internal-*"'},
}
"""Guardrails of some units, with their parameters."""
_VARIANTS = {"limit-regions-eu": "limit-regions", "limit-instance-types-lab": "limit-instance-types"}
"""The names of the same guardrails in the catalogue, where they differ."""


@dataclass
class _Unit:
    path: tuple[str, ...]
    accounts: list[str] = field(default_factory=list[str])
    units: list[_Unit] = field(default_factory=list["_Unit"])

    def below(self) -> list[_Unit]:
        """Return this unit and those in it."""
        return [self, *(unit for one in self.units for unit in one.below())]


def organization(seed: int = 1) -> str:
    """Return the organization of a seed: the same text for the same seed."""
    random = Random(seed)
    top, units = _tree(random)
    accounts = _place(random, units)
    people = [f"person{number:02}" for number in range(1, PEOPLE + 1)]
    groups = [f"team{number:02}" for number in range(1, GROUPS + 1)]
    lines = ["name: acme", "email: acme+{account}@example.com", "region: us-west-2", "org_root:"]
    lines += [f"  admins: [{people[0]}, {people[1]}]", f"users: [{', '.join(people)}]"]
    lines += ["organizational_units:", *(line for unit in top for line in _unit(unit, "  "))]
    lines += ["groups:", *_groups(random, groups, people, units, accounts)]
    lines += ["guardrails:", *_guardrails(random, units)]
    return "\n".join(lines) + "\n" + services(security="security", logs="logs", responders=groups[0])


def _tree(random: Random) -> tuple[list[_Unit], list[_Unit]]:
    """Return the units below the root, and all units."""
    top = [_Unit((f"unit{number:02}",)) for number in range(1, _TOP_UNITS + 1)]
    units = [*top]
    while len(units) < UNITS:
        parent = random.choice([unit for unit in units if len(unit.path) < _DEEPEST])
        unit = _Unit((*parent.path, f"unit{len(units) + 1:02}"))
        parent.units.append(unit)
        units.append(unit)
    return top, units


def _place(random: Random, units: Sequence[_Unit]) -> list[str]:
    """Put an account into each unit, and the others anywhere. Return all."""
    names = [f"{business}-{stage}" for business in (*_BUSINESSES, *_MORE) for stage in _STAGES]
    accounts = [*_FIXED, *names[: ACCOUNTS - len(_FIXED)]]
    homes = [*units, *random.choices(units, k=len(accounts) - len(units))]
    random.shuffle(homes)
    for account, unit in zip(accounts, homes, strict=True):
        unit.accounts.append(account)
    return accounts


def _unit(unit: _Unit, indent: str) -> list[str]:
    lines = [f"{indent}{unit.path[-1]}:", f"{indent}  accounts:"]
    lines += [f"{indent}    {account}: {{}}" for account in unit.accounts]
    if unit.units:
        lines += [f"{indent}  organizational_units:"]
        lines += [line for one in unit.units for line in _unit(one, f"{indent}    ")]
    return lines


def _groups(
    random: Random, groups: Sequence[str], people: Sequence[str], units: Sequence[_Unit], accounts: Sequence[str]
) -> list[str]:
    """Return the groups: most have roles in the accounts of one unit, and a few in many accounts."""
    lines: list[str] = []
    members = _members(random, groups, people)
    for group, number in zip(groups, _numbers_of_roles(random), strict=True):
        home = {account for unit in random.choice(units).below() for account in unit.accounts}
        elsewhere = random.sample(accounts, len(accounts))
        near = sorted(elsewhere, key=lambda account: account not in home)
        usual = random.choice(_POLICIES)
        lines += [f"  {group}:", f"    users: [{', '.join(sorted(members[group]))}]", "    roles:"]
        lines += [f"      {account}: {_role(random, account, usual)}" for account in sorted(near[:number])]
    return lines


def _members(random: Random, groups: Sequence[str], people: Sequence[str]) -> dict[str, set[str]]:
    """Put every person into a group, and at least one person into every group."""
    members = {group: {people[number % len(people)]} for number, group in enumerate(groups)}
    for person in people[len(groups) :]:
        members[random.choice(groups)].add(person)
    for person in people:
        for group in random.sample(groups, random.randint(0, 5)):
            if sum(person in some for some in members.values()) < _MOST_GROUPS:
                members[group].add(person)
    return members


def _numbers_of_roles(random: Random) -> list[int]:
    """Return the number of roles of each group."""
    weights = [random.paretovariate(1) for _ in range(GROUPS)]
    numbers = [1] * GROUPS
    while sum(numbers) < ROLES:
        (group,) = random.choices(range(GROUPS), weights)
        numbers[group] += numbers[group] < ACCOUNTS
    return numbers


def _role(random: Random, account: str, usual: Sequence[str]) -> str:
    """Return the role of a group in an account: the group's usual policies, or others, some within a boundary."""
    policies = usual if random.random() < 0.7 else random.choice(_POLICIES)
    if account in _FIXED and policies not in _READING:
        policies = random.choice(_READING)
    listed = f"[{', '.join(policies)}]"
    if random.random() < 0.15:
        return f"{{policies: {listed}, permissions_boundary: {random.choice(_BOUNDARIES)}}}"
    return listed


def _guardrails(random: Random, units: Sequence[_Unit]) -> list[str]:
    lines = [f"  {name}: root" for name in _AT_THE_ROOT]
    for name, parameters in _BY_UNIT.items():
        targets = random.sample(units, random.randint(2, 10))
        lines += [f"  {name}:", f"    targets: [{', '.join(sorted('/'.join(unit.path) for unit in targets))}]"]
        if name in _VARIANTS:
            lines.append(f"    catalogue: {_VARIANTS[name]}")
        if parameters:
            lines += ["    parameters:", *(f"      {key}: {value}" for key, value in parameters.items())]
    return lines

"""Invented organizations of any size for the tests of the report, with everything that the page can show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from orgctl.report.data import Account, Budget, Diff, Grant, Guardrail, Person, Policy, Report, Unit
from tests.report.sample_findings import diff, promises
from tests.report.sample_policies import policies_of

PEOPLE = "ann ben cleo dana eric fay gus hana ivan june karl lena mona nils olga paul quin rosa sven tina"
STAGES = ("dev", "staging", "prod")
TEAMS = ("payments", "search", "data", "mobile", "web", "platform")
SCPS = {
    "deny-leaving-organization": "Leaving the organization, which would remove every guardrail from the account.",
    "deny-root-user": "Every action of the root user of a member account.",
    "protect-cloudtrail": "Stopping, changing and deleting trails and event data stores.",
}


def report(accounts: int, *, people: int | None = None, change: Diff | None = None) -> Report:
    """Return an organization with this number of member accounts, and half as many users, at most 40."""
    root = tree(accounts)
    keys = [account.key for unit in units(root) for account in unit.accounts]
    held = tuple(persons(keys, people if people is not None else max(1, min(40, accounts // 3))))
    policies = tuple(policies_of(root))
    return Report(
        name="spacecats",
        id="o-a1b2c3d4e5",
        source="cdktf.out of revision 1a2b3c4, 22 November 2026",
        root=root,
        people=held,
        policies=policies,
        budgets=tuple(budgets(root, policies)),
        promises=promises(keys),
        unknown=("logs: aws_kms_key.trail.policy: ${data.aws_partition.current.dns_suffix} (a data source)",),
        obsolete=("access.yaml:20: there is nothing to accept: the promise is kept; remove the entry (Roles.)",),
        diff=change,
    )


def changed(accounts: int) -> Report:
    """Return an organization with every kind of change."""
    return report(accounts, change=diff())


def named(name: str) -> Report:
    """Return an organization of another name."""
    return replace(report(3), name=name)


def empty() -> Report:
    """Return an organization with only its management account, and a user without permissions."""
    root = Unit(
        (), accounts=(Account("org-root", "org-root", "management@example.com", "123456789012", management=True),)
    )
    return Report("new", "", "cdktf.out", root, (Person("ann"),))


def units(unit: Unit) -> Iterator[Unit]:
    """Yield an OU and all OUs below it."""
    yield unit
    for below in unit.units:
        yield from units(below)


def tree(accounts: int) -> Unit:
    """Return the OUs: one for few accounts; for many, one for each team, with one for each stage."""
    core = tuple(account(key) for key in ("id", "infra", "logs")[:accounts])
    rest = [account(f"{STAGES[n // len(TEAMS) % 3]}-{n:03}", n) for n in range(3, accounts)]
    nested = tuple(team(rest[n :: len(TEAMS)], name) for n, name in enumerate(TEAMS)) if rest else ()
    return Unit(
        path=(),
        guardrails=(*(guardrail(name, "root") for name in SCPS), Guardrail("require-tls", "RCP", "require-tls")),
        accounts=(Account("org-root", "spacecats-org-root", "management@example.com", "000000000001", True, True),),
        units=(
            Unit(("spacecats",), (guardrail("limit-regions", "spacecats"),), nested, core),
            Unit(("suspended",), (guardrail("deny-all", "suspended"),), quarantine=True),
        ),
    )


def team(accounts: Sequence[Account], name: str) -> Unit:
    """Return a team's OU, with one OU for each stage."""
    path = ("spacecats", name)
    stages = tuple(Unit((*path, stage), accounts=_of(accounts, stage)) for stage in STAGES)
    return Unit(path, (guardrail(f"limit-{name}", "/".join(path)),), tuple(each for each in stages if each.accounts))


def _of(accounts: Sequence[Account], stage: str) -> tuple[Account, ...]:
    return tuple(each for each in accounts if each.key.startswith(stage))


def account(key: str, number: int = 0) -> Account:
    """Return a member account; some have guardrails of their own."""
    own = (Guardrail("limit-instance-types", "SCP", "instance-types"),) if key == "infra" or number % 9 == 4 else ()
    digits = f"{sum(map(ord, key)) * 7919 + number * 104729:012}"
    email = f"spacecats-infra+aws-org-{key}@example.com"
    return Account(key, f"spacecats-{key}", email, digits, placeholder=number % 2 == 1, guardrails=own)


def guardrail(name: str, target: str) -> Guardrail:
    """Return a service control guardrail of a target."""
    return Guardrail(name, "SCP", f"{target}/guardrails-1", SCPS.get(name, ""))


def persons(keys: Sequence[str], number: int) -> Iterator[Person]:
    """Return users: some with roles in nearly all accounts, most in a few."""
    names = PEOPLE.split()
    members = [key for key in keys if key != "org-root"]
    alone = "change their own password and enrol an MFA device"
    for n in range(number):
        name = names[n % len(names)] + (f".{n // len(names)}" if n >= len(names) else "")
        grants = [grant(key, "infra", "PowerUserAccess") for key in members[n % 7 :: 7 if n else 1]]
        grants += [grant(key, "responder", "responder") for key in members] if n % 4 == 0 else []
        grants += [Grant("org-root", "billing", True, ("view-billing",), ("group billing",))] if n % 9 == 0 else []
        grants += [Grant("logs", "reader", False, ("ReadOnlyAccess",), ("group logs",))] if n % 13 == 3 else []
        yield Person(name, tuple(dict.fromkeys(each.through[0][6:] for each in grants)), tuple(grants), alone, "id")
    steps = ("group admins", "role admin in org-root")
    admin = [Grant(key, "OrganizationAccountAccessRole", True, ("AdministratorAccess",), steps) for key in members]
    own = Grant("org-root", "admin", True, ("AdministratorAccess",), steps[:1])
    yield Person("myuser.org-root", ("admins",), (own, *admin), alone, "org-root")


def grant(account: str, role: str, policy: str) -> Grant:
    """Return a role of a group of the same name, with MFA."""
    group = "responders" if role == "responder" else role
    return Grant(account, role, True, (policy,), (f"group {group}",))


def budgets(root: Unit, policies: Sequence[Policy]) -> Iterator[Budget]:
    """Return budgets: the size of each policy, the policies of each target, and a limit that is nearly reached."""
    yield from (policy.size for policy in policies if policy.size)
    yield from (Budget(unit.target, "service control policies", 2, 10, "policies") for unit in units(root))
    yield Budget("root", "accounts of the organization", 9, 10, "accounts")

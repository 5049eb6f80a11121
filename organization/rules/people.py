"""Rules for administrators, users, groups and their members."""

from __future__ import annotations

from collections import defaultdict

from foundation.names import ACCESS_ROLE, ADMIN_SUFFIX
from organization import limits, names
from organization.limits import Limit
from organization.model import Group
from organization.problem import Path, quoted
from organization.rules.findings import Findings

SERVICE_ROLES = frozenset({"config-aggregator", "organization-log"})
"""Roles for AWS Config in the security account, and for CloudTrail in org-root."""
_ADMIN_NAME = Limit(limits.USER_NAME.value - len(ADMIN_SUFFIX), "characters before .org-root", limits.USER_NAME.source)


def check(findings: Findings) -> None:
    """Check administrators, users and groups."""
    _admins(findings)
    _users(findings)
    _groups(findings)
    _groups_per_user(findings)


def _admins(findings: Findings) -> None:
    org_root = findings.organization.org_root
    if not org_root.admins:
        findings.add(("org_root", "admins"), "is empty; name at least one administrator of the organization")
    for field, people in (("admins", org_root.admins), ("former_admins", org_root.former_admins)):
        findings.unique(("org_root", field), people)
        for index, name in enumerate(people):
            path: Path = ("org_root", field, index)
            if name.endswith(ADMIN_SUFFIX):
                findings.add(path, f"{quoted(name)} gets the suffix {ADMIN_SUFFIX} automatically; leave it out")
            findings.value(path, name, names.person(name, _ADMIN_NAME))
    _not_both(findings, ("org_root",), "admins", "former_admins", org_root.admins, org_root.former_admins)
    findings.between(
        ("org_root", "max_session_duration"),
        org_root.max_session_duration,
        limits.SESSION_SHORTEST,
        limits.SESSION_LONGEST,
    )


def _users(findings: Findings) -> None:
    organization = findings.organization
    findings.at_most(("users",), len(organization.users) + len(organization.former_users), limits.USERS)
    for field, people in (("users", organization.users), ("former_users", organization.former_users)):
        findings.unique((field,), people)
        for index, name in enumerate(people):
            findings.value((field, index), name, names.person(name))
    _not_both(findings, (), "users", "former_users", organization.users, organization.former_users)


def _not_both(
    findings: Findings, path: tuple[str, ...], present: str, former: str, here: list[str], gone: list[str]
) -> None:
    known = {name.lower() for name in here}
    for index, name in enumerate(gone):
        if name.lower() in known:
            findings.add((*path, former, index), f"{quoted(name)} is in {present} too; remove one of them")


def _groups(findings: Findings) -> None:
    groups = findings.organization.groups
    findings.at_most(("groups",), len(groups), limits.GROUPS)
    seen: dict[str, str] = {}
    for name, group in groups.items():
        findings.value(("groups", name), name, names.iam_name(name, limits.ROLE_NAME), key=True)
        if name.lower() == ACCESS_ROLE.lower():
            message = f"{quoted(name)} is the role that AWS creates in every account; choose another name"
            findings.add(("groups", name), message, key=True)
        elif name.lower() in SERVICE_ROLES:
            message = f"{quoted(name)} is the name of a role that this project creates for a service; choose another"
            findings.add(("groups", name), message, key=True)
        other = seen.setdefault(name.lower(), name)
        if other != name:
            message = f"{quoted(name)} and {quoted(other)} are the same name to IAM, which ignores case; rename one"
            findings.add(("groups", name), message, key=True)
        findings.unique(("groups", name, "users"), group.users)
        _members(findings, name, group)


def _members(findings: Findings, name: str, group: Group) -> None:
    if not findings.is_complete("users"):
        return
    users = findings.organization.users
    known = set(users)
    for index, user in enumerate(group.users):
        if user not in known:
            message = f"{quoted(user)} is not in the list users{findings.hints.phrase(user, users)}"
            findings.add(("groups", name, "users", index), message)


def _groups_per_user(findings: Findings) -> None:
    groups: dict[str, list[str]] = defaultdict(list)
    for name, group in findings.organization.groups.items():
        for user in dict.fromkeys(group.users):
            groups[user].append(name)
    for index, user in enumerate(findings.organization.users):
        count = len(groups.get(user, []))
        if count > limits.GROUPS_PER_USER.value:
            message = f"{quoted(user)} is in {count} groups, {limits.GROUPS_PER_USER.value} are allowed (fixed by IAM)"
            findings.add(("users", index), message)

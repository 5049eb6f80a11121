"""The roles that groups get in accounts, and their policies."""

from __future__ import annotations

from pathlib import PurePosixPath

from organization import limits
from organization.model import ORG_ROOT, Group, Role
from organization.policy_reference import arn_error, file_errors, file_size, is_file, policy_arn
from organization.problem import Path, nearest, quoted
from organization.rules.findings import Findings
from policies import assume_roles

_SELF_SERVICE = 1  # every group has that policy too


def check(findings: Findings) -> None:
    """Check the roles of every group."""
    accounts = findings.organization.accounts
    for name, group in findings.organization.groups.items():
        _reachable(findings, name, group)
        for key, role in group.roles.items():
            path = ("groups", name, "roles", key)
            if key == ORG_ROOT:
                message = f"groups get no role in {ORG_ROOT}; name who administers it in org_root.admins"
                findings.add(path, message, key=True)
            elif key not in accounts:
                findings.add(path, f"{quoted(key)} is no account{nearest(key, accounts)}", key=True)
            _role(findings, path, role)


def _reachable(findings: Findings, name: str, group: Group) -> None:
    """Destination roles are listed one by one in policies of the group, of which IAM allows ten."""
    policies = len(assume_roles([("0" * 12, name)] * len(group.roles))) + _SELF_SERVICE
    if policies > limits.GROUP_POLICIES.value:
        message = (
            f"{len(group.roles)} roles need {policies} policies on the group, {limits.GROUP_POLICIES.value} are allowed"
        )
        findings.add(("groups", name, "roles"), f"{message}; divide it into two groups")


def _role(findings: Findings, path: Path, role: Role) -> None:
    if not role.policies:
        findings.add(
            (*path, "policies"), "no policy is given, so the role could do nothing; name one or remove the role"
        )
    seen: dict[str, str] = {}
    names: dict[str, str] = {}
    inline = 0
    for index, reference in enumerate(role.policies):
        place = (*path, "policies", index)
        first = seen.setdefault(policy_arn(reference), reference)
        if first is not reference:
            findings.add(place, f"{quoted(reference)} is in the list already; keep one")
        elif is_file(reference):
            inline += _file(findings, place, reference)
            other = names.setdefault(PurePosixPath(reference).stem, reference)
            if other is not reference:
                findings.add(place, f"{quoted(reference)} and {quoted(other)} have one name; rename one of the files")
        elif error := arn_error(reference):
            findings.add(place, error)
    managed = sum(1 for reference in role.policies if not is_file(reference))
    findings.at_most((*path, "policies"), managed, limits.ROLE_POLICIES, most=limits.ROLE_POLICIES_MOST)
    findings.at_most((*path, "policies"), inline, limits.ROLE_INLINE_SIZE)
    if role.permissions_boundary and (error := _boundary_error(role.permissions_boundary)):
        findings.add((*path, "permissions_boundary"), error)
    duration = (*path, "max_session_duration")
    findings.between(duration, role.max_session_duration, limits.SESSION_SHORTEST, limits.SESSION_LONGEST)


def _file(findings: Findings, place: Path, reference: str) -> int:
    errors = file_errors(reference, findings.folder)
    for error in errors:
        findings.add(place, error)
    return 0 if errors else file_size(reference, findings.folder)


def _boundary_error(reference: str) -> str | None:
    if is_file(reference):
        return f"{quoted(reference)} is a file; a permissions boundary is a managed policy, by name or ARN"
    return arn_error(reference)

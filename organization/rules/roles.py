"""Rules for the roles of groups in accounts, and their policies."""

from __future__ import annotations

from foundation.names import ORG_ROOT
from organization import limits
from organization.hints import Hints
from organization.model import Group, Role
from organization.policy_reference import arn_errors, file_errors, file_size, inline_name, is_file, policy_arn
from organization.problem import Path, quoted
from organization.rules.findings import Findings
from organization.rules.mentions import check_mentions
from policies import assume_roles

_SELF_SERVICE = 1  # every group has the self-service policy too


def check(findings: Findings) -> None:
    """Check the roles of every group."""
    accounts = findings.organization.accounts
    for name, group in findings.organization.groups.items():
        _reachable(findings, name, group)
        for key, role in group.roles.items():
            path = ("groups", name, "roles", key)
            if key == ORG_ROOT:
                message = f"groups get no role in {ORG_ROOT}; name its administrators in org_root.admins, and the "
                message += "group that may see its bills in billing_group"

                findings.add(path, message, key=True)
            elif key not in accounts and findings.is_complete("accounts"):
                findings.add(path, f"{quoted(key)} is not an account{findings.hints.phrase(key, accounts)}", key=True)
            _role(findings, path, role)


def _reachable(findings: Findings, name: str, group: Group) -> None:
    """Add a problem when the group needs more policies than IAM allows: they list the ARN of each of its roles."""
    organization = findings.organization
    roles = [name] * (len(group.roles) + (organization.billing_group == name))
    if organization.responder and organization.responder.group == name:
        roles += [organization.responder.role_name] * len(organization.accounts)
    policies = len(assume_roles([("0" * 12, role) for role in roles])) + _SELF_SERVICE
    if policies > limits.GROUP_POLICIES.value:
        message = f"{len(roles)} roles need {policies} policies on the group, {limits.GROUP_POLICIES.value} are allowed"
        findings.add(("groups", name, "roles"), f"{message}; divide the group into two")


def _role(findings: Findings, path: Path, role: Role) -> None:
    check_policies(findings, (*path, "policies"), role.policies)
    if role.permissions_boundary is not None:
        findings.add_all((*path, "permissions_boundary"), _boundary_errors(role.permissions_boundary, findings.hints))
    duration = (*path, "max_session_duration")
    findings.between(duration, role.max_session_duration, limits.SESSION_SHORTEST, limits.SESSION_LONGEST)


def check_policies(findings: Findings, path: Path, policies: list[str]) -> None:
    """Check the policies of a role: their names, files, sizes and number."""
    if not policies:
        findings.add(path, "is empty, so the role could do nothing; name a policy or remove the role")
    _references(findings, path, policies)
    managed = sum(1 for reference in policies if not is_file(reference))
    findings.at_most(path, managed, limits.ROLE_POLICIES)


def _references(findings: Findings, path: Path, references: list[str]) -> None:
    """Check that each policy and policy name occurs once: the name is the policy's address in Terraform's state."""
    seen: dict[str, int] = {}
    by_name: dict[str, int] = {}
    inline = 0
    for index, reference in enumerate(references):
        place = (*path, index)
        first = seen.setdefault(policy_arn(reference), index)
        name = inline_name(reference) if is_file(reference) else policy_arn(reference).rpartition("/")[2]
        namesake = by_name.setdefault(f"{is_file(reference)} {name}", index)
        if first != index:
            findings.add(place, f"{quoted(reference)} is already in the list, at [{first}]; keep one")
        elif namesake != index:
            other = quoted(references[namesake])
            findings.add(
                place, f"{quoted(reference)} and {other} have the same name {quoted(name)}; a role takes one of them"
            )
        elif is_file(reference):
            errors = file_errors(reference, findings.folder, findings.hints, findings.account_keys)
            findings.add_all(place, errors)
            if not errors:
                inline += file_size(reference, findings.folder)
                text = (findings.folder / reference).read_text(encoding="utf-8")
                check_mentions(findings, place, reference, text, text)
        else:
            findings.add_all(place, arn_errors(reference, findings.hints))
    findings.at_most(path, inline, limits.ROLE_INLINE_SIZE)


def _boundary_errors(reference: str, hints: Hints) -> list[str]:
    if is_file(reference):
        return [f"{quoted(reference)} is a file; a permissions boundary is a managed policy, by name or ARN"]
    return arn_errors(reference, hints)

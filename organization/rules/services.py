"""Rules for the security account, the log account, their services, contacts and the responder."""

from __future__ import annotations

from foundation.names import ACCESS_ROLE, ADMIN_ROLE, INFRA, ORG_ROOT
from organization import limits, names
from organization.model import Contact
from organization.problem import Path, quoted
from organization.rules.findings import Findings
from organization.rules.people import SERVICE_ROLES
from organization.rules.roles import check_policies

_DEPLOYER = (ACCESS_ROLE,)


def check(findings: Findings) -> None:
    """Check the security and log accounts, services, contacts, retention, the billing group and the responder."""
    _security_account(findings)
    _log_account(findings)
    _services(findings)
    _contacts(findings)
    _alarm(findings)
    _billing(findings)
    _responder(findings)
    _exempt_roles(findings)


def _security_account(findings: Findings) -> None:
    organization = findings.organization
    if organization.security_account == ORG_ROOT:
        message = f"{ORG_ROOT!r} cannot be a delegated administrator, by AWS's rule"
        findings.add(("security_account",), f"{message}; name a member account such as {INFRA!r}")
    elif organization.security_account is not None:
        _account(findings, ("security_account",), organization.security_account)
    elif organization.guardduty.enabled and organization.security_key is None and findings.is_complete("accounts"):
        lack = "'infra' is in quarantine" if INFRA in organization.accounts else "there is no 'infra'"
        message = f"needs an account that administers it, and {lack}; name one in security_account"
        findings.add(("guardduty",), message)


def _log_account(findings: Findings) -> None:
    key = findings.organization.log_account
    if key != ORG_ROOT:
        _account(findings, ("log_account",), key)


def _account(findings: Findings, path: Path, key: str) -> None:
    accounts = findings.organization.accounts
    if key in findings.organization.quarantined:
        findings.add(path, f"the account {quoted(key)} is in quarantine and can do nothing; name another")
    elif key not in accounts and findings.is_complete("accounts"):
        findings.add(path, f"{quoted(key)} is not an account{findings.hints.phrase(key, accounts)}")


def _services(findings: Findings) -> None:
    organization = findings.organization
    shortest, longest = limits.RETENTION_SHORTEST, limits.RETENTION_LONGEST
    findings.between(("cloudtrail", "retention_days"), organization.cloudtrail.retention_days, shortest, longest)
    findings.between(("config", "retention_days"), organization.config.retention_days, shortest, longest)
    findings.unique(("guardduty", "features"), organization.guardduty.features)
    age = organization.access_analyzer.unused_access_age
    findings.between(("access_analyzer", "unused_access_age"), age, limits.ONE, limits.UNUSED_ACCESS_AGE)


def _contacts(findings: Findings) -> None:
    contacts = findings.organization.alternate_contacts
    for name in type(contacts).model_fields:
        contact: Contact | None = getattr(contacts, name)
        if contact is not None:
            path = ("alternate_contacts", name)
            findings.value((*path, "name"), contact.name, names.line(contact.name, limits.CONTACT_NAME))
            findings.value((*path, "title"), contact.title, names.line(contact.title, limits.CONTACT_TITLE))
            findings.value((*path, "email"), contact.email, names.contact_email(contact.email))
            findings.value((*path, "phone"), contact.phone, names.phone(contact.phone))


def _alarm(findings: Findings) -> None:
    alarm, trail = findings.organization.root_sign_in_alarm, findings.organization.cloudtrail
    if alarm is None:
        return
    findings.value(("root_sign_in_alarm", "email"), alarm.email, names.contact_email(alarm.email))
    if not trail.enabled and findings.is_from_file("cloudtrail", "enabled"):
        findings.add(("root_sign_in_alarm",), "reads the organization trail, which is off; set cloudtrail to true")


def _billing(findings: Findings) -> None:
    group = findings.organization.billing_group
    if group is None:
        return
    if group.lower() == ADMIN_ROLE:
        message = f"{quoted(group)} is already the role of the administrators in {ORG_ROOT}"
        findings.add(("billing_group",), f"{message}; name a group with another name")
    else:
        _group(findings, ("billing_group",), group)


def _group(findings: Findings, path: Path, group: str) -> None:
    groups = findings.organization.groups
    if group not in groups and findings.is_complete("groups"):
        findings.add(path, f"{quoted(group)} is not a group{findings.hints.phrase(group, groups)}")


def _responder(findings: Findings) -> None:
    responder = findings.organization.responder
    if responder is None:
        return
    _group(findings, ("responder", "group"), responder.group)
    name, path = responder.role_name, ("responder", "role_name")
    findings.value(path, name, names.iam_name(name, limits.ROLE_NAME))
    taken = {ACCESS_ROLE: "that AWS creates in every account"}
    taken |= dict.fromkeys(SERVICE_ROLES, "that this project creates for a service")
    taken |= {group: f"of the group {quoted(group)}" for group in findings.organization.groups}
    for other, whose in taken.items():
        if name.lower() == other.lower():
            findings.add(path, f"{quoted(name)} is already the name of the role {whose}; choose another name")
    check_policies(findings, ("responder", "policies"), responder.policies)
    for index, reference in enumerate(responder.policies):
        if reference.startswith("arn:") and not reference.startswith("arn:aws:iam::aws:"):
            message = (
                f"principals of the account could change {quoted(reference)}; name an AWS managed policy or a file"
            )

            findings.add(("responder", "policies", index), message)
    duration = ("responder", "max_session_duration")
    findings.between(duration, responder.max_session_duration, limits.SESSION_SHORTEST, limits.SESSION_LONGEST)


def _exempt_roles(findings: Findings) -> None:
    roles, path = findings.organization.exempt_roles, ("exempt_roles",)
    findings.unique(path, roles)
    for index, name in enumerate(roles):
        findings.value((*path, index), name, names.iam_name(name, limits.ROLE_NAME))
    if ACCESS_ROLE in roles:
        return
    near = [index for index, name in enumerate(roles) if findings.hints.word(name, _DEPLOYER, cutoff=0.8)]
    for index in near:
        message = f"{quoted(roles[index])} is not the role that Terraform deploys with, did you mean {ACCESS_ROLE!r}?"
        findings.add((*path, index), message)
    if not near and all(findings.is_from_file(*path, index) for index in range(len(roles))):
        findings.add(path, f"{ACCESS_ROLE!r} is missing: it is the role that Terraform deploys with; add it")

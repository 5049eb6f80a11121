"""The access that `organization.yaml` intends, to compare the synthesized policies with."""

from __future__ import annotations

from dataclasses import dataclass

from foundation.names import ACCESS_ROLE, ADMIN_ROLE, ADMIN_SUFFIX, ID, ORG_ROOT
from organization.model import Organization


@dataclass(frozen=True, order=True)
class Grant:
    """The permission of one user to assume one role in one account."""

    user: str
    """The IAM user's name: `ann`, or `ann.org-root` for an administrator."""
    home: str
    """Key of the user's account."""
    account: str
    """Key of the role's account."""
    role: str
    because: str
    """The configuration key that grants it: `groups.infra.roles.infra`."""


@dataclass(frozen=True)
class Intent:
    """The access that a configuration intends."""

    grants: tuple[Grant, ...]
    deployers: tuple[str, ...]
    """Names of the deployment roles: in org-root, and in every other account."""
    exempt_roles: tuple[str, ...]
    """Names of the roles that are exempt from protective guardrails."""
    responder_role: str | None
    responders: tuple[str, ...]
    """Names of the users who respond to incidents."""
    quarantined: tuple[str, ...]
    """Keys of the accounts in quarantine."""
    quarantine_units: tuple[str, ...]
    """Paths of the units whose accounts are in quarantine."""


def intent_of(organization: Organization) -> Intent:
    """Return the access that a configuration intends."""
    units = list(organization.units())
    responder = organization.responder
    members = organization.groups[responder.group].users if responder and responder.group in organization.groups else []
    quarantined = tuple(key for _, unit, shut in units if shut for key in unit.accounts)
    return Intent(
        grants=tuple(sorted(_grants(organization, set(quarantined)))),
        deployers=(ADMIN_ROLE, ACCESS_ROLE),
        exempt_roles=tuple(organization.exempt_roles),
        responder_role=responder.role_name if responder else None,
        responders=tuple(members),
        quarantined=quarantined,
        quarantine_units=tuple("/".join(path) for path, _, shut in units if shut),
    )


def _grants(organization: Organization, quarantined: set[str]) -> set[Grant]:
    found: set[Grant] = set()
    for user in organization.org_root.admins:
        found.add(Grant(f"{user}{ADMIN_SUFFIX}", ORG_ROOT, ORG_ROOT, ADMIN_ROLE, "org_root.admins"))
    for name, group in organization.groups.items():
        for user in group.users:
            found |= {
                Grant(user, ID, account, name, f"groups.{name}.roles.{account}")
                for account in group.roles
                if account not in quarantined
            }
            if organization.billing_group == name:
                found.add(Grant(user, ID, ORG_ROOT, name, "billing_group"))
            if organization.responder and organization.responder.group == name:
                found |= {
                    Grant(user, ID, account, organization.responder.role_name, "responder")
                    for account in organization.accounts
                }
    return found

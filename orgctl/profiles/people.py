"""
The profiles of a user or administrator: one for each role that they may assume.

A role session carries no MFA, and every role of this project demands it, so each is assumed from the IAM user, with a
code of its device. Only OrganizationAccountAccessRole is assumed from the role admin, without MFA and for an hour at
most: that is role chaining. Source: IAM User Guide, "Methods to assume a role", and AWS CLI User Guide, "Using an IAM
role in the AWS CLI" (2026-11-22).
"""

from __future__ import annotations

from collections.abc import Iterator

from foundation.names import ACCESS_ROLE, ADMIN_ROLE, ADMIN_SUFFIX, ID, ORG_ROOT
from organization.hints import Hints
from organization.model import Organization
from organization.problem import quoted
from orgctl.key_source import KeySource
from orgctl.profiles.build import Own, access_profile, role_profile, user_profile
from orgctl.profiles.model import Profile, ProfileError
from terraform_json.outputs import Numbers

BILLING_SECONDS = 3_600
_QUARANTINED = "in quarantine: works if the role existed before"


def people(organization: Organization) -> list[str]:
    """Return the names of all administrators and users."""
    return list(dict.fromkeys((*organization.org_root.admins, *organization.users)))


def demand_person(organization: Organization, name: str) -> None:
    """Raise ProfileError for a name that is in neither list, with a similar one."""
    known = people(organization)
    if name not in known:
        near = Hints().phrase(name, known)
        raise ProfileError(f"{quoted(name)} is neither in users nor in org_root.admins of organization.yaml{near}")


def profiles_of(
    organization: Organization, numbers: Numbers, user: str, form: KeySource = KeySource.CLI
) -> list[Profile]:
    """
    Return every profile of a person: as administrator, and as user of the account id. Raise ProfileError.

    In an account in quarantine, only the responder gets a profile: every other role is refused.
    """
    demand_person(organization, user)
    found: list[Profile] = []
    if user in organization.org_root.admins:
        own = Own(organization, numbers, form, user, ORG_ROOT, user + ADMIN_SUFFIX, own_name(organization, ORG_ROOT))
        found += _administrators(own)
    if user in organization.users:
        found += _user_of_id(Own(organization, numbers, form, user, ID, user, own_name(organization, ID)))
    return found


def own_name(organization: Organization, key: str) -> str:
    """Return the name of the profile of a person's IAM user, in id or in org-root."""
    return f"{organization.alias(key)}-user" if key == ORG_ROOT else organization.alias(key)


def admin_name(organization: Organization) -> str:
    """Return the name of the profile of the role admin."""
    return organization.alias(ORG_ROOT)


def role_name(organization: Organization, key: str, role: str) -> str:
    """Return the name of the profile of any other role: unambiguous, since an alias has no dot."""
    return f"{organization.alias(key)}.{role}"


def reachable(organization: Organization, user: str) -> Iterator[tuple[str, str, int]]:
    """Yield the roles that a user's groups may assume: account, role and longest session, in the file's order."""
    responder = organization.responder
    for name, group in organization.groups.items():
        if user not in group.users:
            continue
        for key, role in group.roles.items():
            if key not in organization.quarantined:
                yield key, name, role.max_session_duration
        if organization.billing_group == name:
            yield ORG_ROOT, name, BILLING_SECONDS
        if responder is not None and responder.group == name:
            yield from ((key, responder.role_name, responder.max_session_duration) for key in organization.accounts)


def _administrators(own: Own) -> Iterator[Profile]:
    organization = own.organization
    admin = admin_name(organization)
    yield user_profile(own)
    yield role_profile(own, admin, ORG_ROOT, ADMIN_ROLE, organization.org_root.max_session_duration)
    for key in organization.accounts_with_stack():
        yield access_profile(own, role_name(organization, key, ACCESS_ROLE), key, through=admin)


def _user_of_id(own: Own) -> Iterator[Profile]:
    organization = own.organization
    yield user_profile(own)
    for key, role, seconds in reachable(organization, own.person):
        note = _QUARANTINED if key in organization.quarantined else ""
        yield role_profile(own, role_name(organization, key, role), key, role, seconds, note)

"""
The check that this is the right account, and ready. It changes nothing.
"""

from __future__ import annotations

from foundation.names import ADMIN_GROUP, ADMIN_ROLE
from live import iam
from live.errors import aws_refusal
from live.org_root import OrgRootState, read_org_root
from orgctl.up.journey import Journey
from orgctl.up.phase import Phase, UpError, done, print_row

NEW_ORGANIZATION_ACCOUNTS = 10
"""
Default quota of accounts of an organization, with its management account; new organizations may get fewer.

Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html (2026-11-22).
"""


def check(phase: Phase, journey: Journey) -> None:
    """Raise UpError with every obstacle at once."""
    done(journey, f"these are the credentials of {journey.identity}")
    if journey.identity.caller.name in journey.admin_users:
        raise UpError(f"{journey.identity} may only assume the role admin")
    problems = [
        *_organization(journey),
        *_alias(journey),
        *_root_user(journey),
        *_names(journey),
        *_lost_states(journey),
    ]
    if problems:
        raise UpError("\n".join(problems))
    _remind(journey)


def _organization(journey: Journey) -> list[str]:
    found = journey.state_account.organization()
    if found is None:
        done(journey, "it belongs to no organization yet")
        return []
    if found.management_account != journey.account:
        return [
            f"{journey.account} is a member of the organization {found.id}, which {found.management_account} "
            "manages: it cannot manage one itself. Use the credentials of another account, or let this one leave "
            "first."
        ]
    if known_organization(journey) == found.id:
        done(journey, f"it manages the organization {found.id}, which this project created")
        return []
    return [
        f"{journey.account} already manages the organization {found.id}, which is not in Terraform's state. Is it "
        "the right account? To import the organization: docs/accounts.md, “Take in what exists”."
    ]


def known_organization(journey: Journey) -> str | None:
    """Return the id of the organization in Terraform's state."""
    return org_root_state(journey).organization_id


def account_numbers(journey: Journey) -> dict[str, str]:
    """Return the numbers of the accounts in Terraform's state, by key."""
    return org_root_state(journey).account_numbers


def org_root_state(journey: Journey) -> OrgRootState:
    """Return the state of the stack org-root; an empty one if it does not exist yet."""
    return read_org_root(journey.organization, journey.folder, journey.identity.session)


def _alias(journey: Journey) -> list[str]:
    found = journey.state_account.alias()
    if found in (None, journey.alias):
        taken = "has the alias" if found else "has no alias yet; it will be"
        done(journey, f"it {taken} {journey.alias}")
        return []
    return [
        f"the account has the alias {found}, but `name` in the file makes it {journey.alias}. Is it the right account? "
        f"If so: aws iam delete-account-alias --account-alias {found}"
    ]


def _names(journey: Journey) -> list[str]:
    """Return a problem if a name of the administrators' role, group or users is taken before they are created."""
    if org_root_state(journey).has_resources:
        return []
    taken = list(iam.existing(journey.iam, role=ADMIN_ROLE, group=ADMIN_GROUP, users=journey.admin_users))
    if not taken:
        return []
    return [
        f"the account already has the {', the '.join(taken)}, which this project must create: rename or delete the "
        "existing one"
    ]


def _lost_states(journey: Journey) -> list[str]:
    """Return a problem for each state that Terraform could not write to its bucket: its credentials expired, say."""
    found = sorted(journey.folder.glob("cdktf.out/stacks/*/errored.tfstate"))
    return [
        f"Terraform could not write the state of {file.parent.name}; it is in {file.relative_to(journey.folder)}. Run "
        f"terraform -chdir={file.parent.relative_to(journey.folder)} state push errored.tfstate, then delete the file."
        for file in found
    ]


def _root_user(journey: Journey) -> list[str]:
    try:
        summary = iam.account_summary(journey.iam)
    except aws_refusal() as error:
        return [f"the account cannot be read ({error}): the first credentials must have AdministratorAccess"]
    if summary.get("AccountAccessKeysPresent"):
        print_row(
            journey.console,
            "wrong",
            "the root user has an access key; the phase first-credentials deletes it",
            "yellow",
        )
    if summary.get("AccountMFAEnabled"):
        done(journey, "its root user has MFA")
        return []
    return [
        "the root user of the account has no MFA. Sign in as the root user, then: account name (top right), Security "
        "credentials, Multi-factor authentication, Assign MFA device. Then start again."
    ]


def _remind(journey: Journey) -> None:
    """Print what no API reports and the administrator must check."""
    rows = [
        "whether IAM users may see bills: as the root user, Account, IAM user and role access to billing information",
        "whether the company's card, address and phone are in place: as the root user, Billing, and Account",
        "whether the e-mail addresses of the new accounts are free: AWS reports it only when it creates them",
    ]
    for number, text in enumerate(rows):
        print_row(journey.console, "" if number else "not known", text, "yellow")
    wanted = len(journey.organization.accounts)
    if wanted >= NEW_ORGANIZATION_ACCOUNTS:
        print_row(
            journey.console,
            "",
            f"whether AWS allows {wanted} accounts: {NEW_ORGANIZATION_ACCOUNTS} by default; more in Service Quotas, "
            "AWS Organizations, once the organization exists",
            "yellow",
        )

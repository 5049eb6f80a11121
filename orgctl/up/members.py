"""
The phases that deploy the organization, its accounts, and their stacks.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from foundation.names import ACCESS_ROLE, ID, ORG_ROOT, bootstrap_stack
from live import iam
from live.access import Access
from live.accounts import status_of
from orgctl.up.account import account_numbers, known_organization
from orgctl.up.journey import Journey
from orgctl.up.phase import Phase, UpError, done
from orgctl.up.repair import repair
from orgctl.up.stacks import Work, addresses_of_type, dependencies, deploy, synthesize

NEW_ACCOUNT_SECONDS, NEW_ACCOUNT_PAUSE = 300.0, 5.0


def organization(phase: Phase, journey: Journey) -> None:
    """Deploy the organization alone, since AWS may take an hour; later runs deploy it with the accounts."""
    synthesize(journey)
    if known_organization(journey):
        repair(journey)
        done(journey, _confirm_organization(journey))
        return
    wanted = addresses_of_type(journey, ORG_ROOT, "aws_organizations_organization")
    deploy(phase, journey, Work([ORG_ROOT], wanted), lambda: _confirm_organization(journey))


def _confirm_organization(journey: Journey) -> str:
    found = journey.state_account.organization()
    if found is None or found.management_account != journey.account:
        raise UpError(f"{journey.account} manages no organization in AWS")
    return f"{journey.account} manages the organization {found.id}"


def accounts(phase: Phase, journey: Journey) -> None:
    """Deploy all of org-root."""
    synthesize(journey)
    if known_organization(journey):
        repair(journey)
    deploy(phase, journey, Work([ORG_ROOT]), lambda: _confirm_accounts(journey))


def _confirm_accounts(journey: Journey) -> str:
    active = {str(account["Id"]) for account in journey.listed_accounts() if status_of(account) == "ACTIVE"}
    numbers = account_numbers(journey)
    if missing := [key for key in journey.organization.accounts if numbers.get(key) not in active]:
        raise UpError(f"AWS has no active account for {', '.join(missing)}")
    return f"AWS has the accounts {', '.join(journey.organization.accounts)}"


def states(phase: Phase, journey: Journey) -> None:
    """Deploy the states' buckets of the member accounts, once their access role can be assumed."""
    keys = journey.organization.accounts_with_stack()
    if journey.organization.deployment.state.mode == "local":
        done(journey, "the state is in files beside organization.yaml: there is nothing to deploy")
        return
    if _may_enter(journey):
        wait_for_accounts(journey, keys)
    deploy(phase, journey, Work([bootstrap_stack(key) for key in keys]), lambda: _confirm_aliases(journey, keys))


def identities(phase: Phase, journey: Journey) -> None:
    """Deploy id, after the stacks that it depends on."""
    synthesize(journey)
    before = [stack for stack in dependencies(journey, ID) if stack in journey.organization.accounts]
    deploy(phase, journey, Work([*before, ID]), lambda: _confirm_people(journey))


def others(phase: Phase, journey: Journey) -> None:
    """Deploy all member accounts but id."""
    keys = [key for key in journey.organization.accounts_with_stack() if key != ID]
    if not keys:
        done(journey, "there are no other accounts")
        return
    deploy(phase, journey, Work(keys), lambda: _confirm_roles(journey, keys))


def wait_for_accounts(journey: Journey, keys: Sequence[str]) -> None:
    """Wait until the role that AWS creates in each account can be assumed. Raise UpError."""
    end = time.monotonic() + NEW_ACCOUNT_SECONDS
    waiting = list(keys)
    with journey.console.status("waiting for the new accounts", spinner="line"):
        while waiting := [
            key for key, access in account_access(journey, waiting).items() if not access.can_be_entered()
        ]:
            if time.monotonic() > end:
                raise UpError(
                    f"the role {ACCESS_ROLE} of {', '.join(waiting)} cannot be assumed as {journey.identity.caller}. "
                    "This is normal in an account's first minutes: start again."
                )
            time.sleep(NEW_ACCOUNT_PAUSE)


def _may_enter(journey: Journey) -> bool:
    """Tell whether the accounts exist: not in a dry run that is pending before the phase accounts."""
    return not journey.pending and account_numbers(journey).keys() >= {*journey.organization.accounts_with_stack()}


def account_access(journey: Journey, keys: Sequence[str]) -> dict[str, Access]:
    """Return the access to member accounts. Raise UpError if the number of one is not in Terraform's state."""
    numbers = account_numbers(journey)
    if missing := [key for key in keys if key not in numbers]:
        raise UpError(f"Terraform's state has no number of {', '.join(missing)}: deploy org-root first")
    partition = journey.identity.caller.partition
    return {
        key: Access(journey.identity.session, numbers[key], f"arn:{partition}:iam::{numbers[key]}:role/{ACCESS_ROLE}")
        for key in keys
    }


def _confirm_aliases(journey: Journey, keys: Sequence[str]) -> str:
    for key, access in account_access(journey, keys).items():
        aliases = iam.aliases(access.client("iam"))
        if aliases != [journey.organization.alias(key)]:
            raise UpError(f"the account {key} has the alias {', '.join(aliases) or 'none'}")
    return f"{', '.join(keys)} can be accessed, and have their aliases"


def _confirm_people(journey: Journey) -> str:
    client = account_access(journey, [ID])[ID].client("iam")
    missing = {*journey.organization.users}.difference(iam.users(client))
    missing |= {*journey.organization.groups}.difference(iam.groups(client))
    if missing:
        raise UpError(f"the account id has no {', '.join(sorted(missing))}")
    return f"id has the users {', '.join(journey.organization.users) or 'none'}"


def _confirm_roles(journey: Journey, keys: Sequence[str]) -> str:
    for key, access in account_access(journey, keys).items():
        wanted = {name for name, group in journey.organization.groups.items() if key in group.roles}
        if missing := wanted.difference(iam.roles(access.client("iam"))):
            raise UpError(f"the account {key} has no role {', '.join(sorted(missing))}")
    return f"the groups' roles exist in {', '.join(keys)}"

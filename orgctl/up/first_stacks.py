"""
The first resources of the management account: its alias, the bucket for state, and the administrators.
"""

from __future__ import annotations

import json

from foundation.names import ADMIN_GROUP, ADMIN_ROLE, ORG_ROOT, bootstrap_stack
from live import iam, writes
from live.errors import NameTakenError, aws_refusal
from live.states import StatePlace
from orgctl.up.account import known_organization
from orgctl.up.journey import Journey
from orgctl.up.phase import Phase, UpError, done, print_row
from orgctl.up.stacks import Work, addresses_of, deploy, prove, synthesize


def bootstrap(phase: Phase, journey: Journey) -> None:
    """Deploy the state's bucket, after the alias that names it: AWS reports a taken alias only at its creation."""
    if journey.organization.deployment.state.mode == "local":
        done(journey, "the state is in files beside organization.yaml: there is nothing to deploy")
        return
    if not journey.dry_run:
        _take_alias(phase, journey)
    deploy(phase, journey, Work([bootstrap_stack(ORG_ROOT)]), lambda: _confirm_state(journey))


def _take_alias(phase: Phase, journey: Journey) -> None:
    if iam.aliases(journey.iam):
        return
    prove(journey)
    phase.announce(journey, f"aws iam create-account-alias --account-alias {journey.alias}")
    journey.dialogue.demand_agreement(f"Take the alias {journey.alias} for this account?")
    try:
        writes.create_alias(journey.iam, journey.alias)
    except NameTakenError:
        raise UpError(
            f"the alias {journey.alias} belongs to another AWS account: aliases are unique across AWS. Choose another "
            "`name` in organization.yaml; nothing was created yet."
        ) from None


def _confirm_state(journey: Journey) -> str:
    organization = journey.organization
    account = journey.state_account
    bucket = organization.state_bucket(ORG_ROOT)
    if account.alias() != journey.alias:
        raise UpError(f"the account does not have the alias {journey.alias}")
    stack = bootstrap_stack(ORG_ROOT)
    if not StatePlace.configured(organization, stack, journey.folder).read_with(account):
        raise UpError(f"the state of {stack} is not in the bucket {bucket}: start again")
    return f"the account has the alias {journey.alias} and keeps the state in {bucket}"


def administrators(phase: Phase, journey: Journey) -> None:
    """Deploy only these of org-root; once the organization exists, they are deployed with the rest of it."""
    if known_organization(journey):
        _print_administrators(journey)
        return
    synthesize(journey)
    wanted = ["administrators", *(["alias"] if journey.organization.deployment.state.mode == "local" else [])]
    work = Work([ORG_ROOT], addresses_of(journey, ORG_ROOT, *wanted))
    deploy(phase, journey, work, lambda: _confirm_administrators(journey))


def _print_administrators(journey: Journey) -> None:
    """Print who may assume the role admin, and who may once org-root is deployed."""
    members = iam.members(journey.iam, ADMIN_GROUP)
    done(journey, f"{', '.join(sorted(members))} may assume the role {ADMIN_ROLE}")
    if missing := [user for user in journey.admin_users if user not in members]:
        print_row(
            journey.console,
            "not yet",
            f"{', '.join(missing)}: with org-root, in the phase accounts or changes",
            "yellow",
        )


def _confirm_administrators(journey: Journey) -> str:
    try:
        trust = iam.trust_policy(journey.iam, ADMIN_ROLE)
        members = iam.members(journey.iam, ADMIN_GROUP)
    except aws_refusal() as error:
        raise UpError(f"the administrators' role and group cannot be read: {error}") from None
    if missing := set(journey.admin_users) - members:
        raise UpError(f"not in the group admins: {', '.join(sorted(missing))}")
    if "aws:MultiFactorAuthPresent" not in json.dumps(trust):
        raise UpError(f"the role {ADMIN_ROLE} does not demand MFA")
    return f"{', '.join(journey.admin_users)} may assume the role {ADMIN_ROLE} with MFA"

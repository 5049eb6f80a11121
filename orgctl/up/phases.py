"""
The phases of `orgctl up`, in their order.
"""

from __future__ import annotations

from orgctl.up import account, changes, first_credentials, first_stacks, members, profiles, sign_in
from orgctl.up.phase import Phase

PHASES = (
    Phase(
        "account",
        does="checks the account and the credentials",
        for_good="nothing is changed",
        way_back="none is needed",
        run=account.check,
    ),
    Phase(
        "bootstrap",
        does="creates the account's alias and the bucket for its stacks' state, and moves its own state there",
        for_good="nothing; while you hold them, no other account can take the alias or the buckets' names",
        way_back="empty and delete the two buckets, and aws iam delete-account-alias",
        run=first_stacks.bootstrap,
    ),
    Phase(
        "administrators",
        does="creates the administrators' users, their group, and the role admin, which they assume with MFA",
        for_good="nothing",
        way_back="delete them in IAM: nothing depends on them yet",
        run=first_stacks.administrators,
    ),
    Phase(
        "sign-in",
        does="gives your user MFA, an optional password, and keys on this computer; then assumes the role admin",
        for_good="nothing; an MFA device that is lost takes another administrator, or the root user, to replace",
        way_back="the first credentials still work, and this phase can be run again",
        run=sign_in.sign_in,
    ),
    Phase(
        "first-credentials",
        does="deletes the first credentials: the temporary IAM user, or the root user's access key",
        for_good="a deleted key or user cannot be restored",
        way_back="the root user can create a new one",
        as_admin=True,
        run=first_credentials.remove,
    ),
    Phase(
        "organization",
        does="creates the organization, which this account then manages",
        for_good="which account manages it",
        way_back="aws organizations delete-organization, as long as it has no other account",
        as_admin=True,
        run=members.organization,
    ),
    Phase(
        "accounts",
        does="creates OUs, accounts, guardrails, and the services that the file enables (costs: docs/services.md)",
        for_good="an account can only be closed, which takes 90 days, and its e-mail address cannot be used again",
        way_back="none for accounts; OUs and guardrails: remove them from the file and deploy",
        as_admin=True,
        run=members.accounts,
    ),
    Phase(
        "states",
        does="creates each member account's alias, and the bucket for its stacks' state",
        for_good="nothing; while you hold them, no other account can take the names",
        way_back="empty and delete the buckets, through the role OrganizationAccountAccessRole",
        as_admin=True,
        run=members.states,
    ),
    Phase(
        "id",
        does="creates every user and group, in the account id",
        for_good="nothing",
        way_back="remove them from the file and deploy",
        as_admin=True,
        run=members.identities,
    ),
    Phase(
        "members",
        does="creates the roles of the groups, and the services of the other accounts",
        for_good="nothing; what services record costs money: docs/services.md",
        way_back="remove them from the file and deploy; services: docs/services.md",
        as_admin=True,
        run=members.others,
    ),
    Phase(
        "changes",
        does="deploys what changed in the file since a stack was deployed",
        for_good="as the plans say",
        way_back="restore the file, and cdktf deploy",
        as_admin=True,
        run=changes.changes,
    ),
    Phase(
        "profiles",
        does="writes your profiles into the AWS config file of this computer; the rest of the file stays unchanged",
        for_good="nothing",
        way_back="the backup beside the file",
        as_admin=True,
        run=profiles.profiles,
    ),
)

NAMES = tuple(phase.name for phase in PHASES)

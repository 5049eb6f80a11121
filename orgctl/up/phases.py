"""
The phases, in their order.
"""

from __future__ import annotations

from orgctl.up import account, first_credentials, first_stacks, members, profiles, sign_in
from orgctl.up.phase import Phase

PHASES = (
    Phase(
        "account",
        does="looks at the account and the credentials",
        for_good="nothing is changed",
        way_back="none is needed",
        run=account.look,
    ),
    Phase(
        "bootstrap",
        does="gives the account its alias, and makes the bucket for the state of its stacks, into which its own moves",
        for_good="nothing; as long as you have them, nobody else can have the alias or the names of the buckets",
        way_back="empty and delete the two buckets, and aws iam delete-account-alias",
        run=first_stacks.bootstrap,
    ),
    Phase(
        "administrators",
        does="makes the administrators' users, their group, and the role admin, which they assume with MFA",
        for_good="nothing",
        way_back="delete them in IAM: nothing depends on them yet",
        run=first_stacks.administrators,
    ),
    Phase(
        "sign-in",
        does="gives your user MFA, a password if you like, and keys on this computer; tries them: into the role admin",
        for_good="nothing; an MFA device that is lost takes another administrator, or the root user, to replace",
        way_back="the first credentials still work, and so does this phase again",
        run=sign_in.sign_in,
    ),
    Phase(
        "first-credentials",
        does="removes what only the beginning needed: the temporary IAM user, or the root user's access key",
        for_good="a key or user that was deleted does not come back",
        way_back="the root user can make a new one",
        as_admin=True,
        run=first_credentials.remove,
    ),
    Phase(
        "organization",
        does="makes the organization, which this account then manages",
        for_good="which account manages it",
        way_back="aws organizations delete-organization, as long as it has no other account",
        as_admin=True,
        run=members.organization,
    ),
    Phase(
        "accounts",
        does="makes units, accounts, guardrails, and the services that the file switches on (costs: docs/services.md)",
        for_good="an account can only be closed, which takes 90 days, and its e-mail address is never free again",
        way_back="none for accounts; units and guardrails: take them out of the file and deploy",
        as_admin=True,
        run=members.accounts,
    ),
    Phase(
        "states",
        does="gives each member account its alias, and the bucket for the state of its stacks",
        for_good="nothing; as long as you have them, nobody else can have the names",
        way_back="empty and delete the buckets, through the role OrganizationAccountAccessRole",
        as_admin=True,
        run=members.states,
    ),
    Phase(
        "id",
        does="makes every user and group, in the account id",
        for_good="nothing",
        way_back="take them out of the file and deploy",
        as_admin=True,
        run=members.identities,
    ),
    Phase(
        "members",
        does="makes the roles of the groups and whatever services the other accounts have",
        for_good="nothing; what services record costs money: docs/services.md",
        way_back="take them out of the file and deploy; services: docs/services.md",
        as_admin=True,
        run=members.others,
    ),
    Phase(
        "changes",
        does="deploys what the file says otherwise than when a stack was deployed",
        for_good="as the plans say",
        way_back="the file as it was, and cdktf deploy",
        as_admin=True,
        run=members.changes,
    ),
    Phase(
        "profiles",
        does="writes your profiles into the AWS config file of this computer; everything else in it stays as it is",
        for_good="nothing",
        way_back="the backup beside the file",
        as_admin=True,
        run=profiles.profiles,
    ),
)

NAMES = tuple(phase.name for phase in PHASES)

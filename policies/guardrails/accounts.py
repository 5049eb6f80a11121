"""Guardrails about sign-in and about the account itself."""

from __future__ import annotations

from policies.document import Statement
from policies.guardrails.model import Context, Guardrail, Values, deny, unless_exempt
from policies.guardrails.parameters import ALLOW_ASSUME_ROOT

_SCP_EXAMPLES = (
    "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html"
)


def _deny_root_user(values: Values, _: Context) -> tuple[Statement, ...]:
    condition = {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:root"}}
    if values["allow_assume_root"] == ("true",):
        condition["Null"] = {"aws:AssumedRoot": "true"}
    return (deny(["*"], condition=condition),)


def _deny_iam_users(_: Values, context: Context) -> tuple[Statement, ...]:
    actions = [
        "iam:CreateAccessKey",
        "iam:CreateLoginProfile",
        "iam:CreateServiceSpecificCredential",
        "iam:CreateUser",
        "iam:ResetServiceSpecificCredential",
        "iam:UpdateLoginProfile",
        "iam:UploadSigningCertificate",
        "iam:UploadSSHPublicKey",
    ]
    # The task of centralized root access that restores a root user's password calls CreateLoginProfile.
    elsewhere = {"StringNotEquals": {"aws:PrincipalAccount": context.id_account}, "Null": {"aws:AssumedRoot": "true"}}
    return (deny(actions, condition=elsewhere),)


def _deny_account_changes(_: Values, context: Context) -> tuple[Statement, ...]:
    return (
        deny(
            [
                "account:AcceptPrimaryEmailUpdate",
                "account:CloseAccount",
                "account:DeleteAlternateContact",
                "account:PutAccountName",
                "account:PutAlternateContact",
                "account:PutContactInformation",
                "account:StartPrimaryEmailUpdate",
                "iam:UpdateAccountEmailAddress",
                "iam:UpdateAccountName",
            ],
            condition=unless_exempt(context),  # Terraform sets the contacts
        ),
    )


DENY_ALL = Guardrail(
    name="deny-all",
    stops="Every action of every user and role, including the root user and the deployment role.",
    breaks="Everything but running workloads, service-linked roles, and access that resources grant to other accounts.",
    recommended="frozen accounts; OUs with quarantine: true deny more, and admit the responder",
    source="https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html",
    room=200,
    build=lambda _, __: (deny(["*"]),),
)

DENY_LEAVING_ORGANIZATION = Guardrail(
    name="deny-leaving-organization",
    stops=(
        "Leaving the organization, also for another one whose invitation the account accepts: either would remove "
        "every guardrail from the account."
    ),
    breaks="Nothing: the management account can still remove accounts, and accept handshakes.",
    recommended="root",
    source=_SCP_EXAMPLES,
    room=200,
    build=lambda _, __: (deny(["organizations:AcceptHandshake", "organizations:LeaveOrganization"]),),
)

DENY_ROOT_USER = Guardrail(
    name="deny-root-user",
    stops="Every action of the root user of a member account.",
    breaks=(
        "The few tasks that only a root user can perform, such as changing the support plan. Sessions of centralized "
        "root access are exempt by default."
    ),
    recommended="root",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html",
    parameters=(ALLOW_ASSUME_ROOT,),
    room=300,
    build=_deny_root_user,
)

DENY_IAM_USERS = Guardrail(
    name="deny-iam-users",
    stops="Creating users, passwords, access keys and certificates of users, outside of the id account.",
    breaks="Services that need an IAM user, such as SMTP of SES, and new access keys of existing users.",
    recommended="root",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    room=550,
    build=_deny_iam_users,
)

DENY_REGION_CHANGES = Guardrail(
    name="deny-region-changes",
    stops="Enabling and disabling opt-in regions.",
    breaks="Nothing: the management account can still enable and disable them for a member account.",
    recommended="root",
    source="https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html",
    room=200,
    build=lambda _, __: (deny(["account:DisableRegion", "account:EnableRegion"]),),
)

DENY_ACCOUNT_CHANGES = Guardrail(
    name="deny-account-changes",
    stops="Closing an account and changing its name, e-mail address and contacts, from within the account.",
    breaks="Contacts set by principals of the account. The exempt roles and the management account can still set them.",
    recommended="root",
    source="https://docs.aws.amazon.com/accounts/latest/reference/security_account-permissions-ref.html",
    protects=True,
    room=700,
    build=_deny_account_changes,
)

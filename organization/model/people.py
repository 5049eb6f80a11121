"""People, groups and roles."""

from __future__ import annotations

from organization.model.base import Defaults, Model, Short


class OrgRootAdmins(Model):
    """The administrators of the organization itself, in the management account."""

    admins: list[str]
    """Names of the administrators: each gets the IAM user <name>.org-root, who may assume the role admin with MFA."""
    former_admins: list[str] = []
    """
    Administrators who left. The next deploy removes them from the group and allows deleting the user with its access
    keys and MFA devices. Remove the name after it.
    """
    max_session_duration: int = 3600
    """
    Longest session of the role admin, in seconds (3600 to 43200). A session from there into a member account lasts at
    most one hour.
    """
    account_id: str | None = None
    """
    Number of the management account, in quotes ("123456789012"), for the proof and the check of policies that name a
    number. Not deployed.
    """


class Role(Short):
    """An IAM role named after the group: what its members may do in one account."""

    policies: list[str]
    """
    AWS managed policies by name (job-function/ViewOnlyAccess) or ARN, or JSON files in this folder
    (policies/deploy.json).
    """
    max_session_duration: int = 3600
    """Longest session, in seconds (3600 to 43200)."""
    permissions_boundary: str | None = None
    """Permissions boundary: the name of an AWS managed policy, or the ARN of any policy."""

    short_forms = [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]
    short_field = "policies"


class Group(Defaults):
    """Users of the id account and the roles that they may assume."""

    users: list[str] = []
    """All members. The next deploy removes members added outside of this file."""
    roles: dict[str, Role] = {}
    """Roles by account key: a policy, a list of policies, or a mapping."""


class Responder(Model):
    """A role in every member account that investigates incidents, also in quarantine. It demands MFA."""

    group: str
    """The group whose members may assume the role, from the account id."""
    role_name: str = "incident-responder"
    """Name of the role in every account. Neither quarantine nor the protecting guardrails bind it."""
    policies: list[str] = ["SecurityAudit", "job-function/ViewOnlyAccess"]
    """Policies of the role, as in the roles of groups."""
    max_session_duration: int = 3600
    """Longest session, in seconds (3600 to 43200)."""


class PasswordPolicy(Model):
    """Password policy of every account."""

    minimum_password_length: int = 14
    """At least 6, at most 128 characters."""
    password_reuse_prevention: int = 24
    """Number of previous passwords that are refused, 1 to 24."""
    max_password_age: int | None = None
    """Days until a password expires, 1 to 1095. Default: never."""

"""People, groups and roles."""

from __future__ import annotations

from organization.model.base import Defaults, Model, Short


class OrgRootAdmins(Model):
    """The people who administer the organization itself, and nothing else, from the management account."""

    admins: list[str]
    """Each gets the IAM user <name>.org-root, who may assume the role admin with MFA."""
    former_admins: list[str] = []
    """
    Admins who left: out of the group, and their keys and MFA devices go with the user. Remove the name after the next
    deploy.
    """
    max_session_duration: int = 3600
    """
    Longest session of the role admin, in seconds (3600 to 43200). From there into a member account it is one hour at
    most.
    """


class Role(Short):
    """What the people of a group may do in one account: an IAM role named after the group."""

    policies: list[str]
    """
    AWS managed policies by name (job-function/ViewOnlyAccess) or ARN, or JSON files in this folder
    (policies/deploy.json).
    """
    max_session_duration: int = 3600
    """Longest session, in seconds (3600 to 43200)."""
    permissions_boundary: str | None = None
    """AWS managed policy by name, or the ARN of any policy, that the role's permissions never exceed."""

    short_forms = [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]
    short_field = "policies"


class Group(Defaults):
    """People of the id account and the roles that they reach from there."""

    users: list[str] = []
    """Members, all of them: whoever is added elsewhere is removed by the next deploy."""
    roles: dict[str, Role] = {}
    """Account key and what the group may do there: a policy, a list of policies, or a mapping with more."""


class Responder(Model):
    """Who investigates incidents: a role in every member account that works in quarantine too, with MFA."""

    group: str
    """The group whose people may assume the role, from the account id."""
    role_name: str = "incident-responder"
    """Name of the role, the same in every account. Neither quarantine nor the guardrails that protect bind it."""
    policies: list[str] = ["SecurityAudit", "job-function/ViewOnlyAccess"]
    """What the role may do: as in the roles of groups."""
    max_session_duration: int = 3600
    """Longest session, in seconds (3600 to 43200)."""


class PasswordPolicy(Model):
    """Password policy of every account."""

    minimum_password_length: int = 14
    """At least 6, at most 128 characters."""
    password_reuse_prevention: int = 24
    """How many previous passwords are refused, 1 to 24."""
    max_password_age: int | None = None
    """Days until a password expires, 1 to 1095; never if not given."""

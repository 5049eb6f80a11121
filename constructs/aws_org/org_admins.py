"""The administrators of the organization."""

from __future__ import annotations

from collections.abc import Sequence

from constructs import Construct

import policies
from aws_org.cross_account_role import CrossAccountRole
from aws_org.iam_people import IamPeople
from aws_org.self_service_policy import SelfServicePolicy
from aws_org.user_group import UserGroup
from foundation.names import ADMIN_GROUP, ADMIN_ROLE, ADMIN_SUFFIX


class OrgAdmins(Construct):
    """
    The administrators of the management account: users, their group and the role that they assume with MFA.

    They are the only users in this account, and no service control policy binds them. Without the last administrator,
    or the last one's MFA device, only the root user has access.
    """

    role_arn: str
    user_names: list[str]

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        account_id: str,
        admins: Sequence[str],
        leaving: Sequence[str] = (),
        max_session_duration: int = 3600,
    ) -> None:
        super().__init__(scope, id)

        users = [name + ADMIN_SUFFIX for name in admins]
        people = IamPeople(self, "users", names=users, leaving=[name + ADMIN_SUFFIX for name in leaving])
        role = CrossAccountRole(
            self,
            "role",
            role_name=ADMIN_ROLE,
            description="Administers the organization.",
            trusted_account_id=account_id,
            max_session_duration=max_session_duration,
            managed_policy_arns=[policies.managed_policy_arn("AdministratorAccess")],
        )
        UserGroup(
            self,
            "group",
            name=ADMIN_GROUP,
            users=[people.users[name] for name in users],
            roles=[(account_id, ADMIN_ROLE)],
            self_service_policy_arn=SelfServicePolicy(self, "self-service").policy_arn,
        )

        self.role_arn = role.role_arn
        self.user_names = users

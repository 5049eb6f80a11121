"""The account of the users and groups."""

from __future__ import annotations

from collections.abc import Sequence

from cdktf_cdktf_provider_aws.iam_user_policy_attachment import IamUserPolicyAttachment
from constructs import Construct

from aws_org.iam_people import IamPeople
from aws_org.self_service_policy import SelfServicePolicy
from aws_org.user_group import UserGroup


class IdAccount(Construct):
    """
    The users and groups of an organization, and the roles that each group may assume.

    The roles themselves are created in their accounts, also those in this one. Memberships are exclusive: Terraform
    removes users added to a group by other means.
    """

    def __init__(self, scope: Construct, id: str, *, users: Sequence[str], leaving: Sequence[str] = ()) -> None:
        super().__init__(scope, id)
        self._people = IamPeople(self, "users", names=users, leaving=leaving)
        self._self_service = SelfServicePolicy(self, "self-service")
        self._groups = Construct(self, "groups")

    def add_group(self, name: str, *, users: Sequence[str], roles: Sequence[tuple[str, str]]) -> UserGroup:
        """Add a group of users. Each role that its members may assume is an account number and a role name."""
        return UserGroup(
            self._groups,
            name,
            name=name,
            users=[self._people.users[user] for user in users],
            roles=roles,
            self_service_policy_arn=self._self_service.policy_arn,
        )

    def add_people_without_group(self, users: Sequence[str]) -> None:
        """Attach the self-service policy directly to users who are in no group, so that they can enrol MFA too."""
        attachments = Construct(self, "without-group")
        for name in users:
            IamUserPolicyAttachment(
                attachments, name, user=self._people.users[name].name, policy_arn=self._self_service.policy_arn
            )

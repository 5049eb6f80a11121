"""IAM users."""

from __future__ import annotations

from collections.abc import Sequence

from cdktf_cdktf_provider_aws.iam_user import IamUser
from constructs import Construct


class IamPeople(Construct):
    """
    IAM users without password, access key or MFA device, so that Terraform's state holds no secrets.

    AWS does not delete a user with a password, access keys or an MFA device. For users in `leaving`, Terraform may
    delete these too: deploy once with the name in `leaving`, then remove the name, and the next deploy deletes the
    user.
    """

    users: dict[str, IamUser]

    def __init__(self, scope: Construct, id: str, *, names: Sequence[str], leaving: Sequence[str] = ()) -> None:
        super().__init__(scope, id)
        self.users = {
            name: IamUser(self, name, name=name, force_destroy=name in leaving) for name in [*names, *leaving]
        }

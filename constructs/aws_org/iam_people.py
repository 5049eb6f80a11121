"""IAM users."""

from __future__ import annotations

from collections.abc import Sequence

from cdktf_cdktf_provider_aws.iam_user import IamUser
from constructs import Construct


class IamPeople(Construct):
    """
    An IAM user for each of some people, without password, key or MFA device: no secret is in Terraform's state.

    A user who has a password, access keys or an MFA device cannot be deleted, by AWS's own rule. For whoever is among
    `leaving` this is lifted: deploy once with the name there, then take it out, and the user goes with all of these.
    """

    users: dict[str, IamUser]

    def __init__(self, scope: Construct, id: str, *, names: Sequence[str], leaving: Sequence[str] = ()) -> None:
        super().__init__(scope, id)
        self.users = {
            name: IamUser(self, name, name=name, force_destroy=name in leaving) for name in [*names, *leaving]
        }

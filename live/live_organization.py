"""An organization, read from its management account on first use."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from foundation.aws_errors import code_of
from live.access import Access
from live.accounts import Listed
from live.pages import pages
from live.policies import Attachments, read_attachments
from live.remembered import remembered
from live.services.read import read_delegated
from live.tree import Tree, read_tree

if TYPE_CHECKING:
    import boto3

THREADS = 4


@dataclass(frozen=True)
class Membership:
    """The account of some credentials, the ARN of their principal, and the organization that the account belongs to."""

    account: str
    arn: str
    organization: Listed | None

    @property
    def is_root_user(self) -> bool:
        """True for the credentials of a root user."""
        return self.arn.endswith(":root")


def read_membership(session: boto3.Session) -> Membership:
    """Return the membership of a session's account. Raises botocore's ClientError and BotoCoreError."""
    access = Access(session, "")
    caller = access.client("sts").get_caller_identity()
    try:
        found: Listed | None = access.client("organizations").describe_organization()["Organization"]
    except ClientError as error:
        if code_of(error) != "AWSOrganizationsNotInUseException":
            raise
        found = None
    return Membership(str(caller["Account"]), str(caller["Arn"]), found)


class LiveOrganization:
    """
    An organization, read from its management account. Threads may share it: at worst a value is read twice.

    Each use of a value that AWS refuses raises botocore's ClientError or BotoCoreError.
    """

    def __init__(self, management: Access) -> None:
        self.management = management

    @remembered
    def organizations(self) -> Any:
        """A client of Organizations."""
        return self.management.client("organizations")

    @remembered
    def root(self) -> dict[str, Any]:
        """The root, with the enabled policy types."""
        return pages(self.organizations, "list_roots", "Roots")[0]

    @remembered
    def tree(self) -> Tree:
        """The OUs and their accounts."""
        return read_tree(self.organizations, self.root["Id"])

    @property
    def policy_types(self) -> list[str]:
        """The enabled policy types."""
        return [str(kind["Type"]) for kind in self.root["PolicyTypes"] if kind["Status"] == "ENABLED"]

    @remembered
    def attachments(self) -> Attachments:
        """Every policy with its targets."""
        with ThreadPoolExecutor(THREADS) as pool:
            return read_attachments(self.organizations, self.policy_types, pool)

    def policy_content(self, id: str) -> str:
        """Return the content of a policy, as AWS holds it."""
        return str(self.organizations.describe_policy(PolicyId=id)["Policy"]["Content"])

    @remembered
    def trusted(self) -> set[str]:
        """The services with trusted access."""
        found = pages(self.organizations, "list_aws_service_access_for_organization", "EnabledServicePrincipals")
        return {str(service["ServicePrincipal"]) for service in found}

    @remembered
    def delegated(self) -> dict[str, tuple[str, ...]]:
        """The services that each account administers, by its number."""
        return read_delegated(self.management)

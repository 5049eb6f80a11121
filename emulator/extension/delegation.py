"""
Delegated administrators, and the resource policy that delegates an organization's administration.

Operations: Organizations RegisterDelegatedAdministrator, RemoveAccountFromOrganization, PutResourcePolicy,
DescribeResourcePolicy, DeleteResourcePolicy, and the tag operations for resource policies. Source: AWS Organizations
API Reference, these operations and ConstraintViolationException.
"""

from __future__ import annotations

import json
from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.organizations.exceptions import AWSOrganizationsNotInUseException, OrganizationsClientError
from moto.organizations.models import OrganizationsBackend
from moto.organizations.responses import OrganizationsResponse

from emulator.extension import quotas
from emulator.extension.constraint_violation import ConstraintViolation
from emulator.extension.membership import trusts
from emulator.extension.stable_ids import ALPHANUMERIC, stable_id


class Delegation(OrganizationsBackend):
    """Delegation by the management account: administrators of services, and the resource policy."""

    def _reset(self) -> None:
        super()._reset()
        self.resource_policy: dict[str, Any] | None = None
        self.resource_policy_tags: dict[str, str] = {}

    def register_delegated_administrator(self, **kwargs: str) -> None:
        """Register a member account for a service that has trusted access."""
        account, principal = kwargs["AccountId"], kwargs["ServicePrincipal"]
        if account == self.account_id:
            reason = "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR"
            raise ConstraintViolation(reason, "The management account cannot be a delegated administrator.")
        if self.get_account_by_id(account).status != "ACTIVE":
            reason = "CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR"
            raise ConstraintViolation(reason, f"{account} is closed.")
        if not trusts(self, principal):
            raise ConstraintViolation("SERVICE_ACCESS_NOT_ENABLED", f"Enable trusted access for {principal} first.")
        super().register_delegated_administrator(**kwargs)

    def remove_account_from_organization(self, **kwargs: str) -> None:
        """Refuse a delegated administrator, which must be deregistered first."""
        if any(admin.account.id == kwargs["AccountId"] for admin in self.admins):
            reason = "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG"
            raise ConstraintViolation(reason, f"{kwargs['AccountId']} is a delegated administrator.")
        super().remove_account_from_organization(**kwargs)

    def put_resource_policy(self, content: str, tags: list[dict[str, str]]) -> dict[str, Any]:
        """Create the policy or replace its text. An organization has at most one."""
        if self.org is None:
            raise AWSOrganizationsNotInUseException
        if len(content) > quotas.RESOURCE_POLICY_CHARACTERS:
            raise ConstraintViolation("POLICY_CONTENT_LIMIT_EXCEEDED", f"{len(content):,} characters are too many.")
        if not _is_object(content):
            raise OrganizationsClientError("MalformedPolicyDocumentException", "The policy is not a JSON object.")
        id = "rp-" + stable_id(ALPHANUMERIC, 8, self.org.id)
        arn = f"arn:{self.partition}:organizations::{self.account_id}:resourcepolicy/{self.org.id}/{id}"
        self.resource_policy = {"ResourcePolicySummary": {"Id": id, "Arn": arn}, "Content": content}
        self.resource_policy_tags |= {tag["Key"]: tag["Value"] for tag in tags}
        return self.resource_policy

    def describe_resource_policy(self) -> dict[str, Any]:
        """Return the policy; raise when there is none."""
        if self.resource_policy is None:
            raise OrganizationsClientError("ResourcePolicyNotFoundException", "There is no resource policy.")
        return self.resource_policy

    def delete_resource_policy(self) -> None:
        """Delete the policy with its tags."""
        self.describe_resource_policy()
        self.resource_policy, self.resource_policy_tags = None, {}

    def _get_resource_for_tagging(self, resource_id: str) -> Any:
        if resource_id.startswith("rp-"):
            self.describe_resource_policy()
            return _Tagged(self.resource_policy_tags)
        return super()._get_resource_for_tagging(resource_id)


class _Tagged:
    """An object with the attribute that moto's tag operations change."""

    def __init__(self, tags: dict[str, str]) -> None:
        self.tags = tags


class DelegationApi(OrganizationsResponse):
    """The operations of `aws_organizations_resource_policy`."""

    @property
    def _delegation(self) -> Delegation:
        backend = self.organizations_backend
        assert isinstance(backend, Delegation)
        return backend

    def put_resource_policy(self) -> ActionResult:
        """Create or replace the policy."""
        policy = self._delegation.put_resource_policy(self._get_param("Content"), self._get_param("Tags", []))
        return ActionResult({"ResourcePolicy": policy})

    def describe_resource_policy(self) -> ActionResult:
        """Return the policy."""
        return ActionResult({"ResourcePolicy": self._delegation.describe_resource_policy()})

    def delete_resource_policy(self) -> ActionResult:
        """Delete the policy."""
        self._delegation.delete_resource_policy()
        return EmptyResult()


def _is_object(content: str) -> bool:
    try:
        return isinstance(json.loads(content), dict)
    except ValueError:
        return False

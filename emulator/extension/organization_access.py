"""
The operations of AWS Organizations that each account may call, and organizations that are being finalized.

Operations: all of AWS Organizations; CreateAccount and InviteAccountToOrganization fail with
FinalizingOrganizationException for a while after CreateOrganization. Source: AWS Organizations API Reference: the
errors of each operation, and its sentence about the accounts that may call it.
"""

from __future__ import annotations

import time
from typing import Any, Final

from moto.core.responses import ActionResult
from moto.organizations.exceptions import AWSOrganizationsNotInUseException, OrganizationsClientError
from moto.organizations.models import organizations_backends

from emulator.extension.delegation import DelegationApi
from emulator.extension.membership import organization_of
from emulator.extension.start_options import start_options

WITHOUT_ORGANIZATION: Final = {
    "CancelHandshake",
    "CreateOrganization",
    "DeclineHandshake",
    "DescribeHandshake",
    "ListHandshakesForAccount",
}
OF_MEMBERS: Final = {*WITHOUT_ORGANIZATION, "DescribeEffectivePolicy", "DescribeOrganization", "LeaveOrganization"}
NOT_WHILE_FINALIZING: Final = {"CreateAccount", "CreateGovCloudAccount", "InviteAccountToOrganization"}

finished: dict[str, float] = {}  # when the organization is finalized, by management account


class OrganizationsApi(DelegationApi):
    """The operations of AWS Organizations, refused to accounts that may not call them."""

    def call_action(self) -> Any:
        """Answer an operation, or refuse it."""
        error = self._refusal(self._get_action())
        return self.serialized(ActionResult(error)) if error else super().call_action()

    def create_organization(self) -> str:
        """Create an organization, which accepts accounts only once it is finalized."""
        created = super().create_organization()
        finished[self.current_account] = time.monotonic() + start_options.account.finalizing_seconds
        return created

    def _refusal(self, operation: str) -> OrganizationsClientError | None:
        if self.current_account in organizations_backends.master_accounts:
            return self._refusal_of_member(operation)
        if organization_of(self.current_account) is None and operation not in WITHOUT_ORGANIZATION:
            return AWSOrganizationsNotInUseException()
        if operation in NOT_WHILE_FINALIZING and time.monotonic() < finished.get(self.current_account, 0):
            message = "AWS Organizations could not finalize the creation of your organization. Try again later."
            support = "If this persists, contact AWS customer support."
            return OrganizationsClientError("FinalizingOrganizationException", f"{message} {support}")
        return None

    def _refusal_of_member(self, operation: str) -> OrganizationsClientError | None:
        organization = organization_of(self.current_account)
        admins = organization.admins if organization else []
        delegated = any(admin.account.id == self.current_account for admin in admins)
        if delegated or operation in OF_MEMBERS:
            return None
        return OrganizationsClientError("AccessDeniedException", "You don't have permissions to access this resource.")

"""
Central management of root users, which moto lacks.

Operations: IAM ListOrganizationsFeatures, EnableOrganizationsRootCredentialsManagement, EnableOrganizationsRootSessions
and their Disable counterparts. They need trusted access for iam.amazonaws.com. Source: IAM API Reference.
"""

from __future__ import annotations

from moto.core.responses import ActionResult, BaseResponse
from moto.iam.exceptions import IAMException
from moto.organizations.models import OrganizationsBackend, organizations_backends


class OrganizationFeatures(BaseResponse):
    """The operations of `aws_iam_organizations_features`."""

    def list_organizations_features(self) -> ActionResult:
        """Return the enabled features."""
        return self._features()

    def enable_organizations_root_credentials_management(self) -> ActionResult:
        """Enable root users of member accounts without credentials of their own."""
        return self._features(on="RootCredentialsManagement")

    def enable_organizations_root_sessions(self) -> ActionResult:
        """Enable short root user sessions of the management account in member accounts."""
        return self._features(on="RootSessions")

    def disable_organizations_root_credentials_management(self) -> ActionResult:
        """Disable the feature."""
        return self._features(off="RootCredentialsManagement")

    def disable_organizations_root_sessions(self) -> ActionResult:
        """Disable the feature."""
        return self._features(off="RootSessions")

    def _features(self, on: str | None = None, off: str | None = None) -> ActionResult:
        organizations = self._organizations_of_caller()
        assert organizations.org is not None
        features: set[str] = vars(organizations).setdefault("root_user_features", set())
        features.update({on} if on else ())
        features.discard(off or "")
        return ActionResult({"OrganizationId": organizations.org.id, "EnabledFeatures": sorted(features)})

    def _organizations_of_caller(self) -> OrganizationsBackend:
        organizations = organizations_backends[self.current_account][self.partition]
        if organizations.org is None:
            raise IAMException("OrganizationNotFoundException", "This account manages no organization.")
        if "iam.amazonaws.com" not in (service["ServicePrincipal"] for service in organizations.services):
            raise IAMException("ServiceAccessNotEnabledException", "Enable trusted access for iam.amazonaws.com.")
        return organizations

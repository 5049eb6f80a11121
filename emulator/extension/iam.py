"""
IAM, stricter than moto's, with the operations that Terraform needs and moto lacks.

Added: ListServiceSpecificCredentials, PutUserPermissionsBoundary, DeleteUserPermissionsBoundary and PermissionsBoundary
of CreateUser. Source: IAM API Reference (docs.aws.amazon.com/IAM/latest/APIReference/API_<operation>.html).
"""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.iam import urls
from moto.iam.models import ManagedPolicy, iam_backends

from emulator.extension.credential_report import CredentialReport
from emulator.extension.iam_deletion import Deletion
from emulator.extension.iam_names import Names
from emulator.extension.iam_quotas import Quotas
from emulator.extension.managed_policies import managed_policies
from emulator.extension.mfa import MfaDevices
from emulator.extension.mfa_api import MfaApi
from emulator.extension.organization_features import OrganizationFeatures
from emulator.extension.passwords import Passwords
from emulator.extension.root_user import Root


class Iam(Names, Quotas, Deletion, MfaDevices, Root):
    """moto's IAM with root users, checked MFA, and AWS's quotas and rules about names and deletion."""

    @property
    def _url_module(self) -> Any:
        return urls

    def _init_aws_policies(self) -> list[ManagedPolicy]:
        return managed_policies(self.account_id) if self.partition == "aws" else []


class IamApi(OrganizationFeatures, CredentialReport, Passwords, MfaApi):
    """The operations that moto lacks."""

    def list_service_specific_credentials(self) -> ActionResult:
        """Return an empty list: `aws_iam_user` with `force_destroy` asks, and the emulator cannot create any."""
        self.backend.get_user(self._get_param("UserName"))
        return ActionResult({"ServiceSpecificCredentials": [], "IsTruncated": False})

    def create_user(self) -> ActionResult:
        """Accept a permissions boundary, as PutUserPermissionsBoundary does."""
        result = super().create_user()
        if self._get_param("PermissionsBoundary"):
            self.put_user_permissions_boundary()
        return result

    def put_user_permissions_boundary(self) -> ActionResult:
        """Set a managed policy that exists as boundary."""
        user, arn = self.backend.get_user(self._get_param("UserName")), self._get_param("PermissionsBoundary")
        self.backend.get_policy(arn)
        boundary = {"PermissionsBoundaryType": "PermissionsBoundaryPolicy", "PermissionsBoundaryArn": arn}
        user.permissions_boundary = boundary  # type: ignore[attr-defined]
        return EmptyResult()

    def delete_user_permissions_boundary(self) -> ActionResult:
        """Remove the boundary; no error when there is none."""
        vars(self.backend.get_user(self._get_param("UserName"))).pop("permissions_boundary", None)
        return EmptyResult()


def apply() -> None:
    """Let moto create these backends, and route IAM's requests to these operations."""
    iam_backends.backend = Iam
    urls.url_paths["{0}/$"] = IamApi.dispatch

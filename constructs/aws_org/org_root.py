"""The organization."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import jsii
from cdktf import IResolveContext, IStringProducer, Lazy, TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.organizations_organization import OrganizationsOrganization
from constructs import Construct

from aws_org.destroy_guard import DestroyGuard
from aws_org.forgotten import forget
from aws_org.member_account import MemberAccount
from aws_org.organizational_unit import OrganizationalUnit
from aws_org.suspended_ou import SuspendedOU
from foundation.names import ORG_ROOT
from foundation.policy_types import PolicyType

ACCOUNTS_IN_CREATION = 5
"""
The number of accounts that AWS creates at once. Source:
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html (2026-11-22).
"""


class OrgRoot(Construct):
    """
    An AWS organization in its management account: all features, trusted access, policy types.

    The account that creates an organization manages it permanently, and no policy of the organization binds it. Both
    lists must be complete: a service not listed loses trusted access, and a policy type not listed is disabled, which
    detaches all its policies. Once deployed, Terraform does not delete the organization, does not remove an account
    that is no longer added (unless it was closed), and refuses credentials of another account than `account_id`.
    """

    organization_id: str
    root_id: str
    accounts: dict[str, MemberAccount]
    resource: OrganizationsOrganization

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        account_id: str,
        trusted_access: Sequence[str],
        policy_types: Sequence[str] = (PolicyType.SERVICE_CONTROL.value,),
    ) -> None:
        super().__init__(scope, id)

        self.resource = OrganizationsOrganization(
            self,
            "organization",
            feature_set="ALL",
            aws_service_access_principals=sorted(trusted_access),
            enabled_policy_types=sorted(policy_types),
            lifecycle=TerraformResourceLifecycle(prevent_destroy=True),
        )
        self._guard = DestroyGuard(self, "protected")
        self._guard.keep(ORG_ROOT, account_id)

        self.organization_id = self.resource.id
        self.root_id = self.resource.roots.get(0).id
        self.accounts = {}
        self._units = Construct(self, "organizational-units")
        self._accounts = Construct(self, "accounts")

    def add_organizational_unit(self, path: Sequence[str], *, parent_id: str) -> OrganizationalUnit:
        """Add an OU. `path` holds the names from the root down to it; `parent_id` is the OU above it or `root_id`."""
        return OrganizationalUnit(self._units, "/".join(path), name=path[-1], parent_id=parent_id)

    def add_suspended_ou(
        self, path: Sequence[str], *, parent_id: str, responder: str | None = None, id_account_id: str | None = None
    ) -> SuspendedOU:
        """Add a quarantined OU. Arguments are those of `add_organizational_unit` and `SuspendedOU`."""
        return SuspendedOU(
            self._units,
            "/".join(path),
            name=path[-1],
            parent_id=parent_id,
            path="-".join(path),
            responder=responder,
            id_account_id=id_account_id,
        )

    def add_account(
        self,
        key: str,
        *,
        name: str,
        email: str,
        parent_id: str,
        billing_access: bool = False,
        tags: Mapping[str, str] | None = None,
    ) -> MemberAccount:
        """
        Add an account. Its address in Terraform's state, `aws_organizations_account.account_<key>`, has only its key,
        so that it can move between OUs. Another key is another account.

        Each account waits for the one that was added five before it: AWS creates five at once and rejects a sixth.
        """
        before = list(self.accounts.values())[-ACCOUNTS_IN_CREATION:]
        account = MemberAccount(
            self._accounts,
            key,
            name=name,
            email=email,
            parent_id=parent_id,
            billing_access=billing_access,
            tags=tags,
            logical_id=_logical_id(key),
            depends_on=[before[0].resource] if len(before) == ACCOUNTS_IN_CREATION else (),
        )
        self._guard.keep(key)
        self.accounts[key] = account
        return account

    def account_number(self, key: str) -> str:
        """Return a reference to the number of an account that may be added later."""
        return Lazy.string_value(_AccountNumber(key))

    def close_account(self, key: str) -> None:
        """
        Let Terraform forget an account that was closed in AWS, without destroying it.

        The key and the e-mail address cannot be used again.
        """
        self._guard.keep(key)
        forget(self, f"aws_organizations_account.{_logical_id(key)}")

    def keep(self, name: str, value: str) -> None:
        """Stop every later plan in which this name is missing or has another value."""
        self._guard.keep(name, value)


@jsii.implements(IStringProducer)
class _AccountNumber:
    """The number of an account, as Terraform refers to it."""

    def __init__(self, key: str) -> None:
        self._key = key

    def produce(self, context: IResolveContext) -> str:
        return f"${{aws_organizations_account.{_logical_id(self._key)}.id}}"


def _logical_id(key: str) -> str:
    return f"account_{key}"

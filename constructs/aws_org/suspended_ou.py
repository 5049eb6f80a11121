"""An organizational unit for quarantine."""

from __future__ import annotations

from cdktf_cdktf_provider_aws.organizations_policy import OrganizationsPolicy
from cdktf_cdktf_provider_aws.organizations_policy_attachment import OrganizationsPolicyAttachment
from constructs import Construct

from aws_org.organizational_unit import OrganizationalUnit
from aws_org.terraform_text import literal
from foundation.policy_types import PolicyType
from policies import quarantine


class SuspendedOU(OrganizationalUnit):
    """
    An organizational unit whose accounts can do nothing, and whose roles no principal can assume.

    Move an account here to quarantine it. One policy denies every action of its principals. Another policy denies every
    principal assuming its roles and accessing its data in services that support resource control policies. Both bind
    administrators and the deployment role, but not AWS services, nor the role named by `responder`, which users of the
    account `id_account_id` may assume with MFA. Running workloads continue. To release the account, move it out from
    the management account.

    Service and resource control policies must be enabled in the organization, and `parent_id` must come from it. `path`
    names the policies and must be unique in the organization. Changing between this class and `OrganizationalUnit` with
    the same id keeps the OU.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        parent_id: str,
        name: str = "suspended",
        path: str | None = None,
        responder: str | None = None,
        id_account_id: str | None = None,
    ) -> None:
        super().__init__(scope, id, parent_id=parent_id, name=name)
        self._path = path or name

        self._attach(
            "deny-all",
            PolicyType.SERVICE_CONTROL,
            quarantine.deny_all(responder),
            f"Accounts in the organizational unit {name} can do nothing.",
        )
        self._attach(
            "deny-outside",
            PolicyType.RESOURCE_CONTROL,
            quarantine.deny_outside(responder, id_account_id),
            f"Nobody gets into accounts in the organizational unit {name}.",
        )

    def _attach(self, kind: str, policy_type: PolicyType, content: str, description: str) -> None:
        policy_id = OrganizationsPolicy(
            self,
            kind,
            name=literal(f"{kind}-{self._path}"),
            description=literal(description),
            type=policy_type.value,
            content=literal(content),
            depends_on=[self.resource],
        ).id
        attachment = "attachment" if kind == "deny-all" else f"{kind}-attachment"  # the address of the first version
        OrganizationsPolicyAttachment(self, attachment, policy_id=policy_id, target_id=self.ou_id)

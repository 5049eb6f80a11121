"""The quarantine."""

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
    An organizational unit whose accounts can do nothing, and whose roles nobody can assume.

    Move an account here to quarantine it: one policy denies every action of everybody in it, and another one denies
    everybody its roles, and its data where resource control policies reach, until it is moved out again from the
    management account. That includes administrators and Terraform's own role, but not AWS services, nor the role named
    by `responder`, which people of the account `id_account_id` may assume with MFA. What runs in the account goes on
    running. Service and resource control policies must be enabled in the organization, `parent_id` must come from it,
    and `path`, which the policies are named after, be the only one of its kind there. With the same id, a plain
    `OrganizationalUnit` becomes this one, and the other way round, in place.
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
        attachment = "attachment" if kind == "deny-all" else f"{kind}-attachment"  # the first one is as old as the OU
        OrganizationsPolicyAttachment(self, attachment, policy_id=policy_id, target_id=self.ou_id)

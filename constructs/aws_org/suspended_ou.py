"""The quarantine."""

from __future__ import annotations

from cdktf_cdktf_provider_aws.organizations_policy import OrganizationsPolicy
from cdktf_cdktf_provider_aws.organizations_policy_attachment import OrganizationsPolicyAttachment
from constructs import Construct

import policies
from aws_org.organizational_unit import OrganizationalUnit
from aws_org.terraform_text import literal


class SuspendedOU(OrganizationalUnit):
    """
    An organizational unit whose accounts can do nothing.

    Move an account here to quarantine it: the attached service control policy denies every action of everybody in it,
    its administrators and Terraform's own role included, until it is moved out again from the management account. What
    runs in it goes on running. Service control policies must be enabled in the organization, `parent_id` must come from
    it, and `policy_name` be the only one of its kind there. With the same id, a plain `OrganizationalUnit` becomes
    this one, and the other way round, in place.
    """

    policy_id: str

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        parent_id: str,
        name: str = "suspended",
        policy_name: str = "deny-all-access",
    ) -> None:
        super().__init__(scope, id, parent_id=parent_id, name=name)

        policy = OrganizationsPolicy(
            self,
            "deny-all",
            name=literal(policy_name),
            description=literal(f"Accounts in the organizational unit {name} can do nothing."),
            type="SERVICE_CONTROL_POLICY",
            content=policies.deny_all(),
            depends_on=[self.resource],
        )
        OrganizationsPolicyAttachment(self, "attachment", policy_id=policy.id, target_id=self.ou_id)

        self.policy_id = policy.id

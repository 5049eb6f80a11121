"""The policies of a target."""

from __future__ import annotations

from collections.abc import Sequence

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.organizations_policy import OrganizationsPolicy
from cdktf_cdktf_provider_aws.organizations_policy_attachment import OrganizationsPolicyAttachment
from constructs import Construct

from aws_org.terraform_text import literal
from policies import TargetPolicy


class TargetPolicies(Construct):
    """
    The policies attached to one target: the root, an OU or an account.

    They are attached in addition to inherited policies and to AWS's own. `content` may hold references. The policies'
    types must be enabled in the organization: wait for it with `depends_on`. Removing a policy detaches and deletes it;
    it stops binding principals at once.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        target_id: str,
        policies: Sequence[TargetPolicy],
        depends_on: Sequence[ITerraformDependable] = (),
    ) -> None:
        super().__init__(scope, id)
        for policy in policies:
            self._attach(policy, target_id, depends_on)

    def _attach(self, item: TargetPolicy, target_id: str, depends_on: Sequence[ITerraformDependable]) -> None:
        scope = Construct(self, item.id)
        policy_id = OrganizationsPolicy(
            scope,
            "policy",
            name=literal(item.name),
            description=literal(item.description),
            type=item.type.value,
            content=literal(item.content),
            depends_on=depends_on or None,
        ).id
        OrganizationsPolicyAttachment(scope, "attachment", policy_id=policy_id, target_id=target_id)

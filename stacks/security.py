"""The services of the security account."""

from __future__ import annotations

from constructs import Construct

import aws_org
from foundation.names import ORG_ROOT
from stacks.account_stack import AccountStack, make_after


class SecurityServices(Construct):
    """
    GuardDuty, Access Analyzer and the aggregator of Config, for the whole organization.

    Without a security account the management account has them, except GuardDuty, which demands a member account.
    """

    def __init__(self, stack: AccountStack, *, account_id: str) -> None:
        super().__init__(stack, "security")
        organization = stack.organization
        stack.origins.add(["security"], ("access_analyzer",))
        stack.origins.add(["security", "config-aggregator"], ("config",))
        for region in organization.all_regions:
            if organization.guardduty.enabled and organization.security_key == stack.key:
                self._guardduty(stack, region, account_id)
            if organization.access_analyzer.enabled:
                aws_org.OrganizationAnalyzer(self, f"analyzer-{region}", provider=stack.in_region(region))
        age = organization.access_analyzer.unused_access_age
        if organization.access_analyzer.enabled and age is not None:
            aws_org.UnusedAccessAnalyzer(self, "unused-access", unused_access_age=age)
        if organization.config.enabled:
            aws_org.ConfigAggregator(self, "config-aggregator")

    def _guardduty(self, stack: AccountStack, region: str, account_id: str) -> None:
        management = stack.in_management_account(region)
        assert management is not None
        own = aws_org.GuardDutyDetector(self, f"guardduty-{ORG_ROOT}-{region}", provider=management)
        for construct in (f"guardduty-{ORG_ROOT}-{region}", f"guardduty-{region}"):
            stack.origins.add(["security", construct], ("guardduty",))
        administrator = aws_org.GuardDutyAdministrator(
            self,
            f"guardduty-{region}",
            account_id=account_id,
            management_provider=management,
            features=stack.organization.guardduty.features,
            provider=stack.in_region(region),
        )
        # the detector must exist to become a member, and can be deleted only once it no longer is one
        make_after(own.resource, administrator)

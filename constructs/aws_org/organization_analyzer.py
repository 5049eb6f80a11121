"""Findings of access from outside the organization."""

from __future__ import annotations

from collections.abc import Sequence

from cdktf import ITerraformDependable, TerraformProvider
from cdktf_cdktf_provider_aws.accessanalyzer_analyzer import AccessanalyzerAnalyzer
from constructs import Construct


class OrganizationAnalyzer(Construct):
    """
    Finds the resources of one region, in all accounts, that principals outside the organization can access.

    It works in the management account or the delegated administrator of Access Analyzer, and is free. Removing the
    construct deletes its findings and their archive status.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str = "organization",
        depends_on: Sequence[ITerraformDependable] = (),
        provider: TerraformProvider | None = None,
    ) -> None:
        super().__init__(scope, id)
        AccessanalyzerAnalyzer(
            self, "analyzer", analyzer_name=name, type="ORGANIZATION", provider=provider, depends_on=depends_on or None
        )

"""What people outside of the organization can reach."""

from __future__ import annotations

from collections.abc import Sequence

from cdktf import ITerraformDependable, TerraformProvider
from cdktf_cdktf_provider_aws.accessanalyzer_analyzer import AccessanalyzerAnalyzer
from constructs import Construct


class OrganizationAnalyzer(Construct):
    """
    Finds the resources of one region, in all accounts, that somebody outside of the organization can reach.

    It works in the management account or the delegated administrator of Access Analyzer, and costs nothing. Findings
    and what was decided about them go with it.
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

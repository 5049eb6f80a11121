"""Findings of unused access."""

from __future__ import annotations

from collections.abc import Sequence

from cdktf import ITerraformDependable, TerraformProvider
from cdktf_cdktf_provider_aws.accessanalyzer_analyzer import (
    AccessanalyzerAnalyzer,
    AccessanalyzerAnalyzerConfiguration,
    AccessanalyzerAnalyzerConfigurationUnusedAccess,
)
from constructs import Construct


class UnusedAccessAnalyzer(Construct):
    """
    Finds users, roles, keys and permissions in all accounts that were not used for a number of days.

    AWS charges for each user and role and month. IAM is the same in all regions: one analyzer is enough. It works in
    the management account or the delegated administrator of Access Analyzer. A changed age replaces the analyzer and
    deletes the archive status of its findings.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        unused_access_age: int = 90,
        name: str = "unused-access",
        depends_on: Sequence[ITerraformDependable] = (),
        provider: TerraformProvider | None = None,
    ) -> None:
        super().__init__(scope, id)
        age = AccessanalyzerAnalyzerConfigurationUnusedAccess(unused_access_age=unused_access_age)
        AccessanalyzerAnalyzer(
            self,
            "analyzer",
            analyzer_name=name,
            type="ORGANIZATION_UNUSED_ACCESS",
            configuration=AccessanalyzerAnalyzerConfiguration(unused_access=age),
            provider=provider,
            depends_on=depends_on or None,
        )

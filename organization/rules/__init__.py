"""
The rules about the values of `organization.yaml`, grouped by what they concern.

The function `check` of each module adds every problem that it finds to a `Findings`.
"""

from organization.rules import accounts, guardrails, ids, people, roles, services, settings
from organization.rules.findings import Findings

__all__ = ["Findings", "check_all"]


def check_all(findings: Findings) -> None:
    """Check every rule."""
    for rules in (settings, ids, accounts, people, roles, services, guardrails):
        rules.check(findings)

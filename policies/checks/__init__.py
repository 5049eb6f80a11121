"""
Checks of policy documents before deployment: grammar, size, and names of actions and condition keys.

Each problem is a phrase that continues “the policy in 'x.json' …”. A check returns all problems of a document.
"""

from __future__ import annotations

from policies.checks.aws_names import data_date
from policies.checks.iam_kinds import IDENTITY, RESOURCE, TRUST, Kind
from policies.checks.iam_language import iam_policy_errors, identity_policy_errors
from policies.checks.management_language import management_policy_errors
from policies.checks.names import unknown_names
from policies.checks.organization_policies import policy_errors
from policies.checks.policy_types import GRAMMARS, PolicyGrammar

__all__ = [
    "GRAMMARS",
    "IDENTITY",
    "RESOURCE",
    "TRUST",
    "Kind",
    "PolicyGrammar",
    "data_date",
    "iam_policy_errors",
    "identity_policy_errors",
    "management_policy_errors",
    "policy_errors",
    "unknown_names",
]

"""The forms of the ids that AWS assigns to organizations and accounts, and what stands in for unknown ones."""

from __future__ import annotations

import re

ACCOUNT_NUMBER = re.compile(r"[0-9]{12}")
ORGANIZATION_ID = re.compile(r"o-[a-z0-9]{10,32}")
"""Source: https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html (2026-12-01)."""
LONGEST_ORGANIZATION_ID = 34

PLACEHOLDER_PREFIX = "0000"
"""The beginning of the numbers that stand in for unknown ones."""
ORGANIZATION = "o-0000000000"
"""The id that stands in for the organization's, while that is not known."""

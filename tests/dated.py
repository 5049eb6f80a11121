"""Synthesized stacks whose access ends on a day."""

from __future__ import annotations

import copy
import json
from typing import Any

LAST_DAY, AFTER = "2026-12-30", "2027-01-02"


def until_new_year(stacks: dict[str, Any]) -> dict[str, Any]:
    """Return stacks in which the role infra of the account infra can be assumed before 2027 only."""
    edited = copy.deepcopy(stacks)
    role = next(one for name, one in edited["infra"]["resource"]["aws_iam_role"].items() if "roles_infra" in name)
    policy = json.loads(role["assume_role_policy"])
    for statement in policy["Statement"]:
        statement["Condition"]["DateLessThan"] = {"aws:CurrentTime": "2027-01-01T00:00:00Z"}
    role["assume_role_policy"] = json.dumps(policy)
    return edited

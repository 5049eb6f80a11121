"""
Checks of a policy's text by AWS Organizations.

Operations: Organizations CreatePolicy, UpdatePolicy (MalformedPolicyDocumentException). Source: AWS Organizations User
Guide, "SCP syntax" (Principal and NotPrincipal are not supported) and "RCP syntax" (Effect is Deny, Principal is "*",
Action needs a service, NotAction and NotPrincipal are not supported).
"""

from __future__ import annotations

import json
import re
from typing import Any

from moto.organizations.exceptions import OrganizationsClientError

from foundation.policy_types import PolicyType
from policies.reading import several

ACTION = re.compile(r"\*|[a-zA-Z0-9*?-]+:[a-zA-Z0-9*?]+")
STATEMENT = {"Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"}


def demand_well_formed(type: str, content: str) -> None:
    """Raise MalformedPolicyDocumentException with the first problem."""
    problem = next(iter(_problems(type, content)), None)
    if problem:
        message = f"The provided policy document does not meet the requirements of the specified policy type: {problem}"
        raise OrganizationsClientError("MalformedPolicyDocumentException", message)


def _problems(type: str, content: str) -> list[str]:
    try:
        document = json.loads(content)
    except ValueError:
        return ["it is not JSON."]
    if not isinstance(document, dict):
        return ["it is not a JSON object."]
    if type not in (PolicyType.SERVICE_CONTROL, PolicyType.RESOURCE_CONTROL):
        return []
    if not set(document) <= {"Version", "Id", "Statement"} or document.get("Version") != "2012-10-17":
        return ["Version must be 2012-10-17; the only other elements are Id and Statement."]
    statements = several(document.get("Statement"))
    check = _scp_problems if type == PolicyType.SERVICE_CONTROL else _rcp_problems
    return ["Statement is missing."] if not statements else [text for each in statements for text in check(each)]


def _scp_problems(statement: Any) -> list[str]:
    if not isinstance(statement, dict) or not set(statement) <= STATEMENT:
        return [f"a statement has only {', '.join(sorted(STATEMENT))}."]
    problems = _action_and_resource_problems(statement)
    return problems + ["Effect is Allow or Deny."] * (statement.get("Effect") not in ("Allow", "Deny"))


def _rcp_problems(statement: Any) -> list[str]:
    if not isinstance(statement, dict) or not set(statement) <= (STATEMENT | {"Principal"}) - {"NotAction"}:
        return ["a statement has neither NotAction nor NotPrincipal nor elements unknown to IAM."]
    problems = _action_and_resource_problems(statement)
    problems += ["Effect must be Deny."] * (statement.get("Effect") != "Deny")
    problems += ['Principal must be "*".'] * (statement.get("Principal") != "*")
    return problems + ['Action "*" is not supported.'] * ("*" in several(statement.get("Action")))


def _action_and_resource_problems(statement: dict[str, Any]) -> list[str]:
    problems = []
    for name in ("Action", "Resource"):
        if (name in statement) == (f"Not{name}" in statement):
            problems.append(f"a statement has either {name} or Not{name}.")
    actions = [*several(statement.get("Action")), *several(statement.get("NotAction"))]
    problems += [f"{action} is not an action." for action in actions if not ACTION.fullmatch(str(action))]
    return problems

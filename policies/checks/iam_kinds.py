"""The kinds of policies that are written in the IAM language, and what each allows of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_ALWAYS = ("Sid", "Effect", "Condition")


@dataclass(frozen=True)
class Kind:
    """What one kind of policy allows of the IAM language; the defaults are those of a policy attached to a role."""

    effects: tuple[str, ...] = ("Allow", "Deny")
    choices: tuple[tuple[str, ...], ...] = (("Action", "NotAction"), ("Resource", "NotResource"))
    """Of each group of keys a statement has exactly one."""
    every_action: bool = True
    """Whether ``*`` alone may stand for all actions of all services."""
    only_principal: str | None = None
    """The one principal that may be named; None when any may, where the kind has principals at all."""
    any_sid: bool = False
    """Whether a statement's Sid may hold more than letters and digits, such as spaces."""
    advice: Mapping[str, str] = field(default_factory=dict)
    """Why a key is not allowed here, and what to do instead."""

    def allows(self, key: Any) -> bool:
        return key in _ALWAYS or any(key in choice for choice in self.choices)


_EVERYBODY = (
    "a service control policy is for every principal of its accounts; exempt some with a Condition on "
    "aws:PrincipalArn, or limit who reaches resources with a resource control policy"
)

IDENTITY = Kind()
"""Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html (2026-11-22)."""

TRUST = Kind(choices=(("Principal", "NotPrincipal"), ("Action", "NotAction")))
"""A policy of a role that says who may assume it: the role itself is the resource. Source: that of IDENTITY."""

RESOURCE = Kind(choices=(("Principal", "NotPrincipal"), *IDENTITY.choices), any_sid=True)
"""A policy of a bucket, key or queue, whose services say what a Sid may hold. Source: that of IDENTITY."""

SERVICE_CONTROL = Kind(advice={"Principal": _EVERYBODY, "NotPrincipal": _EVERYBODY})
"""
The whole language but principals, since 2025-09-19.

Sources: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html,
https://aws.amazon.com/blogs/security/unlock-new-possibilities-aws-organizations-service-control-policy-now-supports-full-iam-language
(2026-11-22).
"""

RESOURCE_CONTROL = Kind(
    effects=("Deny",),
    choices=(("Principal",), ("Action",), ("Resource", "NotResource")),
    every_action=False,
    only_principal="*",
    advice={
        "NotPrincipal": 'name everybody with "Principal": "*" and exempt some with a Condition',
        "NotAction": "a resource control policy names the services that it limits",
    },
)
"""
Deny only, for everybody, and each action with its service.

Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html (2026-11-22).
"""

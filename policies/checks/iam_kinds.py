"""The kinds of policies in the IAM language, and the elements that each allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_ALWAYS = ("Sid", "Effect", "Condition")


@dataclass(frozen=True)
class Kind:
    """The elements of the IAM language that one kind of policy allows. The defaults are those of a role's policy."""

    effects: tuple[str, ...] = ("Allow", "Deny")
    choices: tuple[tuple[str, ...], ...] = (("Action", "NotAction"), ("Resource", "NotResource"))
    """Groups of keys of which a statement has exactly one."""
    every_action: bool = True
    """True if ``*`` alone is allowed for all actions of all services."""
    only_principal: str | None = None
    """The only principal allowed; None when any is, if the kind has principals."""
    any_sid: bool = False
    """True if a statement's Sid may hold other characters than letters and digits, such as spaces."""
    advice: Mapping[str, str] = field(default_factory=dict)
    """For a key that is not allowed: the reason and the remedy."""

    def allows(self, key: Any) -> bool:
        return key in _ALWAYS or any(key in choice for choice in self.choices)


_EVERYBODY = (
    "a service control policy binds every principal of its accounts; exempt some with a Condition on "
    "aws:PrincipalArn, or limit access to resources with a resource control policy"
)

IDENTITY = Kind()
"""Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html (2026-11-22)."""

TRUST = Kind(choices=(("Principal", "NotPrincipal"), ("Action", "NotAction")))
"""A trust policy: the role itself is the resource. Source: that of IDENTITY."""

RESOURCE = Kind(choices=(("Principal", "NotPrincipal"), *IDENTITY.choices), any_sid=True)
"""A policy of a bucket, key or queue, whose service defines the characters of a Sid. Source: that of IDENTITY."""

SERVICE_CONTROL = Kind(advice={"Principal": _EVERYBODY, "NotPrincipal": _EVERYBODY})
"""
The whole language except principals, since 2025-09-19.

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
        "NotPrincipal": 'name every principal with "Principal": "*" and exempt some with a Condition',
        "NotAction": "a resource control policy names the services that it limits",
    },
)
"""
Deny only, for every principal, and each action with its service.

Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html (2026-11-22).
"""

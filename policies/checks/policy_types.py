"""The types of policies of AWS Organizations: their sizes and grammars. Add a type as one more entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from policies.checks.aws_names import services_with_resource_control
from policies.checks.iam_kinds import RESOURCE_CONTROL, SERVICE_CONTROL, Kind
from policies.checks.management_language import ANY_NAME, Setting, Shape

_USER_GUIDE = "https://docs.aws.amazon.com/organizations/latest/userguide/"


@dataclass(frozen=True)
class PolicyType:
    """A type of policy. Sizes are from the user guide's orgs_reference_limits.html (2026-11-22)."""

    words: str
    largest: int
    """Characters of the minified policy: white space outside of texts counts, and is removed before deployment."""
    grammar: Kind | Shape
    source: str
    services: Callable[[], frozenset[str]] | None = None
    """The services whose actions are allowed; None for all."""


_TAGS: Shape = {
    "tags": {
        ANY_NAME: {
            "tag_key": Setting(),
            "tag_value": Setting(many=True),
            "enforced_for": Setting(many=True),
            "report_required_tag_for": Setting(many=True),
        }
    }
}
_AI_OPT_OUT: Shape = {"services": {ANY_NAME: {"opt_out_policy": Setting(values=("optIn", "optOut"))}}}
_CLIENT: Shape = {"client": Setting(values=("enabled", "disabled"))}
_CHAT_ROLES: Shape = {"supported_role_settings": Setting(many=True, values=("user_role", "channel_role"))}
_SLACK: Shape = {"supported_channel_types": Setting(many=True, values=("public", "private")), **_CHAT_ROLES}
_CHAT: Shape = {
    "chatbot": {
        "platforms": {
            "slack": {
                **_CLIENT,
                "workspaces": Setting(many=True),
                "default": _SLACK,
                "overrides": {ANY_NAME: _SLACK},
            },
            "microsoft_teams": {
                **_CLIENT,
                "tenants": {ANY_NAME: Setting(many=True)},
                "default": _CHAT_ROLES,
                "overrides": {ANY_NAME: {ANY_NAME: _CHAT_ROLES}},
            },
            "chime": _CLIENT,
        },
        "default": _CLIENT,
    }
}

POLICY_TYPES = {
    "SERVICE_CONTROL_POLICY": PolicyType(
        "service control policy", 10_240, SERVICE_CONTROL, _USER_GUIDE + "orgs_manage_policies_scps_syntax.html"
    ),
    "RESOURCE_CONTROL_POLICY": PolicyType(
        "resource control policy",
        5_120,
        RESOURCE_CONTROL,
        _USER_GUIDE + "orgs_manage_policies_rcps_syntax.html",
        services_with_resource_control,
    ),
    "TAG_POLICY": PolicyType(
        "tag policy", 10_000, _TAGS, _USER_GUIDE + "orgs_manage_policies_example-tag-policies.html"
    ),
    "BACKUP_POLICY": PolicyType(
        "backup policy", 10_000, {"plans": {ANY_NAME: None}}, _USER_GUIDE + "orgs_manage_policies_backup_syntax.html"
    ),
    "AISERVICES_OPT_OUT_POLICY": PolicyType(
        "AI services opt-out policy", 2_500, _AI_OPT_OUT, _USER_GUIDE + "orgs_manage_policies_ai-opt-out_syntax.html"
    ),
    "CHATBOT_POLICY": PolicyType(
        "chat applications policy", 10_000, _CHAT, _USER_GUIDE + "orgs_manage_policies_chatbot_syntax.html"
    ),
    "DECLARATIVE_POLICY_EC2": PolicyType(
        "declarative policy for EC2",
        10_000,
        {"ec2_attributes": None},
        _USER_GUIDE + "orgs_manage_policies_declarative_syntax.html",
    ),
}

"""The sizes and grammars of policies of AWS Organizations, by their type. Add a type as one more entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from foundation.policy_types import PolicyType
from policies.checks.aws_names import services_with_resource_control
from policies.checks.iam_kinds import RESOURCE_CONTROL, SERVICE_CONTROL, Kind
from policies.checks.management_language import ANY_NAME, Setting, Shape

_USER_GUIDE = "https://docs.aws.amazon.com/organizations/latest/userguide/"


@dataclass(frozen=True)
class PolicyGrammar:
    """
    The size and the grammar of a type of policies.

    Sizes are from the user guide's orgs_reference_limits.html (2026-11-22).
    """

    type: PolicyType
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

_ALL = (
    PolicyGrammar(
        PolicyType.SERVICE_CONTROL, 10_240, SERVICE_CONTROL, _USER_GUIDE + "orgs_manage_policies_scps_syntax.html"
    ),
    PolicyGrammar(
        PolicyType.RESOURCE_CONTROL,
        5_120,
        RESOURCE_CONTROL,
        _USER_GUIDE + "orgs_manage_policies_rcps_syntax.html",
        services_with_resource_control,
    ),
    PolicyGrammar(PolicyType.TAG, 10_000, _TAGS, _USER_GUIDE + "orgs_manage_policies_example-tag-policies.html"),
    PolicyGrammar(
        PolicyType.BACKUP, 10_000, {"plans": {ANY_NAME: None}}, _USER_GUIDE + "orgs_manage_policies_backup_syntax.html"
    ),
    PolicyGrammar(
        PolicyType.AI_OPT_OUT, 2_500, _AI_OPT_OUT, _USER_GUIDE + "orgs_manage_policies_ai-opt-out_syntax.html"
    ),
    PolicyGrammar(PolicyType.CHAT, 10_000, _CHAT, _USER_GUIDE + "orgs_manage_policies_chatbot_syntax.html"),
    PolicyGrammar(
        PolicyType.DECLARATIVE_EC2,
        10_000,
        {"ec2_attributes": None},
        _USER_GUIDE + "orgs_manage_policies_declarative_syntax.html",
    ),
)
GRAMMARS: Mapping[str, PolicyGrammar] = {one.type: one for one in _ALL}

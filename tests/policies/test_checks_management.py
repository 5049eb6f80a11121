"""Policies that configure services for all accounts: tags, backups, AI services, chat, EC2."""

from __future__ import annotations

import json
from typing import Any

import pytest

from policies.checks import GRAMMARS, policy_errors

TAG = "TAG_POLICY"
AI = "AISERVICES_OPT_OUT_POLICY"
BACKUP = "BACKUP_POLICY"
CHAT = "CHATBOT_POLICY"
EC2 = "DECLARATIVE_POLICY_EC2"
LOCKED = {"@@operators_allowed_for_child_policies": ["@@none"]}


def assign(value: Any) -> dict[str, Any]:
    return {"@@assign": value}


@pytest.mark.parametrize(
    ("policy_type", "policy"),
    [
        pytest.param(
            TAG,
            {
                "tags": {
                    "costcenter": {
                        "tag_key": {**assign("CostCenter"), **LOCKED},
                        "tag_value": assign(["100", "2*"]),
                        "enforced_for": {"@@append": ["secretsmanager:*"], "@@remove": ["ec2:instance"]},
                    },
                    "owner": {"report_required_tag_for": assign(["ec2:ALL_SUPPORTED"])},
                }
            },
            id="tags",
        ),
        pytest.param(TAG, {"tags": {"部門": {"tag_key": assign("部門")}}}, id="a tag in any script"),
        pytest.param(
            TAG,
            {"tags": {"a": {"tag_value": {"@@operators_allowed_for_child_policies": ["@@append", "@@remove"]}}}},
            id="only what children may do",
        ),
        pytest.param(
            AI,
            {"services": {**LOCKED, "default": {**LOCKED, "opt_out_policy": {**LOCKED, **assign("optOut")}}}},
            id="all AI services opted out permanently",
        ),
        pytest.param(AI, {"services": {"lex": {"opt_out_policy": assign("optIn")}}}, id="one AI service opted in"),
        pytest.param(
            BACKUP,
            {
                "plans": {
                    "daily": {
                        "regions": {"@@append": ["us-west-2"]},
                        "rules": {
                            "at-five": {
                                "schedule_expression": assign("cron(0 5 ? * * *)"),
                                "start_backup_window_minutes": assign(60),
                                "enable_continuous_backup": assign(False),
                                "lifecycle": {"delete_after_days": assign("35")},
                            }
                        },
                        "selections": {
                            "tags": {
                                "personal": {
                                    "iam_role_arn": assign("arn:aws:iam::$account:role/backup"),
                                    "tag_value": assign(["PII"]),
                                }
                            }
                        },
                    }
                }
            },
            id="a backup plan",
        ),
        pytest.param(
            CHAT,
            {
                "chatbot": {
                    "platforms": {
                        "slack": {
                            "client": assign("enabled"),
                            "workspaces": assign(["T0123"]),
                            "default": {"supported_channel_types": assign(["private"])},
                            "overrides": {"T0123": {"supported_role_settings": assign(["user_role", "channel_role"])}},
                        },
                        "microsoft_teams": {"tenants": {"tenant": assign(["team"])}},
                        "chime": {"client": assign("disabled")},
                    },
                    "default": {"client": assign("disabled")},
                }
            },
            id="chat applications",
        ),
        pytest.param(
            EC2,
            {
                "ec2_attributes": {
                    "exception_message": assign("Ask the platform team."),
                    "serial_console_access": {"status": assign("disabled")},
                    "instance_metadata_defaults": {"http_put_response_hop_limit": assign(2)},
                    "vpc_block_public_access": {"internet_gateway_block": {"mode": assign("block_ingress")}},
                }
            },
            id="attributes of EC2",
        ),
    ],
)
def test_accepted(policy_type: str, policy: dict[str, Any]) -> None:
    assert policy_errors(json.dumps(policy), policy_type) == []


@pytest.mark.parametrize(
    ("policy_type", "policy", "error"),
    [
        pytest.param(TAG, [], "must be a mapping with the one key 'tags'", id="a list"),
        pytest.param(TAG, {"tag": {}}, "must be a mapping with the one key 'tags'", id="another key"),
        pytest.param(AI, {"services": {}, "tags": {}}, "must be a mapping with the one key 'services'", id="two keys"),
        pytest.param(
            TAG,
            {"tags": {}},
            """'tags' must be a mapping, at its end with an operator such as {"@@assign": …}""",
            id="nothing",
        ),
        pytest.param(
            TAG,
            {"tags": {"a": {"tag_key": "A"}}},
            """'tags/a/tag_key' must be a mapping, at its end with an operator such as {"@@assign": …}""",
            id="a value without an operator",
        ),
        pytest.param(
            TAG,
            {"tags": {"a": {"tagkey": assign("A")}}},
            "'tags/a' has the unknown key 'tagkey'; "
            "known are enforced_for, report_required_tag_for, tag_key, tag_value",
            id="a key that does not exist",
        ),
        pytest.param(
            TAG,
            {"tags": {"a": {"tag_key": {"@assign": "A"}}}},
            "'tags/a/tag_key' has a value and so cannot hold '@assign'",
            id="an operator with one @",
        ),
        pytest.param(
            TAG,
            {"tags": {"a": {"tag_key": {"@@set": "A"}}}},
            "'tags/a/tag_key' has the unknown operator '@@set'",
            id="an operator that does not exist",
        ),
        pytest.param(
            TAG, {"tags": {"a": {"tag_key": assign(["A"])}}}, "'tags/a/tag_key' @@assign must be a text", id="a list"
        ),
        pytest.param(
            TAG,
            {"tags": {"a": {"tag_key": {"@@append": ["A"]}}}},
            "'tags/a/tag_key' has one value, for which there is only @@assign",
            id="a second value for one",
        ),
        pytest.param(
            TAG,
            {"tags": {"a": {"tag_value": assign("1")}}},
            "'tags/a/tag_value' @@assign must be a list of texts",
            id="a text where a list belongs",
        ),
        pytest.param(
            TAG,
            {"tags": {"a": {"tag_value": assign([1])}}},
            "'tags/a/tag_value' @@assign must be a list of texts",
            id="a number as tag",
        ),
        pytest.param(
            TAG,
            {"tags": {"a": {"tag_key": {"@@operators_allowed_for_child_policies": "@@none"}}}},
            "'tags/a/tag_key' @@operators_allowed_for_child_policies must be a list of "
            "@@all, @@assign, @@append, @@remove, @@none",
            id="operators as a text",
        ),
        pytest.param(
            TAG,
            {"tags": assign("A")},
            "'tags' takes no value; it holds names of your own",
            id="a value where names belong",
        ),
        pytest.param(
            AI,
            {"services": {"default": {"opt_out_policy": assign("optout")}}},
            "'services/default/opt_out_policy' 'optout' must be one of optIn, optOut",
            id="a value in the wrong case",
        ),
        pytest.param(
            CHAT,
            {"chatbot": {"platforms": {"irc": {"client": assign("enabled")}}}},
            "'chatbot/platforms' has the unknown key 'irc'; known are chime, microsoft_teams, slack",
            id="a platform that does not exist",
        ),
        pytest.param(
            BACKUP,
            {"plans": {"daily": {"regions": {"@@append": "us-west-2"}}}},
            "'plans/daily/regions' @@append must be a list of texts",
            id="a text appended",
        ),
        pytest.param(
            BACKUP,
            {"plans": {"daily": {"regions": {**assign(["us-west-2"]), "more": assign("a")}}}},
            "'plans/daily/regions' has a value and so cannot hold 'more'",
            id="a name beside a value",
        ),
        pytest.param(
            EC2,
            {"ec2_attributes": {"serial_console_access": {"status": assign(None)}}},
            "'ec2_attributes/serial_console_access/status' @@assign must be a text, a number, true or false, "
            "or a list of texts",
            id="null",
        ),
        pytest.param(
            EC2,
            {"ec2_attributes": {"a\nb": []}},
            """'ec2_attributes/a\\nb' must be a mapping, at its end with an operator such as {"@@assign": …}""",
            id="a line break in a name",
        ),
    ],
)
def test_refused(policy_type: str, policy: Any, error: str) -> None:
    assert policy_errors(json.dumps(policy), policy_type) == [error]


def test_every_error_is_reported_at_once() -> None:
    policy = {"tags": {"a": {"tag_key": assign(["A"]), "tag_value": assign("1")}, "b": None}}

    assert policy_errors(json.dumps(policy), TAG) == [
        "'tags/a/tag_key' @@assign must be a text",
        "'tags/a/tag_value' @@assign must be a list of texts",
        """'tags/b' must be a mapping, at its end with an operator such as {"@@assign": …}""",
    ]


def test_no_type_accepts_the_policy_of_another() -> None:
    policy = json.dumps({"services": {"default": {"opt_out_policy": assign("optOut")}}})

    assert {name for name in GRAMMARS if not policy_errors(policy, name)} == {AI}

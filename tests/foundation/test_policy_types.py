"""The types of policies, of which every package has the same."""

from __future__ import annotations

import json

import pytest

from access.model.policies import FULL_AWS_ACCESS, PolicyKind
from emulator.extension.quotas import POLICY_CHARACTERS
from foundation.policy_types import PolicyType, known_type, short_of, words_of
from organization.limits import POLICIES_PER_TARGET
from policies.checks import GRAMMARS


def test_every_type_has_words_a_grammar_and_a_quota() -> None:
    assert list(GRAMMARS) == list(PolicyType)
    assert set(POLICY_CHARACTERS) >= set(PolicyType)
    assert {*POLICIES_PER_TARGET, PolicyType.SERVICE_CONTROL, PolicyType.RESOURCE_CONTROL} == set(PolicyType)
    assert len({one.short for one in PolicyType}) == len({one.words for one in PolicyType}) == len(PolicyType)
    assert all(one.words.endswith(" policy") for one in PolicyType)


def test_the_emulator_and_the_checks_have_the_same_sizes() -> None:
    assert {one: GRAMMARS[one].largest for one in PolicyType} == {one: POLICY_CHARACTERS[one] for one in PolicyType}


def test_a_type_is_awss_name_wherever_it_is_written() -> None:
    assert json.dumps([PolicyType.TAG]) == '["TAG_POLICY"]'
    assert f"{PolicyType.SERVICE_CONTROL}" == "SERVICE_CONTROL_POLICY"
    assert {"TAG_POLICY": 1}[PolicyType.TAG] == 1


def test_a_type_that_is_newer_than_the_product_has_words_too() -> None:
    assert known_type("SECURITYHUB_POLICY") is None
    assert words_of("SECURITYHUB_POLICY") == "securityhub policy"
    assert short_of("SECURITYHUB_POLICY") == "securityhub"
    assert (words_of("TAG_POLICY"), short_of("TAG_POLICY")) == ("tag policy", "tags")


@pytest.mark.parametrize(
    ("type_", "kind"),
    [
        (PolicyType.SERVICE_CONTROL, PolicyKind.SERVICE_CONTROL),
        (PolicyType.RESOURCE_CONTROL, PolicyKind.RESOURCE_CONTROL),
        (PolicyType.TAG, PolicyKind.OTHER),
        ("SECURITYHUB_POLICY", PolicyKind.OTHER),
    ],
)
def test_only_scps_and_rcps_have_a_say_in_decisions(type_: str, kind: PolicyKind) -> None:
    assert PolicyKind.of_type(type_) is kind
    assert kind.is_control is (type_ in (PolicyType.SERVICE_CONTROL, PolicyType.RESOURCE_CONTROL))


def test_awss_own_policy_is_a_service_control_policy() -> None:
    assert FULL_AWS_ACCESS.type == PolicyType.SERVICE_CONTROL
    assert FULL_AWS_ACCESS.kind is PolicyKind.SERVICE_CONTROL

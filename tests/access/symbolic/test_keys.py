"""Who decides each key's value, and when a request has it."""

from __future__ import annotations

import pytest

from access.decision.symbolic.keys import KEYS, Decides, Sent, key_of
from access.decision.symbolic.scope import Scope
from policies.checks import aws_names

WITH_A_NAME = {
    "aws:principaltag": Decides.PRINCIPAL,
    "aws:requesttag": Decides.CALLER,
    "aws:resourcetag": Decides.RESOURCE,
}


@pytest.mark.parametrize("name", aws_names.GLOBAL_CONDITION_KEYS)
def test_every_key_of_all_services_has_an_entry(name: str) -> None:
    lower = name.lower()
    if "/" in name:
        assert key_of(lower.replace("${tagkey}", "Team")).decides is WITH_A_NAME[lower.partition("/")[0]]
    else:
        assert lower in KEYS
        assert key_of(name) is KEYS[lower]


def test_every_entry_is_a_key_that_aws_documents() -> None:
    documented = {one.lower() for one in aws_names.GLOBAL_CONDITION_KEYS}
    older = {"aws:principaltype", "aws:sourceowner"}  # of S3 and SNS, in policies since before the list
    assert set(KEYS) - documented <= older


@pytest.mark.parametrize("name", ["aws:CurrentTime", "aws:EpochTime", "aws:SecureTransport", "aws:RequestedRegion"])
def test_key_that_every_request_has_cannot_be_missing(name: str) -> None:
    assert key_of(name).sent is Sent.ALWAYS
    assert Scope("user", "arn:aws:iam::1:user/x", "1").is_always_there(name.lower())


@pytest.mark.parametrize(
    "name",
    ["aws:SourceIp", "aws:UserAgent", "aws:Referer", "aws:CalledVia", "aws:TagKeys", "aws:RequestTag/x", "s3:prefix",
     "aws:SourceIdentity", "iam:PolicyARN"],
)  # fmt: skip
def test_key_of_the_callers_choice_may_be_there_or_not(name: str) -> None:
    assert key_of(name).decides is Decides.CALLER
    scope = Scope("user", "arn:aws:iam::1:user/x", "1")
    assert not scope.is_absent(name.lower())
    assert not scope.is_always_there(name.lower())


@pytest.mark.parametrize("name", ["aws:PrincipalOrgID", "aws:username", "aws:SourceAccount"])
def test_key_that_aws_decides_is_absent_unless_it_is_known_or_free(name: str) -> None:
    key = name.lower()
    assert Scope("user", "p", "1").is_absent(key)
    assert not Scope("user", "p", "1", {key: "x"}).is_absent(key)
    assert not Scope("user", "p", "1", free=frozenset({key[:8]})).is_absent(key)


def test_tag_that_the_stacks_may_set_is_neither_absent_nor_free_but_not_read() -> None:
    tag = "aws:principaltag/team"
    assert Scope("user", "p", "1").is_unread(tag)
    assert not Scope("user", "p", "1").is_absent(tag)
    assert not Scope("user", "p", "1", {tag: "x"}).is_unread(tag)
    assert not Scope("user", "p", "1", free=frozenset({"aws:principaltag/"})).is_unread(tag)
    assert Scope("user", "p", "1", closed=True).is_unread(tag)
    assert Scope("service", "p", "", closed=True).is_absent(tag)
    assert Scope("user", "p", "1", resource="arn:aws:s3:::b").is_unread("aws:resourcetag/x")
    assert not Scope("user", "p", "1").is_unread("aws:resourcetag/x")


def test_keys_of_the_clock_are_on_it_unless_they_are_known_or_absent() -> None:
    assert Scope("user", "p", "1").is_on_the_clock("aws:tokenissuetime")
    assert not Scope("user", "p", "1", absent=frozenset({"aws:tokenissuetime"})).is_on_the_clock("aws:tokenissuetime")
    assert not Scope("user", "p", "1", {"aws:currenttime": "2026"}).is_on_the_clock("aws:currenttime")
    assert not Scope("user", "p", "1").is_on_the_clock("aws:sourceip")


@pytest.mark.parametrize(
    ("name", "decides"),
    [("s3:ExistingObjectTag/x", Decides.RESOURCE), ("ec2:ResourceTag/x", Decides.RESOURCE),
     ("ssm:resourceTag/x", Decides.RESOURCE), ("s3:x-amz-acl", Decides.CALLER),
     ("accounts.google.com:aud", Decides.SERVICE)],
)  # fmt: skip
def test_key_of_one_service_is_decided_by_the_resource_if_it_is_about_it(name: str, decides: Decides) -> None:
    assert key_of(name).decides is decides

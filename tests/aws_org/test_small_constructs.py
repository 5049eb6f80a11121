"""Constructs that larger ones consist of. Their promises are tested in the tests of the larger ones."""

from __future__ import annotations

from constructs import Construct
from syrupy.assertion import SnapshotAssertion

from aws_org import DestroyGuard, IamPeople, MemberAccount, OrganizationalUnit, SelfServicePolicy, UserGroup
from tests.synthesis import Synth, policy, resource, reviewable


def test_destroy_guard(synth: Synth, snapshot: SnapshotAssertion) -> None:
    def build(scope: Construct) -> None:
        guard = DestroyGuard(scope, "protected")
        guard.keep("infra")
        guard.keep("id", "111122223333")

    assert reviewable(synth(build)) == snapshot


def test_organizational_unit(synth: Synth, snapshot: SnapshotAssertion) -> None:
    assert (
        reviewable(synth(lambda scope: OrganizationalUnit(scope, "prod", name="prod", parent_id="r-abcd"))) == snapshot
    )


def test_member_account(synth: Synth, snapshot: SnapshotAssertion) -> None:
    tf = synth(
        lambda scope: MemberAccount(
            scope, "infra", name="spacecats-infra", email="infra@example.com", parent_id="ou-abcd-12345678"
        )
    )
    assert reviewable(tf) == snapshot


def test_iam_people(synth: Synth, snapshot: SnapshotAssertion) -> None:
    assert reviewable(synth(lambda scope: IamPeople(scope, "users", names=["ann.lee"], leaving=["eve"]))) == snapshot


def test_self_service_policy(synth: Synth, snapshot: SnapshotAssertion) -> None:
    assert reviewable(synth(lambda scope: SelfServicePolicy(scope, "self-service"))) == snapshot


def test_self_service_policy_leaves_the_user_name_to_iam(synth: Synth) -> None:
    text = resource(synth(lambda scope: SelfServicePolicy(scope, "self-service")), "aws_iam_policy")["policy"]

    assert text.count("$${aws:username}") == text.count("${aws:username}") > 0
    assert any("arn:aws:iam::*:user/${aws:username}" in statement["Resource"] for statement in policy(text))


def test_user_group(synth: Synth, snapshot: SnapshotAssertion) -> None:
    def build(scope: Construct) -> None:
        people = IamPeople(scope, "users", names=["ann"])
        UserGroup(
            scope,
            "infra",
            name="infra",
            users=list(people.users.values()),
            roles=[("111122223333", "infra")],
            self_service_policy_arn="arn:aws:iam::444455556666:policy/self-service",
        )

    assert reviewable(synth(build)) == snapshot

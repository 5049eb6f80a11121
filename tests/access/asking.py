"""Answers of single promises, and edits that add resources, for tests of what every request means."""

from __future__ import annotations

from typing import Any

from access.promises.promise import Outcome
from access.promises.registry import PROMISES
from access.questions.world import World
from tests.access.conftest import Edit, Stacks
from tests.access.edits import Statement, bucket_policy, resource, statements
from tests.access.test_promises_broken import role

TRAIL = "arn:aws:s3:::spacecats-logs-cloudtrail-us-west-2"
PARTNER = "111122223333"
"""The number of an account of another organization."""


def outcome_of(world: World, promise: str) -> Outcome:
    """Return the outcome of a built-in promise."""
    (found,) = (one for one in PROMISES if one.name == promise)
    return found.look(world)


def texts(world: World, promise: str) -> list[str]:
    """Return the counterexamples of a promise, of which nothing is undecided."""
    outcome = outcome_of(world, promise)
    assert outcome.undecided == ()
    return [one.text for one in outcome.counter_examples]


def kept(world: World, *promises: str) -> bool:
    """Return whether promises are kept; none is undecided."""
    return not any(texts(world, one) for one in promises)


def both(*edits: Edit) -> Edit:
    """Return an edit that makes several ones, in their order."""

    def edit(stacks: Stacks) -> None:
        for one in edits:
            one(stacks)

    return edit


def trusting(statement: Statement, stack: str = "infra", path: str = "roles/infra/role") -> Edit:
    """Return an edit that adds a statement to the trust policy of a role."""
    more = {"Effect": "Allow", "Action": "sts:AssumeRole", **statement}
    return lambda stacks: statements(
        resource(stacks, stack, "aws_iam_role", path), "assume_role_policy", lambda found: found.append(more)
    )


def trusting_users(**condition: Any) -> Edit:
    """Return an edit that trusts, beside the statement with MFA, the users' account under a condition."""

    def edit(stacks: Stacks) -> None:
        said: list[Statement] = []
        statements(role(stacks, "infra"), "assume_role_policy", said.extend)
        trusting({"Principal": said[0]["Principal"], "Condition": condition})(stacks)

    return edit


def bucket(*added: Statement) -> Edit:
    """Return an edit that adds statements to the policy of the trail's bucket."""
    return lambda stacks: bucket_policy(stacks, "logs", "logs/trail/bucket/policy", lambda found: found.extend(added))


def key(statement: Statement) -> Edit:
    """Return an edit that adds a statement to the policy of the trail's key."""
    return lambda stacks: statements(
        resource(stacks, "logs", "aws_kms_key", "logs/trail/key/key"), "policy", lambda found: found.append(statement)
    )


def topic(statement: Statement) -> Edit:
    """Return an edit that adds a statement to the policy of the topic of alarms."""
    return lambda stacks: statements(
        resource(stacks, "logs", "aws_sns_topic_policy", "logs/alarms/policy"),
        "policy",
        lambda found: found.append(statement),
    )


def with_resources(stack: str, **resources: dict[str, Any]) -> Edit:
    """Return an edit that adds resources to a stack, by type and name."""

    def edit(stacks: Stacks) -> None:
        for type_, named in resources.items():
            stacks[stack]["resource"].setdefault(type_, {}).update(named)

    return edit

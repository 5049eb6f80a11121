"""Statements are told apart by guardrail and place in its file, without Sid, with the same Sid, however packed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import pytest
import yaml

from access.decision import Evaluator, Reason
from access.decision.process import Process
from access.difference import Difference, Snapshot
from access.difference.guardrails import guardrail_changes
from access.difference.states import same_statements
from access.explain import ConfigurationLines
from access.explain.asking import Question
from access.explain.explanation import explanation
from access.model.policies import Policy, PolicyKind
from access.model.sign_in import SignIn
from access.proof.reasons import Sources
from access.questions.world import World
from access.read.organization import from_stacks
from organization.load import examine_text
from orgctl.diff.sentences.guardrails import guardrails as sentences
from orgctl.report.gather.policies import Origins, Policies
from orgctl.report.gather.tree import Tree
from orgctl.report.view.policies import page
from terraform_json.origin import StatementOrigin
from terraform_json.stacks import read_stacks
from tests.stacks.variations import EXAMPLE, OFF
from tests.synthesis import synthesize_organization

Statement = dict[str, Any]
Files = Mapping[str, Sequence[Statement]]
"""The statements of each guardrail, by its name; it is attached to the OU spacecats."""
BOUND = "id, infra and logs are now bound"
UNBOUND = "id, infra and logs are no longer bound"


def deny(action: str, sid: str = "") -> Statement:
    return {**({"Sid": sid} if sid else {}), "Effect": "Deny", "Action": action, "Resource": "*"}


RUN, QUEUE, TOPIC, BUCKET, TABLE = (
    deny("ec2:RunInstances"),
    deny("sqs:CreateQueue"),
    deny("sns:CreateTopic"),
    deny("s3:CreateBucket"),
    deny("dynamodb:CreateTable"),
)
TOGETHER: Files = {"two": [RUN], "four": [QUEUE], "five": [TOPIC]}
"""Three guardrails that share a policy."""


@pytest.fixture(scope="module")
def snapshot_of(process: Process, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Files], Snapshot]:
    """Return the function that synthesizes an organization with guardrails from files."""

    @cache
    def snapshot(text: str) -> Snapshot:
        files: Files = json.loads(text)
        folder = tmp_path_factory.mktemp("identity")
        for name, said in files.items():
            (folder / f"{name}.json").write_text(json.dumps({"Version": "2012-10-17", "Statement": said}))
        rails = {name: {"targets": "spacecats", "file": f"{name}.json"} for name in files}
        content = {key: value for key, value in ({**EXAMPLE, **OFF, "guardrails": rails}).items() if value is not None}
        written = yaml.safe_dump(content, sort_keys=False).encode()
        organization, problems = examine_text(written, folder)
        assert [str(problem) for problem in problems if not problem.warning] == []
        synthesize_organization(organization, folder / "out", folder)
        read = read_stacks(folder / "out")
        found = from_stacks(read)
        return Snapshot(World(found, Evaluator(found, process=process), None), read, ConfigurationLines(written))

    return lambda files: snapshot(json.dumps(files))


def scps(snapshot: Snapshot) -> list[Policy]:
    found = snapshot.organization.policies
    return [one for one in found if one.kind is PolicyKind.SERVICE_CONTROL and one.origin.statements]


def identities(snapshot: Snapshot) -> Iterator[tuple[str, str, int, str]]:
    """Yield the guardrail, file and place of every statement, with what it denies."""
    for policy in scps(snapshot):
        for place, said in enumerate(policy.statements, start=1):
            source = policy.source(place)
            assert source
            yield source.key, source.file, source.index, said["Action"]


NAMES = {
    "one each": TOGETHER,
    "several in a file": {"two": [RUN, QUEUE], "four": [TOPIC, BUCKET, TABLE]},
    "the same in two": {"two": [RUN], "four": [RUN], "five": [RUN, RUN]},
    "the same Sid in two": {"two": [deny("ec2:RunInstances", "Own")], "four": [deny("sqs:CreateQueue", "Own")]},
    "with and without": {"two": [RUN, deny("sqs:CreateQueue", "Own")], "four": [deny("s3:CreateBucket", "Own"), TOPIC]},
    "in policies of their own": {"one": [RUN], "two": [QUEUE], "three": [TOPIC], "six": [BUCKET], "ten": [TABLE]},
}


@pytest.mark.parametrize("files", NAMES.values(), ids=NAMES)
def test_every_statement_has_its_guardrail_file_and_place(
    files: Files, snapshot_of: Callable[[Files], Snapshot]
) -> None:
    expected = [
        (f"/guardrails/{name}", f"{name}.json", index, said["Action"])
        for name, statements in files.items()
        for index, said in enumerate(statements, start=1)
    ]

    assert sorted(identities(snapshot_of(files))) == sorted(expected)


@pytest.mark.parametrize("files", NAMES.values(), ids=NAMES)
def test_the_report_shows_each_guardrail_once_and_each_statement_with_its_own_origin(
    files: Files, snapshot_of: Callable[[Files], Snapshot]
) -> None:
    snapshot = snapshot_of(files)
    origins = Origins(snapshot.lines)
    policies = Policies(snapshot.organization, origins, ())
    units = Tree(snapshot.world, policies, origins).root().units

    (unit,) = (one for one in units if one.path == ("spacecats",))
    assert sorted(one.name for one in unit.guardrails) == sorted(files)
    shown = [
        (origin.key, origin.part)
        for policy in policies.all
        if policy.kind == "SCP" and policy.name != "deny-all-suspended"
        for one in [page(policy)]
        for origin in [each.origin or one.origin for each in one.statements]
        if origin
    ]
    assert sorted(shown) == sorted(
        (f"guardrails.{name}", f"statement {index} of {name}.json" if len(statements) > 1 else "")
        for name, statements in files.items()
        for index in range(1, len(statements) + 1)
    )


EXPLAINED: dict[str, tuple[Files, str, list[str]]] = {
    "one each": (TOGETHER, "sqs:CreateQueue", ["statement 1 of four, in spacecats/guardrails-101: four"]),
    "another place in the file": (
        NAMES["several in a file"],
        "dynamodb:CreateTable",
        ["statement 3 of four, in spacecats/guardrails-101: four, statement 3 of four.json"],
    ),
    "the same in two": (
        {"two": [RUN], "four": [RUN]},
        "ec2:RunInstances",
        [
            "statement 1 of four, in spacecats/guardrails-101: four",
            "statement 1 of two, in spacecats/guardrails-101: two",
        ],
    ),
    "the same in two policies": (
        {"two": [RUN], "one": [RUN]},
        "ec2:RunInstances",
        [
            "statement 1 of two, in spacecats/guardrails-101: two",
            "statement 1 of one, in spacecats/guardrails-103: one",
        ],
    ),
    "a Sid that packing numbers": (
        NAMES["the same Sid in two"],
        "ec2:RunInstances",
        ["Own of two, in spacecats/guardrails-101: two"],
    ),
    "a Sid that packing does not number": (
        NAMES["the same Sid in two"],
        "sqs:CreateQueue",
        ["Own of four, in spacecats/guardrails-101: four"],
    ),
}


@pytest.mark.parametrize(("files", "action", "expected"), EXPLAINED.values(), ids=EXPLAINED)
def test_explain_names_the_statement_and_the_line_of_its_guardrail(
    files: Files, action: str, expected: list[str], snapshot_of: Callable[[Files], Snapshot]
) -> None:
    snapshot = snapshot_of(files)

    found = explanation(snapshot.world, Question("role/infra@infra", action, "infra", SignIn.MFA, {}))

    sources = Sources(snapshot.lines, snapshot.organization)
    (layer,) = (one for one in found.layers if one.says == "denies")
    decisions = [sources.of_reason(reason, found.request) for reason in layer.statements]
    assert [f"{one.said}: {where(one.configuration)}" for one in decisions] == expected
    denials = [reason for reason in found.verdict.reasons if reason.effect == "Deny"]
    assert [line(snapshot, one) for one in denials] == [line(snapshot, one) for one in layer.statements]


def where(text: str) -> str:
    """Return the guardrail of a place without number of the line, which must be that of the guardrail alone."""
    place, _, part = text.partition(")")
    assert place.count("line") == 1
    return place.partition("(guardrails.")[2] + part


def line(snapshot: Snapshot, reason: Reason) -> str:
    assert reason.policy
    return snapshot.lines.of(reason.policy, reason.statement)


CHANGES: dict[str, tuple[Files, Files, list[str]]] = {
    "none": (TOGETHER, TOGETHER, []),
    "reordered guardrails": (TOGETHER, dict(reversed(list(TOGETHER.items()))), []),
    "reordered statements": ({"two": [RUN, QUEUE, TOPIC]}, {"two": [TOPIC, RUN, QUEUE]}, []),
    "added first": (
        {"two": [RUN]},
        {"four": [QUEUE], "two": [RUN]},
        [f"four (SCP) begins at spacecats: {BOUND}."],
    ),
    "added between": (
        {"two": [RUN], "five": [TOPIC]},
        TOGETHER,
        [f"four (SCP) begins at spacecats: {BOUND}."],
    ),
    "removed": (TOGETHER, {"two": [RUN], "five": [TOPIC]}, [f"four (SCP) stops at spacecats: {UNBOUND}."]),
    "all but one removed": (
        TOGETHER,
        {"four": [QUEUE]},
        [f"five and two (SCP) stop at spacecats: {UNBOUND}."],
    ),
    "added and removed": (
        {"two": [RUN], "four": [QUEUE]},
        {"four": [QUEUE], "five": [TOPIC]},
        [f"two (SCP) stops at spacecats: {UNBOUND}.", f"five (SCP) begins at spacecats: {BOUND}."],
    ),
    "changed": (
        TOGETHER,
        {**TOGETHER, "four": [BUCKET]},
        ["four (SCP) at spacecats changes for id, infra and logs."],
    ),
    "statement added first": (
        {"two": [RUN], "four": [TOPIC]},
        {"two": [QUEUE, RUN], "four": [TOPIC]},
        [f"statement 1 of two (SCP) begins at spacecats: {BOUND}."],
    ),
    "statement removed": (
        {"two": [RUN, QUEUE, TABLE], "four": [TOPIC]},
        {"two": [RUN, TABLE], "four": [TOPIC]},
        [f"statement 2 of two (SCP) stops at spacecats: {UNBOUND}."],
    ),
    "the same Sid in two files, one removed": (
        {"two": [deny("ec2:RunInstances", "Own")], "four": [deny("sqs:CreateQueue", "Own")]},
        {"two": [deny("ec2:RunInstances", "Own")]},
        [f"Own of four (SCP) stops at spacecats: {UNBOUND}."],
    ),
    "the same Sid in two files, one added": (
        {"two": [deny("ec2:RunInstances", "Own")]},
        {"two": [deny("ec2:RunInstances", "Own")], "four": [deny("sqs:CreateQueue", "Own")]},
        [f"Own of four (SCP) begins at spacecats: {BOUND}."],
    ),
    "the same Sid in two files, one for another": (
        {"two": [deny("ec2:RunInstances", "Own")]},
        {"four": [deny("sqs:CreateQueue", "Own")]},
        [f"Own of two (SCP) stops at spacecats: {UNBOUND}.", f"Own of four (SCP) begins at spacecats: {BOUND}."],
    ),
    "the same Sid in two files, one changed": (
        {"two": [deny("ec2:RunInstances", "Own")], "four": [deny("sqs:CreateQueue", "Own")]},
        {"two": [deny("ec2:StartInstances", "Own")], "four": [deny("sqs:CreateQueue", "Own")]},
        ["Own of two (SCP) at spacecats changes for id, infra and logs."],
    ),
    "an equal statement added": (
        {"two": [RUN]},
        {"two": [RUN], "four": [RUN]},
        ["four (SCP) begins at spacecats; no account is affected."],
    ),
    "an equal statement removed": (
        {"two": [RUN], "four": [RUN]},
        {"four": [RUN]},
        ["two (SCP) stops at spacecats; no account is affected."],
    ),
    "another name": ({"two": [RUN], "four": [TOPIC]}, {"nine": [RUN], "four": [TOPIC]}, []),
}


@pytest.mark.parametrize(("before", "after", "expected"), CHANGES.values(), ids=CHANGES)
def test_a_difference_tells_exactly_the_changed_statements(
    before: Files, after: Files, expected: list[str], snapshot_of: Callable[[Files], Snapshot]
) -> None:
    changes = guardrail_changes(snapshot_of(before), snapshot_of(after))

    assert [one.text for one in sentences(Difference(guardrails=changes))] == expected


def test_a_change_has_the_identity_of_its_statement(snapshot_of: Callable[[Files], Snapshot]) -> None:
    (change,) = guardrail_changes(snapshot_of({"two": [RUN]}), snapshot_of({"two": [RUN, QUEUE]}))

    assert (change.guardrail, change.file, change.index) == ("/guardrails/two", "two.json", 2)
    assert change.where.endswith("(guardrails.two), statement 2 of two.json")


ONE, TWO, THREE = (StatementOrigin("/guardrails/x", 1), StatementOrigin("/guardrails/y", 1), StatementOrigin("/z", 1))


@pytest.mark.parametrize(
    ("deployed", "expected"),
    [
        ([RUN, QUEUE, TOPIC], [ONE, TWO, THREE]),
        ([QUEUE, TOPIC], [TWO, THREE]),
        ([TOPIC, BUCKET, RUN], [THREE, TWO, ONE]),
        ([BUCKET, RUN, QUEUE, TOPIC], [None, ONE, TWO, THREE]),
        ([RUN, RUN], [ONE, None]),
        ([BUCKET], [None]),
        ([{**QUEUE, "Sid": "Own"}], [TWO]),
    ],
)
def test_a_deployed_statement_has_the_identity_of_the_one_that_says_the_same(
    deployed: list[Statement], expected: list[StatementOrigin | None]
) -> None:
    assert same_statements(deployed, [RUN, QUEUE, TOPIC], [ONE, TWO, THREE]) == expected


def test_a_deployed_statement_that_changes_is_known_by_its_sid() -> None:
    before, after = [deny("a:B", "Mine"), deny("a:C", "Yours")], [deny("a:D", "Yours"), deny("a:E", "Mine"), RUN]

    assert same_statements(before, after, [ONE, TWO, THREE]) == [TWO, ONE]


def test_earlier_versions_wrote_the_guardrail_alone() -> None:
    from terraform_json.stacks import Stack

    body = {"//": {"statements": ["/guardrails/x", "/guardrails/y", "/guardrails/x"]}}
    (entry,) = Stack("s", {"resource": {"aws_organizations_policy": {"p": body}}}).blocks.values()

    assert [(one.key, one.index) for one in entry.origin.statements] == [
        ("/guardrails/x", 1),
        ("/guardrails/y", 1),
        ("/guardrails/x", 2),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [([RUN, QUEUE], [QUEUE]), ([RUN], [QUEUE, RUN]), ([RUN, QUEUE], [QUEUE, RUN])],
    ids=["removed", "added", "reordered"],
)
def test_statements_of_no_known_guardrail_are_told_by_what_they_say(
    before: list[Statement], after: list[Statement], snapshot_of: Callable[[Files], Snapshot]
) -> None:
    """As in Terraform of other projects, which writes no identities."""
    sides = [_unknown(snapshot_of({"two": said})) for said in (before, after)]
    changes = guardrail_changes(sides[0], sides[1])

    missing = [one for one in before if one not in after], [one for one in after if one not in before]
    assert [(one.change, one.statement.before if one.statement else None) for one in changes if missing[0]] == [
        ("stops", {**one, "Action": [one["Action"]], "Resource": ["*"]}) for one in missing[0]
    ]
    assert [one.change for one in changes] == ["stops"] * len(missing[0]) + ["begins"] * len(missing[1])


def _unknown(snapshot: Snapshot) -> Snapshot:
    """Return an organization without the identities that synthesis has written."""
    from dataclasses import replace

    from terraform_json.stacks import Stack

    text = json.dumps([[one.name, one.document] for one in snapshot.stacks])
    stacks = [Stack(name, document) for name, document in json.loads(text.replace('"statements"', '"unknown"'))]
    found = from_stacks(stacks)
    return replace(snapshot, world=replace(snapshot.world, organization=found), stacks=stacks)

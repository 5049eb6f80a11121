"""The message about every mistake in `accepted` of `access.yaml` has its line, the value, the rule and the remedy."""

from __future__ import annotations

import json

import pytest

from access.promises.custom import own_in
from access.promises.custom.schema import schema
from access.questions.accepting import what_of
from access.questions.world import World
from tests.access.custom_promises import problems_in

WRONG = [
    ("reason: x", "promise", "is missing; The promise"),
    ("promise: mfa", "reason", "is missing; The reason why it is accepted"),
    ("promise: mfa, reason: ' '", "reason", "is empty; write why this is accepted, for the auditor"),
    (
        'promise: mfa, reason: "a\\u202eb"',
        "reason",
        r"must have 1 to 500 printable characters, got 'a\u202eb'",
    ),
    ("promise: mfa, reason: [x]", "reason", "must be text, got a list"),
    ("promise: mfaa, reason: x", "promise", "'mfaa' is no promise, did you mean 'mfa'?"),
    (
        "promise: xyzzy, reason: x",
        "promise",
        "'xyzzy' is no promise; the built-in ones are mfa, given-access",
    ),
    (
        "promise: mfa, reason: x, until: tomorrow",
        "until",
        "a day of the calendar, got 'tomorrow': write YYYY-MM-DD",
    ),
    ("promise: mfa, reason: x, until: 2026-02-30", "until", "must be a day of the calendar, got '2026-02-30'"),
    ("promise: mfa, reason: x, until: null", "until", "must be a day of the calendar, got ''"),
    ("promise: mfa, reason: x, until: 2026", "until", "must be text, got 2026; put it in quotes"),
    ("promise: mfa, reason: x, untill: 2026-12-31", "untill", "'untill' is an unknown key, did you mean 'until'?"),
    ("promise: mfa, reason: x, who: []", "who", "names nothing; write a pattern, or remove 'who' to accept any"),
    ("promise: mfa, reason: x, what: ''", "what", "'' must be a text on one line, as 'ann' or 's3:GetObject'"),
    (
        "promise: mfa, reason: x, what: 's3:GetObjct'",
        "what",
        "is no action of s3, did you mean 'GetObject'?",
    ),
    ("promise: mfa, reason: x, what: 'sss3:Get* on arn:aws:s3:::x'", "what", "'sss3' is no service of AWS"),
    ("promise: mfa, reason: x, what: {a: b}", "what", "must be text or a list of texts, got a mapping"),
]


def entry(fields: str) -> str:
    return f"accepted:\n- {{{fields}}}\n"


@pytest.mark.parametrize(("fields", "key", "message"), WRONG, ids=lambda one: str(one)[:40])
def test_a_mistake_has_a_message(world: World, fields: str, key: str, message: str) -> None:
    (found,) = problems_in(world, entry(fields))

    assert found.line == 2
    assert found.field == f"accepted[0].{key}"
    assert message in found.message


def test_all_mistakes_are_reported_at_once_with_those_of_promises(world: World) -> None:
    text = """\
        promises:
          first:
            - {deny: nobdy, to: iam:CreateUser, where: id}
        accepted:
          - promise: first
            reason: ''
            until: never
          - {promise: second, who: [ann, ''], reason: x}
          - text
        """

    assert [(problem.line, problem.field) for problem in problems_in(world, text)] == [
        (3, "promises.first[0].deny"),
        (6, "accepted[0].reason"),
        (7, "accepted[0].until"),
        (8, "accepted[1].promise"),
        (8, "accepted[1].who[1]"),
        (9, "accepted[2]"),
    ]


def test_a_file_may_only_accept_and_an_entry_may_name_a_sentence(world: World) -> None:
    own, problems = own_in(entry("promise: mfa, reason: x").encode(), world.organization)
    assert (problems, own.promises) == ([], ())
    assert [(one.promise, one.where) for one in own.accepted] == [("mfa", "access.yaml:2")]

    text = "promises:\n  It is so.:\n  - {deny: people, to: iam:CreateUser, where: id}\n"
    own, problems = own_in(f"{text}{entry('promise: It is so., reason: x')}".encode(), world.organization)
    assert problems == []
    assert [(one.promise, one.where) for one in own.accepted] == [("access.yaml:2", "access.yaml:5")]


def test_a_reason_of_several_lines_is_one(world: World) -> None:
    text = "accepted:\n- promise: mfa\n  reason: |\n    One line,\n    and another.\n  until: 2026-12-31\n"

    own, _ = own_in(text.encode(), world.organization)

    assert [(one.reason, one.until) for one in own.accepted] == [("One line, and another.", "2026-12-31")]


def test_the_schema_has_the_keys_of_an_entry() -> None:
    found = json.loads(schema())["$defs"]["Entry"]

    assert found["properties"].keys() == {"promise", "who", "what", "reason", "until"}
    assert found["required"] == ["promise", "reason"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("s3:Get*", ("s3:Get*", "", "")),
        ("arn:aws:s3:::data/*", ("", "arn:aws:s3:::data/*", "")),
        ("s3:Get* on arn:aws:s3:::data/*", ("s3:Get*", "arn:aws:s3:::data/*", "")),
        ("ec2:RunInstances on *", ("ec2:RunInstances", "*", "")),
        ("*eu-west-1*", ("", "", "*eu-west-1*")),
        ("s3:GetObject on Sundays", ("", "", "s3:GetObject on Sundays")),
        ("*", ("", "", "")),
    ],
)
def test_a_pattern_is_of_actions_of_resources_of_both_or_of_sentences(text: str, parts: tuple[str, str, str]) -> None:
    found = what_of(text)

    assert (found.action, found.resource, found.sentence) == parts
    assert str(found) == text

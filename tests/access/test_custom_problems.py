"""The message about every mistake in `access.yaml` has its line, the value, the rule and the remedy."""

from __future__ import annotations

import json

import pytest

from access.promises.custom.schema import FILE, schema
from access.questions.world import World
from organization.problem import Problem
from organization.yaml_source import parse
from tests.access.custom_promises import one, problems_in
from tests.synthesis import ROOT

WRONG = [
    ("- {to: iam:CreateUser, where: id}", "says neither allow nor deny; write 'allow: WHO' or 'deny: WHO'"),
    ("- {allow: people, deny: people, to: iam:CreateUser, where: id}", "a line says either allow or deny"),
    ("- {deny: [], to: iam:CreateUser, where: id}", "names no principal"),
    ("- {deny: people, where: id}", "is missing; The actions"),
    ("- {deny: people, to: [], where: id}", "names no action"),
    ("- {deny: people, to: iam:CreateUser}", "does not say where; write 'where: ACCOUNT'"),
    ("- {deny: peolpe, to: iam:CreateUser, where: id}", "'peolpe' is no principal, did you mean 'people'?"),
    (
        "- {deny: anna, to: iam:CreateUser, where: id}",
        "'anna' is no principal; there are myuser, myuser.org-root, everybody",
    ),
    ("- {deny: myuser@infra, to: iam:CreateUser, where: id}", "'myuser@infra' is no principal in infra"),
    ("- {deny: group:infar, to: iam:CreateUser, where: id}", "'infar' is no group, did you mean 'infra'?"),
    ("- {deny: role:infra@logs, to: iam:CreateUser, where: id}", "'infra' is no role in logs"),
    ("- {deny: role:infra@lgos, to: iam:CreateUser, where: id}", "'lgos' is no account, did you mean 'logs'?"),
    ("- {deny: root user of moon, to: iam:CreateUser, where: id}", "'moon' is no account; there are org-root, id"),
    (
        "- {deny: people, but: deploier, to: iam:CreateUser, where: id}",
        "'deploier' is no principal, did you mean 'deployer'?",
    ),
    ("- {deny: people, to: iam:CreateUsr, where: id}", "'CreateUsr' is no action of iam, did you mean 'CreateUser'?"),
    ("- {deny: people, to: iamm:CreateUser, where: id}", "'iamm' is no service of AWS, did you mean 'iam'?"),
    ("- {deny: people, to: '*', where: id}", "'*' must look like s3:GetObject or s3:Delete*"),
    ("- {deny: people, to: 's3:Frobnicate*', where: id}", "'s3:Frobnicate*' matches no action of s3"),
    ("- {deny: people, to: iam:CreateUser, where: ids}", "'ids' is no account, did you mean 'id'?"),
    ("- {deny: people, to: iam:CreateUser, where: id, when: {mfa: maybe}}", "must be true or false, got 'maybe'"),
    ("- {deny: people, to: iam:CreateUser, where: id, when: {region: mars-1}}", "'mars-1' is no region"),
    ("- {deny: people, to: iam:CreateUser, where: id, when: {'aws:SourceIpp': x}}", "did you mean 'aws:SourceIp'?"),
    ("- {deny: people, to: iam:CreateUser, where: id, when: {'aws:PrincipalArn': x}}", "depends on the caller"),
    ("- {deny: people, to: iam:CreateUser, where: id, when: {'aws:SourceIp': []}}", "'aws:SourceIp' has no value"),
    ("- {deny: deployer, to: iam:CreateUser, where: id, when: {mfa: true}}", "says how users have signed in"),
    ("- {deny: people, to: s3:GetObject, on: bucket/key}", "must be an ARN, s3://bucket/key, role:NAME"),
    (
        "- {deny: people, to: s3:GetObject, on: 's3://no-such/x'}",
        "no stack makes arn:aws:s3:::no-such/x: say with 'where'",
    ),
    ("- {deny: people, to: s3:GetObject, on: 's3://no-such-*/x'}", "nothing that the stacks make matches"),
    ("- {deny: people, to: s3:GetObject, on: 'arn:aws:iam::123456789012:role/x'}", "123456789012 is no account"),
    ("- {deny: people, to: sts:AssumeRole, on: role:no}", "no stack makes a role 'no' in id, infra, logs, org-root"),
    (
        "- {deny: people, to: s3:ListBucket, on: 's3://spacecats-logs-cloudtrail-us-west-2/x'}",
        "s3:ListBucket does not apply",
    ),
    ("- {deny: people, to: s3:GetObject, where: id, on: '*'}", "s3:GetObject does not apply to *, but to arn:aws:s3"),
    ("- {deny: people, too: iam:CreateUser, where: id}", "'too' is an unknown key, did you mean 'to'?"),
]


@pytest.mark.parametrize(("line", "message"), WRONG, ids=[message[:40] for _, message in WRONG])
def test_a_mistake_has_a_message(world: World, line: str, message: str) -> None:
    found = problems_in(world, one(line).decode())

    assert [problem.line for problem in found] == [3] * len(found)
    assert message in " | ".join(problem.message for problem in found)
    assert len(found) == 1


def test_all_mistakes_are_reported_at_once(world: World) -> None:
    text = """\
        promises:
          first:
            - deny: nobdy
              to: iam:CreateUsr
              where: moon
          second: []
          third:
            - allow: people
              to: [iam:CreateUser, iam:DeleteUsr]
              where: id
        """

    assert [(problem.line, problem.field) for problem in problems_in(world, text)] == [
        (3, "promises.first[0].deny"),
        (4, "promises.first[0].to"),
        (5, "promises.first[0].where"),
        (6, "promises.second"),
        (9, "promises.third[0].to[1]"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty; it must hold promises"),
        ("promises: {}", "is empty; write a sentence, and below it lines with allow or deny"),
        ("promise: {}", "'promise' is an unknown key, did you mean 'promises'?"),
        ("- x", "must be a mapping, got a list"),
        ("promises: {a: {deny: x}}", "must be a list, got a mapping"),
        (
            "promises: {'': [{deny: people, to: iam:CreateUser, where: id}]}",
            "the sentence must have 1 to 200 characters",
        ),
        ("promises: {a: [{deny: 111122223333, to: iam:CreateUser, where: id}]}", "an account number needs quotes"),
    ],
)
def test_a_wrong_form_of_the_file_has_a_message(world: World, text: str, message: str) -> None:
    assert message in " | ".join(problem.message for problem in problems_in(world, text))


def test_a_problem_names_file_line_and_field(world: World) -> None:
    (problem,) = problems_in(world, one("- {deny: peolpe, to: iam:CreateUser, where: id}").decode())

    assert isinstance(problem, Problem)
    assert problem.text("access.yaml") == (
        "access.yaml:3:14  promises.it is so[0].deny: 'peolpe' is no principal, did you mean 'people'?"
    )


def test_the_number_of_an_account_of_the_organization_is_refused(world: World) -> None:
    number = world.organization.management.number

    found = problems_in(world, one(f"- {{deny: '{number}', to: iam:CreateUser, where: id}}").decode())

    assert (
        found[0].message == f"{number} is an account of the organization; name a principal in it, as 'root user of KEY'"
    )


def test_the_schema_is_current() -> None:
    assert FILE.read_text(encoding="utf-8") == schema(), "run: make schema"


def test_the_example_names_the_schema_and_has_every_key_of_it() -> None:
    text = (ROOT / "access.yaml").read_text(encoding="utf-8")
    keys = json.loads(schema())["$defs"]["Line"]["properties"]
    root = parse(text.encode()).root

    assert text.startswith("# yaml-language-server: $schema=./access.schema.json\n")
    assert root is not None
    assert keys.keys() == {key for lines in root.data()["promises"].values() for line in lines for key in line}

"""The file that `orgctl init` writes: valid for all answers, and explained."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from organization.load import examine_text
from organization.model import Organization
from organization.yaml_source import parse
from orgctl.init.answers import Answers
from orgctl.init.draft import scalar
from orgctl.init.questions import QUESTIONS
from tests.organization.files import ROOT

TYPICAL = Answers(
    name="acme",
    email="acme+aws-{account}@example.com",
    region="us-west-2",
    admin="ann",
    users=("ann", "ben"),
    groups={"infra": ("ann", "ben"), "billing": ("ben",), "responders": ("ann",), "ops": ("ben",)},
)
NAMES = st.one_of(
    st.text(alphabet="abn019=+,.@-_", min_size=1, max_size=8),
    st.sampled_from(
        ["no", "null", "012345678901", "1e5", "0x1f", "~", "<<", "@admin@", "- a", "a: b", "a #b", '"', "\\"]
    ),
    st.text(min_size=1, max_size=10),
)
PEOPLE = st.lists(NAMES, max_size=3)
ALIASES = st.one_of(st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8})?", fullmatch=True), NAMES)


def typed_groups(groups: dict[str, list[str]]) -> str:
    return " ".join(f"{name}={','.join(people)}" for name, people in groups.items())


def loaded(text: str) -> Organization:
    organization, problems = examine_text(text.encode(), Path())
    assert problems == []
    assert organization is not None
    return organization


@given(
    name=ALIASES,
    email=st.one_of(NAMES, st.just("example.com"), st.just("a#{account}=b@example.com")),
    region=st.sampled_from(["us-west-2", "us-east-1", "eu-south-1", "mars"]),
    admin=NAMES,
    users=PEOPLE,
    groups=st.dictionaries(NAMES, PEOPLE, max_size=3),
)
@settings(max_examples=60, deadline=None)
@example("no", "on.example.com", "us-east-1", "yes", ["123", "+-"], {"null": ["123"], "billing": [], "responders": []})
@example("suspended", "example.com", "us-west-2", "@admin@", ["=a"], {"=": []})
def test_accepted_answers_are_in_the_file(
    name: str, email: str, region: str, admin: str, users: list[str], groups: dict[str, list[str]]
) -> None:
    typed = {"name": name, "email": email, "region": region, "admin": admin}
    typed |= {"users": ",".join(users), "groups": typed_groups(groups)}
    answers = Answers()
    for question in QUESTIONS:
        answers, _ = question.take(typed[question.field], answers)

    organization, problems = examine_text(answers.text().encode(), Path())

    assert organization is not None
    assert [problem for problem in problems if not problem.warning] == []
    assert (organization.name, organization.email) == (answers.name, answers.email)
    assert (organization.region, organization.org_root.admins) == (answers.region, [answers.admin])
    assert tuple(organization.users) == answers.people
    assert {key: tuple(group.users) for key, group in organization.groups.items()} == (answers.groups or {})


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co", "Zl", "Zp"])))
@settings(max_examples=200)
@example("no")
@example("1_000")
@example("0o7")
@example('"\\')
@example("a: b")
def test_a_text_is_read_back_by_every_reader_of_yaml(text: str) -> None:
    line = f"- {scalar(text)}\n"

    assert yaml.safe_load(line) == [text]
    source = parse(line.encode())
    assert source.root is not None
    assert source.root.data() == [text]


def test_what_is_commented_out_passes_the_check_too() -> None:
    text = TYPICAL.text()
    setting = re.compile(r"^( *)# (?!yaml-language)( *[a-z0-9_-]+:(?: .*)?)$", re.MULTILINE)

    organization = loaded(setting.sub(r"\1\2", text))

    assert len(setting.findall(text)) > 15
    assert organization.guardduty.enabled
    assert organization.config.enabled
    assert organization.log_account == "logs"
    assert organization.regions == ["us-west-2", "us-east-1"]
    assert organization.root_sign_in_alarm is not None


def test_a_new_organization_costs_next_to_nothing() -> None:
    organization = loaded(TYPICAL.text())

    assert organization.centralized_root_access
    assert organization.cloudtrail.enabled
    assert not organization.guardduty.enabled
    assert not organization.config.enabled
    assert organization.root_sign_in_alarm is None
    assert organization.access_analyzer.unused_access_age is None


def test_groups_with_a_known_name_get_its_policy() -> None:
    organization = loaded(TYPICAL.text())

    assert set(organization.groups["infra"].roles) == {"id", "infra"}
    assert organization.billing_group == "billing"
    assert organization.responder is not None
    assert organization.responder.group == "responders"
    assert organization.groups["ops"].roles == {}


def test_the_accounts_are_those_of_the_guide() -> None:
    organization = loaded(TYPICAL.text())
    units = {"/".join(path): (list(unit.accounts), unit.quarantine) for path, unit, _ in organization.units()}

    assert units == {"acme": (["id", "infra"], False), "suspended": ([], True)}
    assert {"deny-leaving-organization", "deny-root-user", "protect-deployment-roles"} <= set(organization.guardrails)


def test_every_block_is_explained_in_80_columns() -> None:
    lines = TYPICAL.text().splitlines()
    starts = [number for number, line in enumerate(lines) if re.match(r"[a-z_]+:", line)]

    assert max(map(len, lines)) <= 80
    alone = [lines[number] for number in starts if not lines[number - 1].startswith("#") and "#" not in lines[number]]
    assert alone == []


@pytest.mark.parametrize(
    ("folder", "schema"),
    [
        (ROOT, "./organization.schema.json"),
        (ROOT / "bench", "../organization.schema.json"),
        (Path("/"), "./organization.schema.json"),
    ],
)
def test_editors_find_the_schema_from_the_first_line(folder: Path, schema: str) -> None:
    assert TYPICAL.text(folder).splitlines()[0] == f"# yaml-language-server: $schema={schema}"

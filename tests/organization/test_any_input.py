"""For any content of a file, the check returns an organization or its problems, and never raises."""

from __future__ import annotations

import copy
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from organization.load import examine_text, load
from organization.model import (
    AlternateContacts,
    Config,
    Contact,
    GuardDuty,
    Guardrail,
    Organization,
    Responder,
    Role,
    State,
)
from organization.problem import InvalidFile, Problem
from organization.yaml_source import parse
from tests.organization.files import EXAMPLE, ROOT

WHOLE = """\
name: spacecats
organization_id: o-a1b2c3d4e5
email: aws+{account}@example.com
region: us-west-2
regions: [us-west-2, eu-west-1]
former_regions: [us-east-1]
tags: {Owner: ann, "Cost Center": "1"}
org_root: {admins: [ann], former_admins: [eve], account_id: '111122223333', max_session_duration: 7200}
organizational_units:
  main:
    accounts:
      id: {billing_access: true, tags: {A: b}, account_id: '444455556666'}
      infra: {name: Infra, email: infra@example.com}
    organizational_units:
      prod: {accounts: {prod: }}
  suspended: {quarantine: true}
users: [ann, bob]
former_users: [eve]
groups:
  infra:
    users: [ann, bob]
    roles:
      id: PowerUserAccess
      infra: [ReadOnlyAccess, job-function/ViewOnlyAccess]
      prod: {policies: [ReadOnlyAccess], max_session_duration: 3600, permissions_boundary: PowerUserAccess}
password_policy: {minimum_password_length: 14, password_reuse_prevention: 24, max_password_age: 90}
billing_group: infra
responder: {group: infra, role_name: ir, policies: [SecurityAudit], max_session_duration: 3600}
guardrails:
  deny-leaving-organization: root
  protect-deployment-roles: root
  deny-root-user: [main, "account:prod"]
  limit-regions: {targets: main/prod, parameters: {regions: [us-west-2, eu-west-1]}}
  work-here: {targets: [account:infra], catalogue: limit-regions, parameters: {regions: [us-west-2, eu-west-1]}}
exempt_roles: [OrganizationAccountAccessRole, atlantis]
security_account: infra
log_account: infra
cloudtrail: {retention_days: 400}
guardduty: {enabled: true, features: [S3_DATA_EVENTS, RUNTIME_MONITORING]}
config: {recording_frequency: DAILY, retention_days: 400}
access_analyzer: {enabled: true, unused_access_age: 90}
centralized_root_access: true
alternate_contacts:
  security: {name: Ann, title: CISO, email: ann@example.com, phone: +1 555 0100}
  billing: {name: Bob, title: CFO, email: bob@example.com, phone: "555"}
account_defaults: {block_public_s3: true, encrypt_ebs: false}
root_sign_in_alarm: {email: ann@example.com}
trusted_access: [cloudtrail.amazonaws.com]
policy_types: [SERVICE_CONTROL_POLICY]
closed_accounts: [old-shop]
deployment:
  state: {mode: central, bucket: bucket, region: us-west-2, dynamodb_table: true}
  provider_version: '>= 5.100.0, < 7.0.0'
"""
DATA: dict[str, Any] = parse(WHOLE.encode()).root.data()  # type: ignore[union-attr]

few = settings(
    deadline=None,
    derandomize=True,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
many = settings(few, max_examples=250)

MODELS: list[type[BaseModel]] = [
    Organization,
    Role,
    Guardrail,
    Responder,
    State,
    GuardDuty,
    Config,
    Contact,
    AlternateContacts,
]
FIELDS = [*(field for model in MODELS for field in model.model_fields), "accounts", "roles", "quarantine", "state"]
NAMES = ["id", "infra", "org-root", "ann", "a.b", "a" * 300, "ä", "😀", "", "us-west-2", "{account}", "a@b.cd"]
KINDS = ["root", "main/prod", "account:infra", "limit-regions", "deny-all", "local", "central", "DAILY", "{{x}}"]
OTHERS = [
    "ReadOnlyAccess",
    "x.json",
    "../x.json",
    "aws:x",
    "SERVICE_CONTROL_POLICY",
    "no",
    "0123",
    "111122223333",
    "<<",
]
words = st.sampled_from([*FIELDS, *NAMES, *KINDS, *OTHERS])
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | words
    | words
    | st.dates()
    | st.binary(max_size=4)
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words | st.text(max_size=4), inner, max_size=6),
    max_leaves=20,
)


def dumped(value: Any) -> bytes:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=1000).encode("utf-8", "surrogatepass")


@st.composite
def broken_data(draw: st.DrawFn) -> Any:
    """Return the whole organization with one to three values replaced, removed or added."""
    data = copy.deepcopy(DATA)
    for _ in range(draw(st.integers(1, 3))):
        parent, key = draw(st.sampled_from(places(data)))
        action = draw(st.sampled_from(["replace", "remove", "insert"]))
        if action == "replace":
            parent[key] = draw(values)
        elif action == "remove":
            del parent[key]
        elif isinstance(parent, dict):
            parent[draw(words)] = draw(values)
        else:
            parent.insert(key, draw(values))
        data = data or {"name": "x"}
    return data


def places(value: Any) -> list[tuple[Any, Any]]:
    """Yield every place of a value in data: the list or mapping that holds it, and its position or key."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []
    return [(value, key) for key in keys] + [place for key in keys for place in places(value[key])]


@st.composite
def broken_text(draw: st.DrawFn) -> str:
    """Return the example with one to three pieces removed, moved or replaced by unusual text."""
    text = EXAMPLE
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        piece = draw(
            st.sampled_from(
                ["", text[start:end] * 2, "\t", "\r", "\u2028", "[", "{", "- ", ": ", "&a ", "*a ", "<<: *a\n"]
            )
            | st.text(max_size=3)
        )
        text = text[:start] + piece + text[end:]
    return text


def examined(content: bytes) -> tuple[Organization | None, list[Problem]]:
    """Examine a file and check the promises for every file."""
    found, problems = examine_text(content, ROOT / "tests")

    assert found is not None or problems
    assert problems == sorted(set(problems))
    assert all(problem.message for problem in problems)
    outside = [problem for problem in problems if not any(lies_within(problem, lines) for lines in lines_of(content))]
    assert outside == []
    assert (found, problems) == examine_text(content, ROOT / "tests")
    return found, problems


def lines_of(content: bytes) -> list[list[str]]:
    """Return lines of a file as YAML counts them, and as editors with only \\n. A wrong byte is one character."""
    text = content.decode("utf-8-sig", "surrogateescape")
    return [re.split("\r\n|[\n\r\x85\u2028\u2029]", text), text.split("\n")]


def lies_within(problem: Problem, lines: list[str]) -> bool:
    """A premature end is reported at the end of the file, which some parsers place in the next line."""
    longest = len([*lines, ""][min(problem.line - 1, len(lines))].encode("utf-8", "surrogateescape"))
    return 1 <= problem.line <= len(lines) + 1 and 1 <= problem.column <= longest + 1


@many
@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_read_or_described(content: bytes) -> None:
    examined(content)


@many
@given(st.text(alphabet="ab01:-?#&*!|>'\"%@`{}[],<~. \n\r\t", max_size=40))
def test_any_signs_of_yaml_are_read_or_described(text: str) -> None:
    examined(text.encode())


@many
@given(values)
@example({"deployment": "name"})
def test_any_value_is_read_or_described(value: Any) -> None:
    examined(dumped(value))


@many
@given(st.dictionaries(st.sampled_from(list(Organization.model_fields)), values))
def test_any_values_of_the_fields_are_read_or_described(value: dict[str, Any]) -> None:
    examined(dumped(value))


@many
@given(broken_data())
@example({"groups": {"infra": {"roles": {"id": [1, 2]}}}})
def test_an_organization_with_odd_values_is_read_or_described(data: Any) -> None:
    examined(dumped(data))


@many
@given(broken_text())
def test_an_example_with_odd_pieces_is_read_or_described(text: str) -> None:
    examined(text.encode("utf-8", "surrogatepass"))


@few
@given(broken_data())
@example(DATA)
@example({**DATA, "backend": "deployment", "deployment": None, "name": None})
@example({**DATA, "guardrails": {"limit-regions": {"targets": "root", "catalogue": 5}}})
@example({**DATA, "guardrails": {"deny-root-user": {"targets": [["root"]]}}})
@example({**DATA, "guardrails": {"own": {"targets": "root", "file": 5}}})
@example({**DATA, "guardrails": {"limit-regions": {"targets": "root", "parameters": {"regions": None}}}})
@example({**DATA, "guardrails": {"deny-root-user": "root", "7": None}})
@example({**DATA, "groups": {"infra": {"roles": {"id": [1, 2]}}}})
def test_a_file_without_errors_can_be_loaded_and_no_other(data: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "organization.yaml"
        file.write_bytes(dumped(data))
        found, problems = examine_text(file.read_bytes(), file.parent)
        wrong = found is None or any(not problem.warning for problem in problems)
        if not wrong:
            assert load(file) == (found, problems)
            return
        with pytest.raises(InvalidFile) as caught:
            load(file)
        assert caught.value.problems == problems


def test_the_whole_organization_of_this_module_is_right() -> None:
    found, problems = examined(WHOLE.encode())

    assert problems == []
    assert found is not None
    assert found.model_fields_set == set(Organization.model_fields)


@few
@given(broken_data())
@example({"groups": {"roles": {"users": 5}}})
def test_the_rules_are_checked_in_every_mapping(data: Any) -> None:
    assert examined(dumped(data))[0] is not None


@few
@given(broken_data())
@example({"a\nb": 5})
def test_every_problem_is_one_printable_line(data: Any) -> None:
    for problem in examined(dumped(data))[1]:
        assert problem.text("f").isprintable()

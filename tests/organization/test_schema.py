"""The file `organization.schema.json`, with which editors complete and check the configuration."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import assume, given

from organization.hints import Hints
from organization.known import POLICY_TYPES, regions
from organization.load import examine_text
from organization.model import (
    AccessAnalyzer,
    Account,
    AccountDefaults,
    AlternateContacts,
    CloudTrail,
    Config,
    Group,
    GuardDuty,
    Guardrail,
    Organization,
    OrganizationalUnit,
    Role,
    State,
    Switch,
)
from organization.model.base import Defaults
from organization.schema import FILE, schema
from organization.shape import Shape
from organization.yaml_source import parse
from tests.organization.files import EXAMPLE, organization
from tests.organization.test_any_input import DATA, broken_data, dumped, many

SCHEMA: dict[str, Any] = json.loads(schema())
SERVICES = ("cloudtrail", "guardduty", "config", "access_analyzer")


def test_the_schema_in_the_repository_is_up_to_date() -> None:
    assert FILE.read_text(encoding="utf-8") == schema(), "organization.schema.json is out of date: run `make schema`"


def test_the_example_names_its_schema() -> None:
    assert EXAMPLE.startswith(f"# yaml-language-server: $schema=./{FILE.name}\n")


def objects() -> Iterator[tuple[str, dict[str, Any]]]:
    """Return every mapping that the schema describes, by the name of its model."""
    for name, found in [("Organization", SCHEMA), *SCHEMA["$defs"].items()]:
        for form in found.get("anyOf", [found]):
            if "properties" in form:
                yield name, form


def test_every_model_has_its_mapping_in_the_schema() -> None:
    assert {name for name, _ in objects()} == {"Organization", *SCHEMA["$defs"]}
    assert len(SCHEMA["$defs"]) == 18


def test_every_model_and_field_has_a_description() -> None:
    without = [
        f"{name}.{field}"
        for name, found in objects()
        for field, value in found["properties"].items()
        if not (value.get("description") or SCHEMA["$defs"][value["$ref"].rpartition("/")[2]].get("description"))
    ]

    assert without == []
    assert all(found.get("description") for found in SCHEMA["$defs"].values())


def test_unknown_keys_are_marked_everywhere() -> None:
    assert [name for name, found in objects() if found["additionalProperties"] is not False] == []


def test_the_schema_demands_what_the_model_demands() -> None:
    required = {field for field, info in Organization.model_fields.items() if info.is_required()}

    assert set(SCHEMA["required"]) == required == {"name", "email", "region", "org_root", "organizational_units"}


@pytest.mark.parametrize("model", [Account, OrganizationalUnit, Group, AlternateContacts, AccountDefaults])
def test_a_model_with_only_defaults_may_be_empty(model: type[Defaults]) -> None:
    nothing, mapping = SCHEMA["$defs"][model.__name__]["anyOf"]

    assert nothing == {"type": "null"}
    assert mapping["type"] == "object"
    assert model.model_validate(None) == model()


@pytest.mark.parametrize("model", [CloudTrail, GuardDuty, Config, AccessAnalyzer])
def test_a_service_may_be_true_or_false_or_left_empty(model: type[Switch]) -> None:
    nothing, short, mapping = SCHEMA["$defs"][model.__name__]["anyOf"]

    assert (nothing, short) == ({"type": "null"}, {"type": "boolean"})
    assert "required" not in mapping
    assert model.model_validate(True) == model.model_validate({}) == model(enabled=True)
    assert model.model_validate(False) == model(enabled=False)


def test_a_state_may_be_its_mode() -> None:
    short, mapping = SCHEMA["$defs"]["State"]["anyOf"]

    assert short == {"type": "string", "enum": ["account", "central", "local"]}
    assert mapping["properties"]["mode"]["enum"] == short["enum"]
    assert State.model_validate("local") == State(mode="local")


def test_a_guardrail_may_be_a_target_or_a_list_of_targets() -> None:
    text, texts, mapping = SCHEMA["$defs"]["Guardrail"]["anyOf"]

    assert text == {"type": "string"}
    assert texts == {"type": "array", "items": {"type": "string"}}
    assert mapping["required"] == ["targets"]
    assert Guardrail.model_validate("root") == Guardrail.model_validate(["root"]) == Guardrail(targets=["root"])


def test_a_role_may_be_a_policy_or_a_list_of_policies() -> None:
    text, texts, mapping = SCHEMA["$defs"]["Role"]["anyOf"]

    assert text == {"type": "string"}
    assert texts == {"type": "array", "items": {"type": "string"}}
    assert mapping["required"] == ["policies"]
    assert Role.model_validate("A") == Role.model_validate(["A"]) == Role.model_validate({"policies": ["A"]})


def test_editors_can_complete_regions_and_policy_types() -> None:
    fields = SCHEMA["properties"]

    assert fields["region"]["enum"] == fields["regions"]["items"]["enum"] == list(regions())
    assert fields["policy_types"]["items"]["enum"] == list(POLICY_TYPES)


KEYWORDS = {
    *("$ref", "anyOf", "type", "enum", "properties", "additionalProperties", "required", "items"),
    *("title", "description", "default", "$defs", "$schema"),
}
TYPES: dict[str, type | tuple[type, ...]] = {
    "null": type(None),
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "string": str,
    "array": list,
    "object": dict,
}


def accepts(schema: dict[str, Any], value: Any) -> bool:
    """Return the errors that an editor reports for a value, by the keywords of JSON Schema used here."""
    assert set(schema) <= KEYWORDS
    kinds = schema.get("type", list(TYPES))
    return (
        any(is_a(kind, value) for kind in ([kinds] if isinstance(kinds, str) else kinds))
        and ("enum" not in schema or value in schema["enum"])
        and ("$ref" not in schema or accepts(SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], value))
        and ("anyOf" not in schema or any(accepts(form, value) for form in schema["anyOf"]))
        and all(accepts(schema.get("items", {}), item) for item in (value if isinstance(value, list) else []))
        and (not isinstance(value, dict) or accepts_mapping(schema, value))
    )


def accepts_mapping(schema: dict[str, Any], value: dict[str, Any]) -> bool:
    fields, others = schema.get("properties", {}), schema.get("additionalProperties", {})
    return set(schema.get("required", [])) <= set(value) and all(
        accepts(fields.get(key, others), item) if key in fields or others is not False else False
        for key, item in value.items()
    )


def is_a(kind: str, value: Any) -> bool:
    return isinstance(value, TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))


def shape_problems(text: str | bytes) -> tuple[Any, list[str]]:
    """Return the data of a file, and its errors of shape or of words that the schema lists."""
    content = text.encode() if isinstance(text, str) else text
    source = parse(content)
    assert source.root is not None
    data = source.root.data()
    _, found = examine_text(content, FILE.parent)
    shape = Shape(Hints())
    shape.model(Organization, source.root)
    listed = [problem for problem in found if ".parameters." not in problem.field]
    words = [
        problem for problem in listed if " is not an AWS region" in problem.message or "policy type" in problem.message
    ]
    return data, [problem.message for problem in [*shape.problems, *words]]


def holds_nothing(value: Any) -> bool:
    """Return True if data holds a null: the check reads it as a missing value, an editor reports it as unfinished."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return value is None or any(holds_nothing(item) for item in inside)


@pytest.mark.parametrize(
    "line",
    [
        *(f"{service}: {value}" for service in SERVICES for value in ("true", "false", "", "{}", "{enabled: false}")),
        *(f"deployment: {{state: {state}}}" for state in ("account", "central", "local", "{mode: local}", "{}")),
        "guardrails: {deny-root-user: root}",
        "guardrails: {deny-root-user: [root, main]}",
        "guardrails: {deny-root-user: {targets: root}}",
        "guardrails: {deny-root-user: {targets: [root]}}",
        "guardrails: {limit-regions: {targets: root, parameters: {regions: us-west-2}}}",
        "guardrails: {own: {targets: root, file: own.json, parameters: {a: 0123, b: [1, true, x], c: false}}}",
        "guardduty: {features: [S3_DATA_EVENTS]}",
        "alternate_contacts: {security: {name: A, title: B, email: a@b.cd, phone: +1}}",
        "root_sign_in_alarm: {email: a@b.cd}",
        "responder: {group: infra}",
        "account_defaults: {encrypt_ebs: false}",
    ],
)
def test_editors_accept_what_the_check_accepts(line: str) -> None:
    data, found = shape_problems(organization(line))

    assert found == []
    assert accepts(SCHEMA, data)


@pytest.mark.parametrize(
    "line",
    [
        *(f"{service}: {value}" for service in SERVICES for value in ("yes", "1", "[true]", "{enabled: 1}", "{on: 1}")),
        *(f"deployment: {{state: {state}}}" for state in ("s3", "5", "[local]", "{mode: s3}", "{backend: s3}")),
        "guardrails: {deny-root-user: }",
        "guardrails: {deny-root-user: 5}",
        "guardrails: {deny-root-user: {}}",
        "guardrails: {deny-root-user: {targets: {root: }}}",
        "guardrails: [deny-root-user]",
        "guardrails: {limit-regions: {targets: root, parameters: {regions: {us-west-2: }}}}",
        "guardrails: {limit-regions: {targets: root, parameters: {regions: [[us-west-2]]}}}",
        "guardrails: {own: {targets: root, file: own.json, type: SCP}}",
        "guardduty: {features: [S3]}",
        "config: {recording_frequency: WEEKLY}",
        "alternate_contacts: {security: {name: A}}",
        "alternate_contacts: {technical: {}}",
        "root_sign_in_alarm: true",
        "root_sign_in_alarm: {}",
        "responder: infra",
        "account_defaults: true",
        "centralized_root_access: yes",
        "exempt_roles: atlantis",
        "billing_group: 7",
    ],
)
def test_editors_reject_what_the_check_rejects(line: str) -> None:
    data, found = shape_problems(organization(line))

    assert found != []
    assert not accepts(SCHEMA, data)


def test_editors_accept_the_example() -> None:
    assert accepts(SCHEMA, DATA)
    assert accepts(SCHEMA, shape_problems(EXAMPLE)[0])


@many
@given(broken_data())
def test_editors_and_the_check_agree(data: Any) -> None:
    assume(not parse(dumped(data)).problems)
    read, found = shape_problems(dumped(data))
    accepted = accepts(SCHEMA, read)

    assert not (accepted and found), found
    assert accepted or found or holds_nothing(read)

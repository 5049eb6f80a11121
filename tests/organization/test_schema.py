"""`organization.schema.json`, from which editors complete and check the file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from organization.known import POLICY_TYPES, regions
from organization.model import Account, Group, Organization, OrganizationalUnit, Role
from organization.schema import FILE, schema
from tests.organization.files import EXAMPLE

SCHEMA: dict[str, Any] = json.loads(schema())


def test_the_schema_in_the_repository_is_up_to_date() -> None:
    assert FILE.read_text(encoding="utf-8") == schema(), "organization.schema.json is out of date: run `make schema`"


def test_the_example_names_its_schema() -> None:
    assert EXAMPLE.startswith(f"# yaml-language-server: $schema=./{FILE.name}\n")


def objects() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every mapping that the schema describes, by the name of its model."""
    for name, found in [("Organization", SCHEMA), *SCHEMA["$defs"].items()]:
        for form in found.get("anyOf", [found]):
            if "properties" in form:
                yield name, form


def test_every_model_has_its_mapping_in_the_schema() -> None:
    assert {name for name, _ in objects()} == {"Organization", *SCHEMA["$defs"]}
    assert len(SCHEMA["$defs"]) == 9


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


def test_an_account_a_unit_and_a_group_may_be_left_empty() -> None:
    for model in (Account, OrganizationalUnit, Group):
        nothing, mapping = SCHEMA["$defs"][model.__name__]["anyOf"]
        assert nothing == {"type": "null"}
        assert mapping["type"] == "object"
        assert model.model_validate(None) == model()


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

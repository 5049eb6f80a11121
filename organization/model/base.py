"""Base classes and annotations of the types of `organization.yaml`."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, get_origin

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, WithJsonSchema, model_validator
from pydantic_core import CoreSchema

from organization.known import POLICY_TYPES, regions


class Model(BaseModel):
    """A mapping in the file. Its docstrings become the descriptions that an editor shows."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, use_attribute_docstrings=True)


class Short(Model):
    """A model with a short form in the file."""

    short_forms: ClassVar[list[dict[str, Any]]]
    short_field: ClassVar[str] = ""
    """The field whose value the short form gives."""

    @model_validator(mode="before")
    @classmethod
    def _from_short_form(cls, value: Any) -> Any:
        """Expand a short form: ``infra: PowerUserAccess`` to ``infra: {policies: [PowerUserAccess]}``."""
        if not cls.short_field or isinstance(value, dict | Model) or value is None:
            return value
        is_list = get_origin(cls.model_fields[cls.short_field].annotation) is list
        return {cls.short_field: [value] if is_list and isinstance(value, str) else value}

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        schema = handler.resolve_ref_schema(handler(core_schema))
        whole = dict(schema)
        schema.clear()
        schema |= {
            "title": whole.pop("title"),
            "description": whole.pop("description"),
            "anyOf": [*cls.short_forms, whole],
        }
        return schema


class Defaults(Short):
    """A model that an empty value gives with every default: ``infra:`` is an account with every default."""

    short_forms = [{"type": "null"}]

    @model_validator(mode="before")
    @classmethod
    def _from_nothing(cls, value: Any) -> Any:
        return {} if value is None else value


class Switch(Short):
    """A service that is on or off: ``guardduty: true`` is short for ``guardduty: {enabled: true}``."""

    enabled: bool = True
    """True if the service is on."""

    short_forms = [{"type": "null"}, {"type": "boolean"}]
    short_field = "enabled"


class OneOrMore:
    """Marks a list of texts that the file may also write as one text, number or boolean. Numbers are read as text."""


Texts = Annotated[
    list[str],
    OneOrMore(),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": ["string", "number", "boolean"]},
                {"type": "array", "items": {"type": ["string", "number", "boolean"]}},
            ]
        }
    ),
]
Tags = dict[str, str]
PolicyTypeName = Annotated[str, Field(json_schema_extra={"enum": list(POLICY_TYPES)})]
Region = Annotated[str, Field(json_schema_extra={"enum": list(regions())})]

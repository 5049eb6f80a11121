"""The JSON schema of `organization.yaml`, made from the model: ``python -m organization.schema`` writes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from organization.model import Organization

FILE = Path(__file__).resolve().parent.parent / "organization.schema.json"


def schema() -> str:
    """Return the content of `organization.schema.json`."""
    return schema_of(Organization)


def schema_of(model: type[BaseModel]) -> str:
    """Return the JSON schema of a file with the shape of a model."""
    content = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}
    return json.dumps(_one_line(content), indent=2) + "\n"


def _one_line(value: Any) -> Any:
    """Remove the line breaks of descriptions, which come from docstrings."""
    if isinstance(value, dict):
        return {
            key: " ".join(item.split()) if key == "description" and isinstance(item, str) else _one_line(item)
            for key, item in value.items()
        }
    return [_one_line(item) for item in value] if isinstance(value, list) else value


if __name__ == "__main__":
    FILE.write_text(schema(), encoding="utf-8")

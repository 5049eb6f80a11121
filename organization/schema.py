"""The JSON schema of `organization.yaml`, made from the model: ``python -m organization.schema`` writes it."""

from __future__ import annotations

import json
from pathlib import Path

from organization.model import Organization

FILE = Path(__file__).resolve().parent.parent / "organization.schema.json"


def schema() -> str:
    """The schema as it stands in `organization.schema.json`."""
    content = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Organization.model_json_schema()}
    return json.dumps(content, indent=2) + "\n"


if __name__ == "__main__":
    FILE.write_text(schema(), encoding="utf-8")

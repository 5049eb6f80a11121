"""The JSON schema of `access.yaml`, generated from the model: ``python -m access.promises.custom.schema`` writes it."""

from __future__ import annotations

from pathlib import Path

from access.promises.custom.model import AccessFile
from organization.schema import schema_of

FILE = Path(__file__).resolve().parents[3] / "access.schema.json"


def schema() -> str:
    """Return the content of `access.schema.json`."""
    return schema_of(AccessFile)


if __name__ == "__main__":
    FILE.write_text(schema(), encoding="utf-8")

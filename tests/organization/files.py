"""Organization files for the tests, and what the check says about them."""

from __future__ import annotations

from pathlib import Path

from organization.load import examine_text

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = (ROOT / "organization.yaml").read_text(encoding="utf-8")
FILE = "organization.yaml"

_SMALLEST = {
    "name": "spacecats",
    "email": "aws+{account}@example.com",
    "region": "us-west-2",
    "org_root": "{admins: [ann]}",
    "organizational_units": "{main: {accounts: {id: }}}",
}


def organization(*more: str, **fields: str | None) -> str:
    """
    The smallest organization: its five required fields, a line each.

    `fields` says one of them differently, or, with None, leaves its line empty; what is more begins in line 6.
    """
    values: dict[str, str | None] = {**_SMALLEST, **fields}
    lines = [f"{field}: {value}" if value is not None else "" for field, value in values.items()]
    return "\n".join([*lines, *more]) + "\n"


def problems(text: str | bytes, folder: Path = ROOT / "tests" / "organization") -> list[str]:
    """Every problem of a file as it is shown, whole line. `folder` is where policy files are looked for."""
    _, found = examine_text(text.encode() if isinstance(text, str) else text, folder)
    return [problem.text(FILE) for problem in found]


def at(*lines: str) -> list[str]:
    """Lines as they are shown, from ``LINE:COLUMN  field.path: message``."""
    return [f"{FILE}:{line}" for line in lines]

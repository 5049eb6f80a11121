"""Organization files for the tests, and the problems that the check reports."""

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
    Return the smallest organization: its five required fields, one line each.

    `fields` replaces some of them, or, with None, leaves the line empty. Additional lines begin in line 6.
    """
    values: dict[str, str | None] = {**_SMALLEST, **fields}
    lines = [f"{field}: {value}" if value is not None else "" for field, value in values.items()]
    return "\n".join([*lines, *more]) + "\n"


def problems(text: str | bytes, folder: Path = ROOT / "tests" / "organization") -> list[str]:
    """Return every problem of a file as the printed line. `folder` holds the policy files."""
    _, found = examine_text(text.encode() if isinstance(text, str) else text, folder)
    return [problem.text(FILE) for problem in found]


def at(*lines: str) -> list[str]:
    """Return printed lines, from ``LINE:COLUMN  field.path: message``."""
    return [f"{FILE}:{line}" for line in lines]

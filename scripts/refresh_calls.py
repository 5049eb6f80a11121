"""
Refresh `access/data/calls.json`: the IAM actions that AWS documents for creating, reading, updating and deleting.

AWS publishes the permissions that the handlers of each CloudFormation resource type need. The package cfn-lint (MIT-0)
carries these schemas, collected from all regions, in nearly weekly releases. Run `make data` after raising VERSION and
SHA256; it prints the errors of the schemas, which are left out.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from access.deployer.calls import DATA, STEPS, Record
from scripts.iam_actions import known_action

VERSION = "1.58.0"
SHA256 = "9d9f06043160756a6158f5c3f92a44ce38254b1c578127461608305bc8262987"
SCHEMAS = "cfnlint/data/schemas/"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of `calls_types.txt`."""

    resource_type: str
    cloudformation: str
    parts: tuple[str, ...]
    """Patterns of the actions that belong to the Terraform resource; empty means all."""


@dataclass(frozen=True, slots=True)
class Findings:
    """The records of the lines, and the names that were left out."""

    records: dict[str, Record] = field(default_factory=dict[str, Record])
    unknown_actions: set[str] = field(default_factory=set[str])
    errors: list[str] = field(default_factory=list[str])


def lines() -> list[Line]:
    """Return the wanted resource types."""
    rows = (row.split() for row in (DATA / "calls_types.txt").read_text(encoding="utf-8").splitlines())
    return [Line(row[0], row[1], tuple(row[2:])) for row in rows if row and not row[0].startswith("#")]


def schemas(wheel: Path) -> Iterator[tuple[str, Any]]:
    """Yield each CloudFormation resource type with its schema, from a wheel of cfn-lint."""
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.startswith(f"{SCHEMAS}resources/") and name.endswith(".json"):
                schema = json.loads(archive.read(name))
                yield schema["typeName"], schema


def refresh(wanted: Iterable[Line], wheel: Path) -> Findings:
    """Return the schemas' permissions of the wanted types."""
    found = Findings()
    handlers = {name: schema.get("handlers", {}) for name, schema in schemas(wheel)}
    for line in wanted:
        steps = {step: handlers.get(line.cloudformation, {}).get(step, {}).get("permissions", []) for step in STEPS}
        found.errors.extend(_errors(line, steps))
        record = {step: _actions(line, permissions, found) for step, permissions in steps.items()}
        if line.parts and not record["delete"]:
            record["delete"] = record["update"]  # a part of a resource is deleted by changing that resource
        found.records[line.resource_type] = {step: actions for step, actions in record.items() if actions}
    return found


def _errors(line: Line, steps: dict[str, list[str]]) -> Iterator[str]:
    named = {permission for permissions in steps.values() for permission in permissions}
    if not named:
        yield f"calls_types.txt: {line.resource_type}: the schemas have no permissions for {line.cloudformation}"
    for part in line.parts:
        if named and not any(fnmatchcase(permission, part) for permission in named):
            yield f"calls_types.txt: {line.resource_type}: no permission of {line.cloudformation} matches {part}"


def _actions(line: Line, permissions: Iterable[str], found: Findings) -> list[str]:
    """Return the permissions as AWS writes these actions; add names that AWS does not have to the findings."""
    chosen = [name for name in permissions if not line.parts or any(fnmatchcase(name, part) for part in line.parts)]
    known = {name: known_action(name) for name in chosen}
    found.unknown_actions.update(f"{line.cloudformation}: {name}" for name, action in known.items() if not action)
    return sorted({action for action in known.values() if action})


def download(folder: Path) -> Path:
    """Return cfn-lint's wheel, verified."""
    requirement = folder / "requirement.txt"
    requirement.write_text(f"cfn-lint=={VERSION} --hash=sha256:{SHA256}\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "download", "-qq", "--no-deps", "--only-binary", ":all:", "--require-hashes"]
    subprocess.run([*pip, "-d", str(folder), "-r", str(requirement)], check=True)
    return next(folder.glob("cfn_lint-*.whl"))


def main() -> int:
    """Write the file; print the names that were left out."""
    with tempfile.TemporaryDirectory() as folder:
        wheel = download(Path(folder))
        found = refresh(lines(), wheel)
        with zipfile.ZipFile(wheel) as archive:
            day = json.loads(archive.read(f"{SCHEMAS}version.json"))["schema_date"][:10]
    if found.errors:
        print(*found.errors, sep="\n", file=sys.stderr)
        return 1
    source = {"package": "cfn-lint", "version": VERSION, "licence": "MIT-0", "schemas": day}
    write(DATA / "calls.json", source, found.records)
    for name in sorted(found.unknown_actions):
        print(f"    left out, no such action: {name}")
    return 0


def write(path: Path, source: dict[str, str], records: dict[str, Record]) -> None:
    """Write a data file, one line for each step, so that changes are readable."""
    types = ",\n".join(f"  {json.dumps(name)}: {_shown(records[name])}" for name in sorted(records))
    path.write_text(f'{{\n "source": {json.dumps(source)},\n "types": {{\n{types}\n }}\n}}\n', encoding="utf-8")
    print(f"access/data/{path.name}: {len(records)} resource types, {path.stat().st_size // 1024} KB")


def _shown(record: Record) -> str:
    return "{\n" + ",\n".join(f"   {json.dumps(step)}: {json.dumps(record[step])}" for step in record) + "\n  }"


if __name__ == "__main__":
    sys.exit(main())

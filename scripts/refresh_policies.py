"""
Refresh `access/data/policies.json`: the arguments of the AWS provider's resource types that hold a policy.

Which arguments there are comes from the provider's schema; what they hold is in `policies_types.txt`. Run
`make policies` after another version of the provider.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from access.read.policy_types import DATA, WHOLE, How
from toolchain.environment import prepare

VERSION = "5.100.0"
ROOT = Path(__file__).resolve().parent.parent
_LIKE_A_POLICY = re.compile(r"(.*_)?(policy|policies|policy_document|policy_text|acl|canned_acl\w*)")
_CONFIGURATION = {
    "terraform": {"required_providers": {"aws": {"source": "hashicorp/aws", "version": VERSION}}},
}

Schema = Mapping[str, Any]
Types = dict[str, dict[str, list[str]]]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of `policies_types.txt`."""

    type: str
    argument: str
    how: How
    rest: str

    def matches(self, type_: str, argument: str) -> bool:
        """Return whether the line is about an argument of a type."""
        return fnmatchcase(type_, self.type) and fnmatchcase(argument, self.argument)


@dataclass(frozen=True, slots=True)
class Findings:
    """The arguments by resource type, and the errors of the lines."""

    types: Types = field(default_factory=Types)
    errors: list[str] = field(default_factory=list[str])


def lines() -> list[Line]:
    """Return the lines of the file that is written by hand."""
    rows = (row.split(None, 3) for row in (DATA / "policies_types.txt").read_text(encoding="utf-8").splitlines())
    return [Line(row[0], row[1], How(row[2]), "".join(row[3:])) for row in rows if row and not row[0].startswith("#")]


def refresh(wanted: Sequence[Line], schemas: Mapping[str, Schema]) -> Findings:
    """Return the arguments of every resource type in the provider's schemas."""
    found, used = Findings(), set[int]()
    for type_, schema in schemas.items():
        arguments = {name: one for name, one in _arguments(schema["block"]) if _is_given(one)}
        own = [line for line in wanted if line.type == type_]
        names = [name for name, one in arguments.items() if one.get("type") == "string" and _is_like_a_policy(name)]
        chosen: dict[str, list[str]] = {}
        for name in dict.fromkeys([*names, *(line.argument for line in own)]):
            index = next((index for index, line in enumerate(wanted) if line.matches(type_, name)), None)
            used |= {index} if index is not None else set()
            chosen[name] = _written(wanted[index]) if index is not None else [How.UNREAD, f"{name} is not known"]
        found.types[type_] = dict(sorted(chosen.items()))
        found.errors.extend(_errors(own, arguments, schema["block"]))
    found.errors.extend(_unused(line) for index, line in enumerate(wanted) if index not in used)
    return found


def _written(line: Line) -> list[str]:
    return [line.how, line.rest] if line.rest else [line.how]


def _errors(own: Sequence[Line], arguments: Mapping[str, Any], block: Schema) -> Iterator[str]:
    known = {*arguments, WHOLE, *block.get("attributes", {})}
    for line in own:
        templates = re.findall(r"{(\w+)}", line.rest) if line.how is not How.UNREAD else []
        for name in [line.argument, *templates]:
            if name not in known and name not in ("partition", "region", "account"):
                yield f"policies_types.txt: {line.type} has no argument {name}"


def _unused(line: Line) -> str:
    return f"policies_types.txt: nothing matches {line.type} {line.argument}, or a line above does"


def _arguments(block: Schema, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Yield every argument of a block and of the blocks in it, with its name."""
    for name, argument in block.get("attributes", {}).items():
        yield ".".join((*path, name)), argument
    for name, inner in block.get("block_types", {}).items():
        yield from _arguments(inner["block"], (*path, name))


def _is_given(argument: Mapping[str, Any]) -> bool:
    """Return whether a configuration may have the argument; others are computed."""
    return bool(argument.get("required") or argument.get("optional"))


def _is_like_a_policy(name: str) -> bool:
    return _LIKE_A_POLICY.fullmatch(name.rpartition(".")[2]) is not None


def provider_schemas(env: Mapping[str, str]) -> Mapping[str, Schema]:
    """Return the schemas of the provider's resource types, which Terraform asks it for."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "main.tf.json").write_text(json.dumps(_CONFIGURATION), encoding="utf-8")
        for command in (["init", "-no-color", "-input=false"], ["providers", "schema", "-json"]):
            run = subprocess.run(["terraform", *command], cwd=folder, env=env, check=True, capture_output=True)
        (provider,) = json.loads(run.stdout)["provider_schemas"].values()
        schemas: Mapping[str, Schema] = provider["resource_schemas"]
        return schemas


def text(found: Findings) -> str:
    """Return the data file, one line for each type, so that changes are readable."""
    source = json.dumps({"provider": "hashicorp/aws", "version": VERSION, "licence": "MPL-2.0"})
    types = ",\n".join(f"  {json.dumps(name)}: {json.dumps(found.types[name])}" for name in sorted(found.types))
    return f'{{\n "source": {source},\n "types": {{\n{types}\n }}\n}}\n'


def main() -> int:
    """Write the file, or print the errors."""
    found = refresh(lines(), provider_schemas(prepare(os.environ, ROOT)))
    if found.errors:
        print(*found.errors, sep="\n", file=sys.stderr)
        return 1
    (DATA / "policies.json").write_text(text(found), encoding="utf-8")
    print(f"access/data/policies.json: {sum(map(len, found.types.values()))} arguments of {len(found.types)} types")
    return 0


if __name__ == "__main__":
    sys.exit(main())

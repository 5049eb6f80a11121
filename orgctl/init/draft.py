"""The organization.yaml that `orgctl init` writes: a template, and its values from the answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

_TEMPLATE = Path(__file__).with_name("organization.yaml.template")
_SCHEMA = "organization.schema.json"
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_.+@-]*")
_WORDS = frozenset(
    ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
)  # some YAML readers take these for other values
_POWER_USERS, _BILLING, _RESPONDERS = "infra", "billing", "responders"
"""Groups that get permissions by their names."""


def draft(
    *,
    name: str,
    email: str,
    region: str,
    admin: str,
    users: Iterable[str],
    groups: Mapping[str, Iterable[str]],
    schema: str = f"./{_SCHEMA}",
) -> str:
    """Return the text of the file. The answers are not checked here, but are always written as text."""
    others = ["us-east-1"] if region != "us-east-1" else []
    values = {
        "schema": schema,
        "name": scalar(name),
        "email": scalar(email),
        "region": scalar(region),
        "regions": f"[{', '.join(map(scalar, [region, *others]))}]",
        "other": others[0] if others else "us-west-2",
        "admin": scalar(admin),
        "unit": scalar("main" if name == "suspended" else name),
        "users": _named("users", "".join(f"\n  - {scalar(user)}" for user in users), "[]"),
        "groups": _named("groups", "".join(_group(group, members) for group, members in groups.items()), "{}"),
        "billing": _used(f"billing_group: {_BILLING}", _BILLING in groups),
        "responder": _used(f"responder:\n  group: {_RESPONDERS}", _RESPONDERS in groups),
    }
    return re.sub(r"@(\w+)@", lambda place: values[place[1]], _TEMPLATE.read_text(encoding="utf-8"))


def schema_for(folder: Path) -> str:
    """Return the path from a folder to the schema, which is in it or above."""
    here = folder.resolve()
    up = next((up for up, above in enumerate([here, *here.parents]) if (above / _SCHEMA).is_file()), 0)
    return ("../" * up or "./") + _SCHEMA


def scalar(text: str) -> str:
    """Return a text as a YAML scalar: quoted, unless every YAML reader takes it for a plain word."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _group(name: str, members: Iterable[str]) -> str:
    people = "".join(f"\n      - {scalar(member)}" for member in members)
    lines = f"\n  {scalar(name)}:" + _named("\n    users", people, "[]")
    if name == _POWER_USERS:
        return f"{lines}\n    roles:\n      id: PowerUserAccess\n      infra: PowerUserAccess"
    return lines if name in (_BILLING, _RESPONDERS) else f"{lines}\n    # roles:\n    #   infra: ReadOnlyAccess"


def _named(key: str, entries: str, nothing: str) -> str:
    return f"{key}:{entries}" if entries else f"{key}: {nothing}"


def _used(block: str, used: bool) -> str:
    return block if used else "\n".join(f"# {line}" for line in block.splitlines())

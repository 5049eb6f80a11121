"""What pydantic says about the shape of a file, in words, and the file without what is misshapen."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from organization import model
from organization.problem import Path, nearest, quoted

_MODELS: dict[str, tuple[tuple[type[BaseModel], ...], bool]] = {
    "org_root": ((model.OrgRootAdmins,), False),
    "organizational_units": ((model.OrganizationalUnit,), True),
    "accounts": ((model.Account,), True),
    "groups": ((model.Group,), True),
    "roles": ((model.Role,), True),
    "password_policy": ((model.PasswordPolicy,), False),
    "deployment": ((model.Deployment,), False),
    "state": ((model.LocalState, model.S3State), False),
}
"""The models behind the fields, and whether a name (of an account, a group, …) stands between field and model."""

_TYPES = {
    "string_type": "must be text",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "dict_type": "must be a mapping",
    "model_type": "must be a mapping",
    "model_attributes_type": "must be a mapping",
}

_PLACEHOLDERS: dict[str, Any] = {
    "name": "organization",
    "email": "aws+{account}@example.com",
    "region": "us-west-2",
    "org_root": {"admins": ["admin"]},
    "admins": ["admin"],
    "organizational_units": {"main": {"accounts": {"id": {}}}},
    "policies": ["ReadOnlyAccess"],
    "bucket": "bucket",
    "backend": "local",
}
"""What a field that must not be missing holds while the rest of the file is checked."""


def describe(details: Any, data: Any) -> tuple[Path, str, bool]:
    """Where an error of pydantic is, what it means, and whether it is about the key rather than the value."""
    path, value = _place(details["loc"], data)
    kind = details["type"]
    if kind == "extra_forbidden":
        key = str(path[-1])
        allowed = _fields(path[:-1])
        hint = nearest(key, allowed) or f"; allowed are {', '.join(allowed)}"
        return path, f"{quoted(key)} is an unknown key{hint}", True
    if kind == "missing":
        meaning = _description(path)
        return path, f"is missing{f'; {meaning}' if meaning else ''}", False
    if kind.startswith("union_tag"):
        return (*path, "backend"), "must be local or s3", False
    message = _TYPES.get(kind, details["msg"])
    quotes = "; put it in quotes" if kind == "string_type" and not isinstance(value, dict | list | None) else ""
    return path, f"{message}, got {quoted(value)}{quotes}", False


def without(data: Any, path: Path, details: Any) -> Any:
    """The data with what an error is about taken out, or replaced when it must not be missing. Changes `data`."""
    parent: Any = data
    for part in path[:-1]:
        if not ((isinstance(parent, dict) and part in parent) or isinstance(parent, list)):
            return data
        parent = _item(parent, part)
    last = path[-1]
    if isinstance(parent, list):
        parent[int(last)] = f"misshapen{last}"
    elif details["type"] == "extra_forbidden":
        parent.pop(last, None)
    elif len(path) > 1 and _MODELS.get(str(path[-2]), (None, False))[1]:
        parent[last] = {"policies": _PLACEHOLDERS["policies"]} if path[-2] == "roles" else {}
    elif _required(path):
        parent[last] = _PLACEHOLDERS[str(last)]
    else:
        parent.pop(last, None)
    return data


def _place(location: tuple[str | int, ...], data: Any) -> tuple[Path, Any]:
    """The part of an error's location that the file has: not the name of a union's member or of a short form."""
    path: list[str | int] = []
    value = data
    for part in location:
        if (isinstance(value, dict) and part in value) or (isinstance(value, list) and isinstance(part, int)):
            value = _item(value, part)
        elif isinstance(value, dict) and value.get("backend") == part:
            continue
        elif isinstance(value, dict):
            return (*path, part), None
        else:
            break
        path.append(part)
    return tuple(path), value


def _item(value: Any, part: str | int) -> Any:
    return value[part]


def _models(path: Path) -> tuple[type[BaseModel], ...]:
    models: tuple[type[BaseModel], ...] = (model.Organization,)
    parts = list(path)
    while parts:
        found, named = _MODELS.get(str(parts.pop(0)), ((), False))
        models = found
        if named and parts:
            parts.pop(0)
    return models


def _fields(path: Path) -> list[str]:
    return list(dict.fromkeys(name for found in _models(path) for name in found.model_fields))


def _description(path: Path) -> str:
    for found in _models(path[:-1]):
        field = found.model_fields.get(str(path[-1]))
        if field and field.description:
            return field.description.partition(". ")[0].rstrip(".")
    return ""


def _required(path: Path) -> bool:
    fields = (found.model_fields.get(str(path[-1])) for found in _models(path[:-1]))
    return str(path[-1]) in _PLACEHOLDERS and any(field is not None and field.is_required() for field in fields)

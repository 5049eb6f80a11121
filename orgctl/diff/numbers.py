"""Real numbers of accounts from a file, as many as it has."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from foundation.names import ORG_ROOT
from orgctl.diff.errors import DiffError


def numbers_in(path: Path) -> dict[str, str]:
    """The numbers in what `cdktf output org-root --outputs-file FILE` wrote, or in a state. Raises DiffError."""
    try:
        content: object = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise DiffError(f"{path} cannot be read: {error.strerror or error}") from None
    except ValueError as error:
        raise DiffError(f"{path} is not JSON ({error})") from None
    found = _mapping(content)
    outputs = _mapping(found.get(ORG_ROOT)) or _mapping(found.get("outputs"))
    accounts = {key: str(number) for key, number in _mapping(_value(outputs, "account_ids")).items()}
    role = str(_value(outputs, "admin_role_arn") or "").split(":")
    if not accounts or len(role) != 6:
        raise DiffError(
            f"{path} has no outputs of the stack org-root: write it with 'cdktf output org-root --outputs-file FILE'"
        )
    return {**accounts, ORG_ROOT: role[4]}


def _value(outputs: Mapping[str, Any], name: str) -> object:
    found = outputs.get(name)
    return _mapping(found).get("value") if {"value", "type"} <= _mapping(found).keys() else found


def _mapping(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}

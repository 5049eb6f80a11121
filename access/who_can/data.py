"""The answer as JSON, described in docs/prove.md."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from access.who_can.model import Principal, WhoCan


def as_json(found: WhoCan) -> str:
    """Return the whole answer as text."""
    said = asdict(found)
    head = {
        name: said.pop(name)
        for name in ("version", "organization", "as_of", "action", "resource", "where", "with_policy")
    }
    said["principals"] = [_principal(one) for one in found.principals]
    return json.dumps({**head, "decided": found.decided, **said}, indent=2)


def _principal(one: Principal) -> dict[str, Any]:
    return {**asdict(one), "can": one.can, "undecided": one.undecided}

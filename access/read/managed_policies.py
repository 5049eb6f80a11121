"""
AWS's managed policies, from the copy that moto publishes: moto refreshes it from AWS with each release.

AWS changes these policies without notice, so a proof is valid for the version in the installed moto.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
from functools import cache, lru_cache
from pathlib import Path

from access.model.policies import AWS, Policy, PolicyKind

_PREFIX = "arn:aws:iam::aws:policy/"
_MODULE = "iam/aws_managed_policies.py"


@lru_cache(maxsize=2_048)
def managed_policy(arn: str) -> Policy | None:
    """Return a policy that AWS manages, by its ARN; None when the installed copy does not have it."""
    if not arn.startswith(_PREFIX):
        return None
    path = arn.removeprefix(_PREFIX)
    found = _entry(path.rpartition("/")[2])
    if found is None or found.get("Path", "/") != f"/{path.rpartition('/')[0]}/".replace("//", "/"):
        return None
    return Policy(path, PolicyKind.IDENTITY, found["Document"], AWS)


def version() -> str:
    """Return the version of the copy: `moto 5.2.5`."""
    return f"moto {importlib.metadata.version('moto')}"


def _entry(name: str) -> dict[str, dict[str, object]] | None:
    """Return one entry, cut out of the JSON text: parsing all of it takes longer than the rest of the proof."""
    text = _text()
    start = text.find(f'\n "{name}":{{')
    if start < 0:
        return None
    end = text.find("\n }", start)
    return json.loads(text[text.index("{", start) : end + 3])  # type: ignore[no-any-return]


@cache
def _text() -> str:
    spec = importlib.util.find_spec("moto")
    if spec is None or spec.origin is None:
        return ""
    return (Path(spec.origin).parent / _MODULE).read_text(encoding="utf-8")

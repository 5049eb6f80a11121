"""
What AWS's managed policies say, as moto publishes them: moto refreshes its copy from AWS with each release.

AWS changes these policies without notice, so that a proof holds for the version that the installed moto has.
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
    """A policy that AWS manages, by its ARN; none when the installed copy has none by that name."""
    if not arn.startswith(_PREFIX):
        return None
    path = arn.removeprefix(_PREFIX)
    found = _entry(path.rpartition("/")[2])
    if found is None or found.get("Path", "/") != f"/{path.rpartition('/')[0]}/".replace("//", "/"):
        return None
    return Policy(path, PolicyKind.IDENTITY, found["Document"], AWS)


def version() -> str:
    """Which copy it is: `moto 5.2.5`."""
    return f"moto {importlib.metadata.version('moto')}"


def _entry(name: str) -> dict[str, dict[str, object]] | None:
    """One entry of the JSON, cut out of the text: reading all of it takes longer than everything else."""
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

"""A proof as JSON, described in docs/prove.md."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from access.proof.model import Proof


def as_data(proof: Proof) -> dict[str, Any]:
    """Return the whole proof as values of JSON."""
    found = asdict(proof)
    head = {name: found.pop(name) for name in ("version", "organization", "as_of")}
    counts = {status.replace(" ", "_"): number for status, number in proof.counts.items()}
    return {**head, "proven": proof.proven, "passed": proof.passed, "counts": counts, **found}


def as_json(proof: Proof) -> str:
    """Return the whole proof as text."""
    return json.dumps(as_data(proof), indent=2)

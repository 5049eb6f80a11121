"""Which guardrail of `organization.yaml` a statement of a policy of a target is of."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from access.model.policies import Policy, PolicyKind
from policies.reading import Statement, statements, texts

Rails = Mapping[str, object]
"""Guardrails as the file has them, by key: targets, or a mapping with more."""


def guardrails_of(policy: Policy, statement: int | None, rails: Rails, folder: Path | None) -> list[str]:
    """
    The keys of the guardrails that a policy holds, or of the one that a statement of it, from 1, is of.

    Statements from the catalogue are named after their guardrail; those of a file are looked for in it.
    """
    target, _, name = policy.name.rpartition("/")
    here = {key: rail for key, rail in rails.items() if target in _targets(rail)}
    if policy.kind is PolicyKind.OTHER:
        return [name] if name in here else []
    chosen = policy.statements if statement is None else policy.statements[statement - 1 : statement]
    return list(dict.fromkeys(key for one in chosen for key in _of_statement(one, here, folder)))


def _of_statement(statement: Statement, here: Rails, folder: Path | None) -> list[str]:
    sid = re.sub(r"Part\d+$", "", str(statement.get("Sid", "")))
    named = [key for key, rail in here.items() if not _file(rail) and _camel(_catalogue(key, rail)) == sid]
    files = [key for key, rail in here.items() if _file(rail)]
    return named or [key for key in files if folder and _holds(folder / _file(here[key]), statement)] or files


def _holds(file: Path, statement: Statement) -> bool:
    """Whether a policy file has the statement, by its Sid and effect; what the file leaves open may differ."""
    try:
        said = statements(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return False
    wanted = (statement.get("Sid"), statement.get("Effect"))
    return any((one.get("Sid"), one.get("Effect")) == wanted for one in said)


def _targets(rail: object) -> tuple[str, ...]:
    return texts(rail.get("targets") if isinstance(rail, Mapping) else rail)


def _file(rail: object) -> str:
    return str(rail.get("file") or "") if isinstance(rail, Mapping) else ""


def _catalogue(key: str, rail: object) -> str:
    return str(rail.get("catalogue") or key) if isinstance(rail, Mapping) else key


def _camel(name: str) -> str:
    """What the statements of a guardrail of the catalogue are called: `ProtectBuckets`."""
    return "".join(word.capitalize() for word in name.split("-"))

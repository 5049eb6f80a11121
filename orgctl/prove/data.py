"""A proof as data: the JSON that `orgctl prove --json` prints, described in docs/prove.md."""

from __future__ import annotations

import json
from typing import Any

from access.answers import Request
from access.matrix import Cell
from access.promises.promise import CounterExample
from access.proof import Checked, Proof
from orgctl.prove.reasons import Decision, Sources
from terraform_json.origin import Unresolved

VERSION = 1


def as_json(proof: Proof, sources: Sources) -> str:
    """Return the whole proof; within a version, keys may be added, but none is removed or changed."""
    data = {
        "version": VERSION,
        "organization": proof.name,
        "proven": proof.holds,
        "counts": {status.replace(" ", "_"): number for status, number in proof.counts.items()},
        "promises": [_promise(one, sources) for one in proof.checked],
        "unresolved": [_unresolved(one) for one in proof.unresolved],
        "access": [_cell(cell) for cell in proof.matrix],
        "requests": proof.requests,
        "questions": proof.questions,
        "seconds": round(proof.seconds, 2),
    }
    return json.dumps(data, indent=2)


def _promise(one: Checked, sources: Sources) -> dict[str, Any]:
    return {
        "name": one.promise.name,
        "says": one.promise.says,
        "own": one.own,
        "status": one.outcome.status,
        "requests": one.outcome.asked,
        "counter_examples": [_example(example, sources) for example in one.outcome.counter_examples],
        "undecided": list(one.outcome.undecided),
        "notes": list(one.outcome.notes),
        "not_asked_because": one.outcome.skipped,
    }


def _example(example: CounterExample, sources: Sources) -> dict[str, Any]:
    return {
        "text": example.text,
        "request": _request(example.request) if example.request else None,
        "reasons": [_decision(one) for one in sources.of_example(example)],
    }


def _request(request: Request) -> dict[str, Any]:
    return {
        "who": request.caller.label,
        "principal": request.caller.principal,
        "action": request.action,
        "resource": request.resource,
        "account": request.account.key if request.account else None,
        "context": {**request.caller.context, **request.context},
    }


def _decision(one: Decision) -> dict[str, str]:
    return {
        "layer": one.layer,
        "effect": one.effect,
        "policy": one.policy,
        "statement": one.statement,
        "terraform": one.terraform,
        "configuration": one.configuration,
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "person": cell.user.name,
        "home": cell.home.key,
        "account": cell.account.key,
        "role": cell.role.name,
        "ways": list(cell.ways),
        "through": [role.name for role in cell.through],
        "groups": list(cell.groups),
        "policies": list(cell.policies),
    }


def _unresolved(one: Unresolved) -> dict[str, str]:
    return {
        "stack": one.origin.stack,
        "address": one.origin.address,
        "field": one.field,
        "expression": one.expression,
        "reason": one.reason,
    }

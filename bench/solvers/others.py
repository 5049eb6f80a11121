"""The other programs: the files and arguments of a question, and the reading of their answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from access.model.accounts import Target
from access.model.organization import Organization
from access.model.policies import FULL_AWS_ACCESS, Document, Policy
from bench.solvers.questions import Question

REACH, IAMPROVER = "reach", "iamprover"
PACKAGES: Mapping[str, str] = {REACH: "reach-security==0.2.1", IAMPROVER: "iamprover==0.7.1"}


@dataclass(frozen=True)
class Said:
    """An answer: True for an allowed request, False for none, None for a question that is left open."""

    allowed: bool | None
    action: str = ""
    resource: str = ""
    context: Mapping[str, Any] | None = None
    """The condition keys of the request; None for a key that it lacks."""


@dataclass(frozen=True)
class Other:
    """Another program."""

    arguments: Callable[[Organization, Question, Path], list[str]]
    """Writes the files of a question into a folder and returns the program's arguments."""
    read: Callable[[str], Said]


def _reach_arguments(organization: Organization, question: Question, folder: Path) -> list[str]:
    found = ["can", question.actions, question.resources, "--json", "--principal", question.arn]
    for number, policy in enumerate(question.caller.identity):
        found += ["--policy", _written(folder, f"identity{number}", policy.document)]
    if not question.caller.identity:
        found += ["--policy", _written(folder, "identity", {"Version": "2012-10-17", "Statement": []})]
    if question.caller.boundary:
        found += ["--boundary", _written(folder, "boundary", question.caller.boundary.document)]
    found += ["--org", _written(folder, "organization", _tree(organization, question))]
    found += ["--resource-account", question.account.number]
    if question.policy:
        found += ["--resource-policy", _written(folder, "resource", question.policy.document)]
        found += ["--required"] if question.needs_policy else []
    for key, value in question.known.items():
        found += ["--context", f"{key}={value}"]
    for key in question.lacking:
        found += ["--absent", key]
    return found


def _tree(organization: Organization, question: Question) -> dict[str, Any]:
    """Return the part of the organization that bears on a question, as reach reads it."""
    accounts = {one.number: one for one in (question.caller.account, question.account) if one}
    targets = {target.id: target for one in accounts.values() for target in one.path if target.kind != "account"}
    own = {one.number: one.path[-1] for one in accounts.values()}
    policies = {
        _id(policy): {"name": policy.name, "type": policy.type, "document": policy.document}
        for target in (*targets.values(), *own.values())
        for policy in (*target.scps, *target.rcps)
    }
    above = {number: one.path[-2].id for number, one in ((one.number, one) for one in accounts.values())}
    return {
        "id": organization.id,
        "management_account": organization.management.number,
        "roots": [_node(one.id, one, None) for one in targets.values() if one.kind == "root"],
        "ous": [_node(one.id, one, one.parent) for one in targets.values() if one.kind == "ou"],
        "accounts": [_node(number, one, above[number]) for number, one in own.items()],
        "policies": policies,
    }


def _node(identifier: str, target: Target, parent: str | None) -> dict[str, Any]:
    policies = [_id(policy) for policy in (*target.scps, *target.rcps)]
    return {"id": identifier, "name": target.name, "parent": parent, "policies": policies}


def _id(policy: Policy) -> str:
    return f"p-{policy.name}-{policy.digest}"


def _reach_read(output: str) -> Said:
    try:
        result = json.loads(output)
    except ValueError:
        return Said(None)
    verdict, witness = result["verdict"].rpartition(".")[2].lower(), result["witness"]
    if verdict == "allowed" and witness:
        return Said(True, witness["action"], witness["resource"], witness["context"])
    return Said(False if verdict == "denied" else None)


def _iamprover_arguments(organization: Organization, question: Question, folder: Path) -> list[str]:
    caller, account = question.caller, question.account
    bound = caller.account if caller.bound_by_scps and organization.has_scps else None
    controlled = organization.has_rcps and not account.is_management
    described: dict[str, Any] = {
        "principals": [
            {
                "arn": question.arn,
                "policies": [{"name": one.name, "document": one.document} for one in caller.identity],
                "permission_boundary": caller.boundary and caller.boundary.document,
            }
        ],
        "resource_policies": [{"document": question.policy.document}] if question.policy else [],
        "scps": [{"document": _together(target.scps)} for target in (bound.path if bound else ())],
        "rcps": [
            {"document": _together((FULL_AWS_ACCESS, *target.rcps))} for target in (account.path if controlled else ())
        ],
    }
    asked = {"action": question.actions, "resource": question.resources}
    forbidden = {"id": "asked", "forbid": asked, "where": dict(question.known)}
    rules = _written(folder, "invariants", {"invariants": [forbidden]})  # JSON is YAML
    return ["verify", "--account", _written(folder, "account", described), "--invariants", rules, "--format", "json"]


def _together(policies: Iterable[Policy]) -> Document:
    """Return the policies of a target as one: iamprover wants each document to allow what is allowed."""
    return {"Version": "2012-10-17", "Statement": [one for policy in policies for one in policy.statements]}


def _iamprover_read(output: str) -> Said:
    try:
        (result,) = json.loads(output)
    except ValueError:
        return Said(None)
    if result["passed"]:
        return Said(False)
    (found,) = result["counterexamples"]
    return Said(True, found["action"], found["resource"], found["context"])


def _written(folder: Path, name: str, document: Mapping[str, Any]) -> str:
    file = folder / f"{name}.json"
    file.write_text(json.dumps(document))
    return str(file)


OTHERS: Mapping[str, Other] = {
    REACH: Other(_reach_arguments, _reach_read),
    IAMPROVER: Other(_iamprover_arguments, _iamprover_read),
}


def command_lines(
    name: str, organization: Organization, questions: Sequence[Question], folder: Path
) -> list[list[str]]:
    """Write the files of questions to a program into a folder and return the arguments."""
    found: list[list[str]] = []
    for number, question in enumerate(questions):
        own = folder / f"{name}{number}"
        own.mkdir(parents=True)
        found.append(OTHERS[name].arguments(organization, question, own))
    return found

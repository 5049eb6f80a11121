"""Terraform's states after a deployment, derived from the deployed Terraform JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from access.read.organization import from_stacks
from foundation.ids import ORGANIZATION
from terraform_json.identifiers import ROOT
from terraform_json.resolver import Resolver
from terraform_json.stacks import Entry, Stack

NUMBERS = {"org-root": "123456789012", "id": "233243348268", "infra": "501194895214", "logs": "268039907669"}
NUMBERS |= {"dev": "345678901234"}
REAL = {ORGANIZATION: "o-lqmtskn77s", ROOT: "r-i282"}
State = dict[str, Any]
_KEY = re.compile(r"\b[0-9a-f]{8}(?=-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b)")
"""The first digits of a key's id."""


def states_of(stacks: Mapping[str, dict[str, Any]]) -> dict[str, State]:
    """Return the state of each stack, with real numbers and ids."""
    read = [Stack(name, document) for name, document in stacks.items()]
    organization = from_stacks(read, NUMBERS)
    members = [account for account in organization.accounts.values() if not account.is_management]
    resolver = Resolver(read, {one.origin: one.number for one in members}, organization.management.number)
    return {stack.name: _real(_state(stack, resolver)) for stack in read}


def _state(stack: Stack, resolver: Resolver) -> State:
    entries = [entry for entry in stack.blocks.values() if entry.mode == "managed"]
    accounts = {entry.key: resolver.attribute(entry, "id") or _number(entry) for entry in entries if _is_account(entry)}
    return {
        "version": 4,
        "outputs": {"account_ids": {"value": accounts, "type": ["map", "string"]}} if accounts else {},
        "resources": [
            {"mode": "data", "type": "aws_caller_identity", "name": "x", "instances": []},
            *(_resource(entry, resolver) for entry in entries if entry.type != "terraform_data"),
        ],
    }


def _resource(entry: Entry, resolver: Resolver) -> State:
    alias = str(entry.body.get("provider", "aws")).partition(".")[2]
    instance: State = {"attributes": dict(_attributes(entry, resolver))}
    if entry.type == "aws_organizations_organizational_unit":
        instance["create_before_destroy"] = True
    return {
        "mode": "managed",
        "type": entry.type,
        "name": entry.name,
        "provider": f'provider["registry.terraform.io/hashicorp/aws"]{f".{alias}" if alias else ""}',
        "instances": [instance],
    }


def _attributes(entry: Entry, resolver: Resolver) -> Iterator[tuple[str, Any]]:
    for name in ("id", "arn"):
        yield name, _number(entry) if _is_account(entry) and name == "id" else resolver.attribute(entry, name)
    if entry.type == "aws_organizations_organization":
        yield "roots", [{"id": ROOT}]
        yield "master_account_id", NUMBERS["org-root"]
    if entry.type == "aws_iam_role":
        yield "managed_policy_arns", ["arn:aws:iam::aws:policy/PowerUserAccess"]  # Terraform repeats attachments here
        yield "inline_policy", [{"name": "", "policy": None}]
    for name, value in entry.body.items():
        if name not in ("//", "depends_on", "lifecycle", "provider"):
            yield name, _resolved(value, entry, name, resolver)


def _resolved(value: Any, entry: Entry, name: str, resolver: Resolver) -> Any:
    if isinstance(value, str):
        return resolver.text(entry, value, name)
    if isinstance(value, dict):
        return {key: _resolved(item, entry, name, resolver) for key, item in value.items()}
    return [_resolved(item, entry, name, resolver) for item in value] if isinstance(value, list) else value


def _is_account(entry: Entry) -> bool:
    return entry.type == "aws_organizations_account"


def _number(entry: Entry) -> str:
    return NUMBERS[entry.key]


def _real(state: State) -> State:
    """Replace placeholders by ids as AWS assigns them."""
    text = json.dumps(state)
    for stand_in, real in REAL.items():
        text = re.sub(rf"(?<![\w-]){stand_in}(?!\w)", real, text)
    text = re.sub(r"\bou-0000-", "ou-i282-", text)
    text = re.sub(r"\bp-([0-9a-f]{8})\b", r"p-z\1", text)
    text = _KEY.sub(lambda match: match[0][::-1], text)
    found: State = json.loads(text)
    return found

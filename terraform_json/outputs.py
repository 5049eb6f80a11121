"""
The accounts' numbers and the organization's id, in the outputs of the stack org-root.

They are in a file that `cdktf output org-root --outputs-file FILE` wrote, and in a Terraform state. The first has the
outputs by stack (`{"org-root": {"account_ids": {…}}}`, see saveOutputs in @cdktf/cli-core 0.21), the second all of one
stack, each with its type (`{"outputs": {"account_ids": {"value": {…}, "type": […]}}}`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from foundation.ids import ACCOUNT_NUMBER, ORGANIZATION_ID
from foundation.names import ORG_ROOT
from foundation.words import listed
from terraform_json.errors import TerraformJsonError

WRITE_OUTPUTS = "'cdktf output org-root --outputs-file FILE'"
"""The command that writes such a file."""


class OutputsError(TerraformJsonError):
    """The accounts' numbers are not known; the message names the place that was read, and the remedy."""


@dataclass(frozen=True)
class Numbers:
    """The number of the management account, and those of the member accounts by key."""

    management: str
    accounts: Mapping[str, str]
    organization: str = ""
    """The organization's id; empty in outputs of a version that did not write it."""

    def of(self, key: str) -> str:
        """Return the number of an account, by its key."""
        return self.by_key[key]

    @property
    def by_key(self) -> dict[str, str]:
        """The numbers of all accounts, by key."""
        return {**self.accounts, ORG_ROOT: self.management}


def read_numbers(path: Path) -> Numbers:
    """Return the numbers in a file with outputs or a state. Raises OutputsError."""
    return numbers_in(read_outputs(path), str(path))


def read_outputs(path: Path) -> Mapping[str, Any]:
    """Return the content of a file with outputs or a state. Raises OutputsError when it is no JSON."""
    try:
        content: object = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise OutputsError(f"{path} cannot be read: {error.strerror or error}") from None
    except ValueError as error:
        raise OutputsError(f"{path} is not JSON ({error}); write it with {WRITE_OUTPUTS}") from None
    return _mapping(content)


def numbers_in(content: Mapping[str, Any], place: str) -> Numbers:
    """Return the numbers in outputs or a state. Raises OutputsError, which names their `place`."""
    outputs = _mapping(content.get(ORG_ROOT)) or _mapping(content.get("outputs"))
    role = str(_value(outputs, "admin_role_arn") or "").split(":")
    accounts = {str(key): str(number) for key, number in _mapping(_value(outputs, "account_ids")).items()}
    missing = ["admin_role_arn"] if len(role) != 6 else []
    missing += [] if accounts else ["account_ids"]
    if missing:
        lacking = f"{listed(missing)} among the outputs" if outputs else "outputs"
        remedy = f"write it with {WRITE_OUTPUTS}, after 'cdktf deploy org-root'"
        raise OutputsError(f"{place} has no {lacking} of the stack org-root: {remedy}")
    numbers = Numbers(role[4], accounts, str(_value(outputs, "organization_id") or ""))
    if problems := list(_wrong(numbers)):
        raise OutputsError(*(f"{place} has {problem}" for problem in problems))
    return numbers


def _wrong(numbers: Numbers) -> Iterator[str]:
    """Yield the numbers that cannot be those of accounts or that two share, and an id that is no organization's."""
    if numbers.organization and not ORGANIZATION_ID.fullmatch(numbers.organization):
        yield f"'{numbers.organization}' where the id of the organization should be, such as o-a1b2c3d4e5"
    owners: dict[str, str] = {}
    for key, number in numbers.by_key.items():
        if not ACCOUNT_NUMBER.fullmatch(number):
            yield f"'{number}' where the number of an account should be, of 12 digits: {key}"
        elif number in owners:
            yield f"the number {number} for two accounts, {owners[number]} and {key}; each has its own"
        owners.setdefault(number, key)


def _value(outputs: Mapping[str, Any], name: str) -> object:
    found = outputs.get(name)
    return _mapping(found).get("value") if {"value", "type"} <= _mapping(found).keys() else found


def _mapping(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}

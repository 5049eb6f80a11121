"""
The accounts' numbers, as they are in the outputs of the stack org-root.

They are read from a file that `cdktf output org-root --outputs-file FILE` wrote, or from Terraform's state. The first
has the outputs by stack (`{"org-root": {"account_ids": {…}}}`, see saveOutputs in @cdktf/cli-core 0.21), the second all
of one stack, each with its type (`{"outputs": {"account_ids": {"value": {…}, "type": […]}}}`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foundation.errors import UserError
from foundation.names import ORG_ROOT
from organization.model import Organization
from toolchain.errors import ToolchainError

_NUMBER = re.compile(r"\d{12}", re.ASCII)
_DEPLOY = "run 'cdktf deploy org-root'"
_WRITE = "'cdktf output org-root --outputs-file FILE'"
_WITHOUT = f"Whoever administers the organization can; for others they write a file, with {_WRITE}: --outputs FILE"


class OutputsError(UserError):
    """The accounts' numbers are not known; the message says where they were looked for, and what to do."""


@dataclass(frozen=True)
class Numbers:
    """The number of the management account, and those of the member accounts by key."""

    management: str
    accounts: Mapping[str, str]

    def of(self, key: str) -> str:
        """The number of an account, `org-root` being the management account."""
        return self.management if key == ORG_ROOT else self.accounts[key]


def read_numbers(organization: Organization, folder: Path, *, outputs: Path | None = None) -> Numbers:
    """
    The numbers of all accounts of an organization, whose file is in `folder`.

    `outputs` is a file with the outputs, or a state; without it the state is read from where the organization keeps it.
    Raises OutputsError when it cannot be read, or when an account has no number yet.
    """
    place, content = _file(outputs) if outputs else _state(organization, folder)
    return numbers_from(organization, content, place)


def numbers_from(organization: Organization, content: Mapping[str, Any], place: str) -> Numbers:
    """The numbers in a file with outputs or a state. Raises OutputsError, which names its `place`."""
    found = content.get(ORG_ROOT) or content.get("outputs") or {}
    role = _value(found, "admin_role_arn") or ""
    management = str(role).split(":")[4] if str(role).count(":") == 5 else ""
    listed = _value(found, "account_ids")
    accounts = {str(key): str(number) for key, number in listed.items()} if isinstance(listed, dict) else {}
    if not management or not accounts:
        raise OutputsError(f"{place} has no outputs of the stack org-root, so it is not deployed: {_DEPLOY}")
    _demand_all(organization, accounts, place)
    wrong = [number for number in (management, *accounts.values()) if not _NUMBER.fullmatch(number)]
    if wrong:
        raise OutputsError(f"{place} has '{wrong[0]}' where the number of an account should be, of 12 digits")
    return Numbers(management, accounts)


def _demand_all(organization: Organization, accounts: Mapping[str, str], place: str) -> None:
    missing = [key for key in organization.accounts if key not in accounts]
    if missing:
        word = "account is" if len(missing) == 1 else "accounts are"
        raise OutputsError(f"{place} has no number of {', '.join(missing)}: the {word} not deployed yet; {_DEPLOY}")


def _value(outputs: Any, name: str) -> Any:
    found = outputs.get(name) if isinstance(outputs, dict) else None
    return found["value"] if isinstance(found, dict) and {"value", "type"} <= found.keys() else found


def _file(path: Path) -> tuple[str, Mapping[str, Any]]:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise OutputsError(f"{path} cannot be read: {error.strerror or error}") from None
    except ValueError as error:
        raise OutputsError(f"{path} is not JSON ({error}); write it with {_WRITE}") from None
    return str(path), content if isinstance(content, dict) else {}


def _state(organization: Organization, folder: Path) -> tuple[str, Mapping[str, Any]]:
    if organization.deployment.state.mode == "local":
        path = folder / f"terraform.{ORG_ROOT}.tfstate"
        return _file(path) if path.exists() else (f"the state {path}, which does not exist,", {})
    from toolchain.aws import NotYetError, own_account

    bucket, key = organization.state_bucket(ORG_ROOT), f"{ORG_ROOT}/terraform.tfstate"
    place = f"the state s3://{bucket}/{key}"
    try:
        return place, own_account(organization.state_region).state(bucket, key)
    except NotYetError:
        message = f"the bucket {bucket}, which is to hold the state of org-root, does not exist"
        raise OutputsError(f"{message}: run 'cdktf deploy bootstrap-org-root org-root'") from None
    except ToolchainError as error:
        raise OutputsError(f"{place} cannot be read: {error}\n{_WITHOUT}") from None

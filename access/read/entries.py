"""The resources for the organization and its accounts, and the accounts' keys in the configuration."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from access.errors import AccessError
from terraform_json.origin import Origin
from terraform_json.stacks import Entry, Stack

ORGANIZATION, ACCOUNT = "aws_organizations_organization", "aws_organizations_account"

_NAMES: tuple[Callable[[Entry], str], ...] = (
    lambda entry: entry.key,
    lambda entry: entry.origin.path.rpartition("/")[2] or entry.name,
    lambda entry: entry.name,
    lambda entry: str(entry.origin),
)


def organization_of(stacks: Iterable[Stack]) -> Entry:
    """Return the organization's resource. Raises AccessError unless there is exactly one."""
    found = [entry for stack in stacks for entry in stack.of_type(ORGANIZATION)]
    if len(found) != 1:
        number = "no stack makes" if not found else f"{len(found)} stacks make"
        raise AccessError(f"{number} an {ORGANIZATION}; one must: is this the right folder?")
    return found[0]


def account_entries(stacks: Iterable[Stack]) -> list[Entry]:
    """Return the resources of the member accounts."""
    return [entry for stack in stacks for entry in stack.of_type(ACCOUNT)]


def account_keys(stacks: Iterable[Stack]) -> dict[Origin, str]:
    """
    Return the key of each member account by its origin: the name of the construct around it.

    Where two accounts would share a key, as in a loop of another project's stack, use the resources' own names.
    """
    entries, root = account_entries(stacks), organization_of(stacks).stack.name
    tried = [{entry.origin: name_of(entry) for entry in entries} for name_of in _NAMES]
    return next(keys for keys in tried if len({root, *keys.values()}) > len(entries))

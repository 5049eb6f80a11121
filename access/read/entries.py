"""The resources that are the organization and its accounts, and the keys by which people know them."""

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
    """The resource that is the organization. Raises AccessError when there is none, or more than one."""
    found = [entry for stack in stacks for entry in stack.of_type(ORGANIZATION)]
    if len(found) != 1:
        number = "no stack makes" if not found else f"{len(found)} stacks make"
        raise AccessError(f"{number} an {ORGANIZATION}; one must: is this the right folder?")
    return found[0]


def account_entries(stacks: Iterable[Stack]) -> list[Entry]:
    """The resources that are member accounts."""
    return [entry for stack in stacks for entry in stack.of_type(ACCOUNT)]


def account_keys(stacks: Iterable[Stack]) -> dict[Origin, str]:
    """
    The key of each member account, by where it stands: the name of the construct around it.

    Where that is the same for two of them, as in a loop in somebody else's stack, the resources' own names.
    """
    entries, root = account_entries(stacks), organization_of(stacks).stack.name
    tried = [{entry.origin: name_of(entry) for entry in entries} for name_of in _NAMES]
    return next(keys for keys in tried if len({root, *keys.values()}) > len(entries))

"""Roles that are added or removed, whose rights change, or whose trust policy changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from access.difference.meaning.meaning import Meaning
from access.difference.model import PolicyChange, Rights, RoleChange
from access.difference.rights import policy_changes
from access.difference.snapshot import Snapshot
from access.difference.statements import CanonicalStatement, canonical_statements, changes
from access.model.policies import Policy
from access.model.principals import Role

_Changed = TypeVar("_Changed")
Key = tuple[str, str]
"""Key of the account, and name of the role."""


def role_changes(base: Snapshot, new: Snapshot, meaning: Meaning) -> tuple[RoleChange, ...]:
    """
    Return every changed role, once for all accounts in which it changes in the same way.

    Policies that allow the same as before are no change.

    Left out are the roles of a removed account, and the access role that AWS creates in a new account.
    """
    before, after = _roles(base), _roles(new)
    found = [
        change for key in dict.fromkeys((*before, *after)) for change in _change(key, before, after, base, new, meaning)
    ]
    return tuple(_merged(found))


def _change(
    key: Key, before: Mapping[Key, Role], after: Mapping[Key, Role], base: Snapshot, new: Snapshot, meaning: Meaning
) -> Iterator[RoleChange]:
    old, now = before.get(key), after.get(key)
    role = now or old
    assert role
    if (now is None and key[0] not in new.organization.account_by_key) or (old is None and role.is_access_role):
        return
    if old and now and _written(old) == _written(now):
        return
    had, has = _policies(base, old), _policies(new, now)
    policies = _named(policy_changes(had, has), (*(old.policies if old else ()), *(now.policies if now else ())))
    trust = changes(_trust(base, old), _trust(new, now))
    rights: Rights = "different"
    if old and now:
        rights = meaning.role(key) if policies else "the same"
        policies = _unless_same(policies, rights, f"policies of the role {now.name}", key[0], meaning)
        trust = _unless_same(trust, meaning.thing(now.arn), f"trust policies of the role {now.name}", key[0], meaning)
    change = RoleChange(
        role=role.name,
        accounts=(key[0],),
        change="comes" if old is None else "goes" if now is None else "changes",
        rights=rights,
        policies=policies,
        trust=trust,
        people=_people(new if now else base, role),
        where=new.lines.of_origin(now.origin) if now else "",
    )
    if policies or trust or change.change != "changes":
        yield change


def _unless_same(
    found: tuple[_Changed, ...], rights: Rights, what: str, account: str, meaning: Meaning
) -> tuple[_Changed, ...]:
    """Return the changes of a text, or none if it allows the same as before."""
    if rights != "the same" or not found:
        return found
    meaning.same(what, [account])
    return ()


def _named(policies: Iterable[PolicyChange], known: Iterable[Policy]) -> tuple[PolicyChange, ...]:
    """Return the changes without the statements of AWS's own policies: their names identify their content."""
    of_aws = {policy.name for policy in known if not policy.origin.address}
    return tuple(replace(one, statements=()) if one.name in of_aws else one for one in policies)


def _merged(changes_: Iterable[RoleChange]) -> Iterator[RoleChange]:
    """Merge changes that differ only in their account."""
    found: dict[str, list[RoleChange]] = {}
    for change in changes_:
        found.setdefault(repr(replace(change, accounts=(), where="")), []).append(change)
    for same in found.values():
        where = same[0].where if len(same) == 1 else ""
        yield replace(same[0], accounts=tuple(account for change in same for account in change.accounts), where=where)


def _roles(snapshot: Snapshot) -> Mapping[Key, Role]:
    return {(snapshot.account_key(role.account), role.name): role for role in snapshot.organization.assumable_roles}


def _written(role: Role) -> tuple[str, ...]:
    """Return the role's policies by kind, name and digest: when these are equal, the role does not change."""
    policies = (*role.policies, role.trust, *((role.boundary,) if role.boundary else ()))
    return tuple(f"{policy.kind} {policy.name} {policy.digest}" for policy in policies)


def _policies(snapshot: Snapshot, role: Role | None) -> dict[tuple[str, str], Sequence[CanonicalStatement]]:
    if role is None:
        return {}
    policies = (*role.policies, *((role.boundary,) if role.boundary else ()))
    return {
        (policy.kind, policy.name): canonical_statements(policy, snapshot.names, role.account) for policy in policies
    }


def _trust(snapshot: Snapshot, role: Role | None) -> list[CanonicalStatement]:
    return canonical_statements(role.trust, snapshot.names, role.account) if role else []


def _people(snapshot: Snapshot, role: Role) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cell.user.name for cell in snapshot.cells if cell.role is role))

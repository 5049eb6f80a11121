"""Users and groups that change, and the access that users gain and lose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from access.difference.meaning.meaning import Meaning
from access.difference.model import AccessChange, GroupChange, PersonChange
from access.difference.rights import policy_changes
from access.difference.snapshot import Snapshot
from access.difference.statements import CanonicalStatement, canonical_statements
from access.model.policies import Policy
from access.model.principals import Group, User
from access.model.sign_in import SignIn
from access.questions.matrix import Cell

Reached = tuple[str, str, str, str]
"""Account and name of a user, account and name of a role."""
Named = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Roles:
    """ARNs of the organization's roles, and ARN prefixes for accounts without a stack, whose roles are unknown."""

    arns: frozenset[str]
    unknown: tuple[str, ...]


def access_changes(base: Snapshot, new: Snapshot) -> tuple[tuple[AccessChange, ...], tuple[AccessChange, ...]]:
    """Return the access that users gain and lose: decided for both sides, not read from policies."""
    before, after = _cells(base), _cells(new)
    return tuple(_more(before, after, new, base)), tuple(_more(after, before, base, new))


def access_doubts(base: Snapshot, new: Snapshot) -> tuple[str, ...]:
    """Return, in words, the access that one side has, and of which the other side does not decide whether it has it."""
    found: dict[str, None] = {}
    for side, other, when in ((new, base, "reached"), (base, new, "still reaches")):
        others = _cells(other)
        for key, cell in _cells(side).items():
            if _further(key, cell, others) and (why := _doubt(cell, side, other)):
                role = f"{cell.role.name} of {cell.account.key}"
                found[f"whether {cell.user.name} {when} the role {role}: {why}"] = None
    return tuple(found)


def person_changes(base: Snapshot, new: Snapshot, meaning: Meaning) -> Iterator[PersonChange]:
    """Yield the users who are added or removed, or whose groups or own policies change."""
    before, after = _users(base), _users(new)
    roles = _roles(base, new)
    for who in dict.fromkeys((*before, *after)):
        old, now = before.get(who), after.get(who)
        groups, others = _groups_of(old), _groups_of(now)
        policies = policy_changes(_own(base, old, roles), _own(new, now, roles))
        if old and now and policies and meaning.user(who) == "the same":
            meaning.same(f"policies of {now.name}", [who[0]])
            policies = ()
        joins = tuple(one for one in others if one not in groups)
        leaves = tuple(one for one in groups if one not in others)
        if old is None or now is None:
            yield PersonChange(who[1], who[0], "comes" if now else "goes", joins, leaves, policies)
        elif joins or leaves or policies:
            yield PersonChange(who[1], who[0], "changes", joins, leaves, policies)


def group_changes(base: Snapshot, new: Snapshot, meaning: Meaning) -> Iterator[GroupChange]:
    """Yield the groups that are added or removed, or whose policies change in more than the roles that they name."""
    before, after = _groups(base), _groups(new)
    roles = _roles(base, new)
    for who in dict.fromkeys((*before, *after)):
        old, now = before.get(who), after.get(who)
        policies = policy_changes(
            _direct(base, old.policies if old else (), roles), _direct(new, now.policies if now else (), roles)
        )
        if old and now and policies and meaning.group(who) == "the same":
            meaning.same(f"policies of the group {now.name}", [who[0]])
            policies = ()
        people = _members(new if now else base, who)
        if old is None or now is None:
            yield GroupChange(who[1], who[0], "comes" if now else "goes", policies, people)
        elif policies:
            yield GroupChange(who[1], who[0], "changes", policies, people)


def _further(key: Reached, cell: Cell, others: Mapping[Reached, Cell]) -> tuple[SignIn, ...]:
    """Return the ways that lead to a role, and do not on the other side."""
    there = others[key].ways if key in others else ()
    return tuple(way for way in SignIn if way in cell.ways and way not in there)


def _doubt(cell: Cell, here: Snapshot, other: Snapshot) -> str:
    """Return why the other side does not decide whether a user reaches a role; empty if it does."""
    if not other.world.reach.undecided:
        return ""
    arns = {(other.account_key(one.account), one.name): one.arn for one in other.organization.roles}
    caller = f"{cell.user.name} "
    for role in (*cell.through, cell.role):
        name = here.account_key(role.account), role.name
        for one in other.world.reach.undecided:
            if one.text.startswith(caller) and one.about.resource == arns.get(name):
                return one.text.partition(": ")[2]
        caller = f"role {role.name} of {name[0]}, "
    return ""


def _more(
    before: Mapping[Reached, Cell], after: Mapping[Reached, Cell], snapshot: Snapshot, other: Snapshot
) -> Iterator[AccessChange]:
    """Yield the access of the second matrix that the first one, of another side, is decided to lack."""
    for key, cell in after.items():
        old = before[key].ways if key in before else ()
        ways = _further(key, cell, before)
        if ways and not _doubt(cell, snapshot, other):
            yield AccessChange(
                person=cell.user.name,
                home=cell.home.key,
                account=cell.account.key,
                role=cell.role.name,
                ways=ways,
                other_ways=tuple(way for way in cell.ways if way in old),
                policies=cell.policies,
                groups=cell.groups,
                through=tuple(f"{role.name} of {snapshot.account_key(role.account)}" for role in cell.through),
            )


def _cells(snapshot: Snapshot) -> Mapping[Reached, Cell]:
    return {(cell.home.key, cell.user.name, cell.account.key, cell.role.name): cell for cell in snapshot.cells}


def _users(snapshot: Snapshot) -> Mapping[Named, User]:
    return {(snapshot.account_key(user.account), user.name): user for user in snapshot.organization.users}


def _groups(snapshot: Snapshot) -> Mapping[Named, Group]:
    return {(snapshot.account_key(group.account), group.name): group for group in snapshot.organization.groups}


def _members(snapshot: Snapshot, who: Named) -> tuple[str, ...]:
    return tuple(name for (account, name), user in _users(snapshot).items() if who in _named(account, user))


def _named(account: str, user: User) -> list[Named]:
    return [(account, group.name) for group in user.groups]


def _groups_of(user: User | None) -> tuple[str, ...]:
    return tuple(group.name for group in user.groups) if user else ()


def _own(snapshot: Snapshot, user: User | None, roles: Roles) -> dict[tuple[str, str], list[CanonicalStatement]]:
    """Return the policies of a user, with the boundary, without those of the user's groups."""
    if user is None:
        return {}
    of_groups = {id(policy) for group in user.groups for policy in group.policies}
    own = [policy for policy in user.policies if id(policy) not in of_groups]
    found = _direct(snapshot, own, roles)
    if boundary := user.boundary:
        found[(boundary.kind, boundary.name)] = canonical_statements(boundary, snapshot.names)
    return found


def _direct(
    snapshot: Snapshot, policies: Sequence[Policy], roles: Roles
) -> dict[tuple[str, str], list[CanonicalStatement]]:
    """
    Return the policies without the statements about assuming the organization's roles: access changes show those.

    They do not show under which conditions a role can be assumed.
    """
    found = {
        (policy.kind, policy.name): _besides(canonical_statements(policy, snapshot.names), roles) for policy in policies
    }
    return {key: statements for key, statements in found.items() if statements}


def _besides(statements: Sequence[CanonicalStatement], roles: Roles) -> list[CanonicalStatement]:
    found: list[CanonicalStatement] = []
    for one in statements:
        actions = [action.lower() for action in one.body.get("Action", [])]
        is_plain = one.body["Effect"] == "Allow" and "Resource" in one.body and "Condition" not in one.body
        if is_plain and actions == ["sts:assumerole"]:
            others = [
                arn for arn in one.body["Resource"] if arn not in roles.arns and not arn.startswith(roles.unknown)
            ]
            if others:
                found.append(CanonicalStatement(one.name, {**one.body, "Resource": others}))
        else:
            found.append(one)
    return found


def _roles(*snapshots: Snapshot) -> Roles:
    arns = frozenset(snapshot.names.text(role.arn) for snapshot in snapshots for role in snapshot.organization.roles)
    keys = {key for snapshot in snapshots for key in snapshot.organization.account_by_key.keys() - snapshot.with_stack}
    return Roles(arns, tuple(f"arn:aws:iam::{{{key}}}:role/" for key in sorted(keys)))

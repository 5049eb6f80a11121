"""Sentences about roles that are new, removed or changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from access.difference import PolicyChange, RoleChange
from access.model.policies import PolicyKind
from orgctl.diff.sentences.words import listed, statements, verb
from orgctl.section import Sentence

_RIGHTS = {
    "wider": "may do more",
    "narrower": "may do less",
    "different": "may do other things",
    "the same": "may do the same, in other words",
    "not decided": "has changed policies, of which it is not decided whether they allow the same",
}


def roles(changes: Sequence[RoleChange]) -> list[Sentence]:
    """Return a sentence for each role, with the users who can assume it."""
    return [Sentence(_text(one), tuple(_lines(one))) for one in changes]


def policy_lines(changes: Sequence[PolicyChange]) -> Iterator[str]:
    """Yield policies that were attached, detached or changed, with their statements."""
    signs = {"added": "+", "removed": "-", "changed": "~"}
    kinds = {PolicyKind.BOUNDARY.value: "permissions boundary", PolicyKind.INLINE.value: "inline policy"}
    for one in changes:
        yield f"{signs[one.change]} {kinds.get(one.kind, 'policy')} {one.name}"
        yield from (f"    {line}" for line in statements(one.statements))


def _text(one: RoleChange) -> str:
    role = f"The role {one.role} of {listed(one.accounts)}"
    if one.change == "comes":
        policies = listed([policy.name.rpartition("/")[2] for policy in one.policies]) or "no policy"
        return f"{role} is new: {policies}; {_people(one, 'reach')}."
    if one.change == "goes":
        return f"{role} is removed; {_people(one, 'reached')}."
    parts = [_RIGHTS[one.rights]] if one.policies else []
    parts += ["has a changed trust policy"] if one.trust else []
    policies = f": {_attached(one.policies)}" if _attached(one.policies) else ""
    return f"{role} {listed(parts)}{policies}; {_people(one, 'reach')}."


def _attached(policies: Sequence[PolicyChange]) -> str:
    names = {
        change: [one.name.rpartition("/")[2] for one in policies if one.change == change]
        for change in ("added", "removed", "changed")
    }
    if names["added"] and names["removed"] and not names["changed"]:
        return f"{listed(names['added'])} instead of {listed(names['removed'])}"
    words = {"added": "now also", "removed": "no longer", "changed": "changed"}
    return ", ".join(f"{words[change]} {listed(found)}" for change, found in names.items() if found)


def _people(one: RoleChange, reach: str) -> str:
    if not one.people:
        return f"no user {reach if reach.endswith('ed') else 'reaches'} it"
    return f"{listed(one.people)} {reach if reach.endswith('ed') else verb(one.people, 'reaches', 'reach')} it"


def _lines(one: RoleChange) -> Iterator[str]:
    if one.change == "goes":
        return
    yield from policy_lines([policy for policy in one.policies if policy.statements])
    if one.trust:
        yield "trust policy:" if one.change == "changes" else "trust policy"
        yield from (f"    {line}" for line in statements(one.trust))
    if one.where:
        yield one.where

"""The complete comparison of two organizations."""

from __future__ import annotations

from dataclasses import replace

from access.difference.accounts import account_changes, setting_changes, unit_changes
from access.difference.budgets import budget_changes
from access.difference.closed import broken_before, doubtful_ways
from access.difference.guardrails import guardrail_changes, policy_type_changes
from access.difference.meaning.meaning import Meaning
from access.difference.meaning.sides import Sides
from access.difference.meaning.telling import Telling
from access.difference.model import Difference
from access.difference.people import access_changes, access_doubts, group_changes, person_changes
from access.difference.plan import Plan
from access.difference.refusals import refusals
from access.difference.resources import resource_changes, stack_changes, trail_changes
from access.difference.retained import with_retained_resources
from access.difference.roles import role_changes
from access.difference.snapshot import Snapshot


def difference(base: Snapshot, new: Snapshot) -> Difference:
    """Return the changes from the base to the new organization."""
    plan = Plan(base, new)
    with with_retained_resources(base, new) as (before, after):
        gained, lost = access_changes(before, after)
        meaning = Meaning(Sides(before, after))
        telling = Telling(meaning.sides)
        meaning.effects(telling)
        found = Difference(
            refusals=tuple(refusals(before, after, plan, meaning)),
            gained=gained,
            lost=lost,
            people=tuple(person_changes(before, after, meaning)),
            groups=tuple(group_changes(before, after, meaning)),
            roles=role_changes(before, after, meaning),
            policy_types=tuple(policy_type_changes(base, new)),
            guardrails=guardrail_changes(base, new, meaning),
            accounts=tuple(account_changes(base, new, plan)),
            units=tuple(unit_changes(base, new)),
            settings=(*trail_changes(base, new, plan), *setting_changes(base, new)),
            resources=tuple(resource_changes(before, after, meaning)),
            stacks=tuple(stack_changes(base, new)),
            broken_before=broken_before(meaning),
            effects=telling.changes(),
            undecided=(*access_doubts(before, after), *telling.doubts, *doubtful_ways(meaning)),
            budgets=tuple(budget_changes(base, new)),
            notes=tuple(_unresolved(base, new)),
        )
        return replace(found, rewritten=meaning.rewritings())


def _unresolved(base: Snapshot, new: Snapshot) -> list[str]:
    """Return notes about references without a value, which are not compared."""
    found = ((name, snapshot.organization.unresolved) for name, snapshot in (("before", base), ("now", new)))
    return list(dict.fromkeys(f"not resolved {name}: {one}" for name, several in found for one in several))

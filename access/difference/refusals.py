"""Changes that must not be deployed: they would destroy what cannot be recreated, or what protects the rest."""

from __future__ import annotations

from collections.abc import Iterator

from access.difference.blocks import lifecycle
from access.difference.closed import closed_ways
from access.difference.guarded import TYPES, Guarded
from access.difference.meaning.meaning import Meaning
from access.difference.model import Refusal
from access.difference.plan import ACCOUNT, BUCKET, KEY, TRAIL, UNIT, Fate, Plan
from access.difference.snapshot import Snapshot
from access.model.sign_in import SignIn
from access.questions.matrix import Cell
from foundation.words import listed
from terraform_json.origin import Origin
from terraform_json.stacks import Entry

_REMEDIES = {
    ACCOUNT: "to shut an account, move it into a unit with quarantine; name one that was closed in AWS in "
    "closed_accounts",
    TRAIL: "later events would not be recorded",
    BUCKET: "S3 deletes only empty buckets, and nothing restores the contents",
    KEY: "without it the recorded files cannot be read",
}


def refusals(base: Snapshot, new: Snapshot, plan: Plan, meaning: Meaning) -> Iterator[Refusal]:
    """Yield every reason to refuse a change."""
    before, after = Guarded(base), Guarded(new)
    for stack in base.stacks:
        for entry in stack.of_type(*TYPES, UNIT):
            if entry.type == UNIT:
                yield from _unit(entry, base, new, plan)
            elif name := before.name(entry):
                yield from _guarded(entry, name, plan.fate(entry.origin), after)
    yield from _administrators(base, new)
    yield from closed_ways(new, meaning)


def _guarded(entry: Entry, name: str, fate: Fate, after: Guarded) -> Iterator[Refusal]:
    twin = after.by_name.get(name)
    if fate.ends:
        yield Refusal(f"{name} would be {_verb(entry, fate)}", _reason(entry, fate), *_at(entry.origin))
    elif fate.kind == "left alone" and twin:
        why = f"it moves from the stack {entry.stack.name} to {twin.stack.name}, whose state does not have it"
        yield Refusal(f"{name} would be created a second time", f"{why}: leave it where it is", *_at(entry.origin))


def _verb(entry: Entry, fate: Fate) -> str:
    if fate.kind == "replaced":
        return "destroyed and recreated"
    if entry.type == ACCOUNT:
        return "closed" if entry.body.get("close_on_deletion") is True else "removed from the organization"
    return "destroyed"


def _reason(entry: Entry, fate: Fate) -> str:
    if fate.kind == "replaced":
        return f"{'; '.join(fate.because)}: the AWS provider cannot change that in place"
    return f"the stack {entry.stack.name} no longer has it; {_REMEDIES.get(entry.type, 'nothing restores it')}"


def _unit(entry: Entry, base: Snapshot, new: Snapshot, plan: Plan) -> Iterator[Refusal]:
    """Refuse to delete a unit while accounts are in it, unless they leave it first."""
    fate = plan.fate(entry.origin)
    unit = next((one for one in base.organization.targets.values() if one.origin == entry.origin), None)
    if unit is None or not fate.ends:
        return
    inside = [account for account in base.organization.accounts.values() if account.path[-2:-1] == (unit,)]
    left = [account.key for account in inside if not _leaves(account.origin, new, plan)]
    if why := _why(entry, fate, [account.key for account in inside], left):
        yield Refusal(f"the unit {unit.name} would be deleted with accounts in it", why, *_at(entry.origin))


def _why(entry: Entry, fate: Fate, inside: list[str], left: list[str]) -> str:
    because = f" ({'; '.join(fate.because)})" if fate.because else ""
    if left:
        return f"{listed(left)} would still be in it, and AWS deletes no unit that holds accounts{because}"
    if inside and lifecycle((fate.after or entry).body).get("create_before_destroy") is not True:
        return (
            f"Terraform would delete it before {listed(inside)} can leave it{because}: a lifecycle with "
            "create_before_destroy avoids that"
        )
    return ""


def _leaves(origin: Origin, new: Snapshot, plan: Plan) -> bool:
    """Return whether an account gets another parent: another unit, or the same unit recreated."""
    after = plan.fate(origin).after
    if after is None:
        return False
    account = next((one for one in new.organization.accounts.values() if one.origin == after.origin), None)
    return account is not None and len(account.path) > 1


def _administrators(base: Snapshot, new: Snapshot) -> Iterator[Refusal]:
    """Refuse a change after which no user can administer the organization, if one could before."""
    before = _deployers(base)
    if before and not _deployers(new):
        role = f"{before[0].role.name} of {before[0].account.key}"
        people = listed(list(dict.fromkeys(one.user.name for one in before)))
        why = f"{people} could; without an administrator only the root user can deploy or repair anything"
        yield Refusal(f"no user could assume the role {role} with MFA any more", why, *_at(before[0].role.origin))


def _deployers(snapshot: Snapshot) -> list[Cell]:
    """Return the cells of the role that administers the organization, reached with MFA."""
    intent = snapshot.world.intent
    name = intent.deployers[0] if intent and intent.deployers else ""
    cells = [cell for cell in snapshot.cells if cell.account.is_management and SignIn.MFA in cell.ways]
    return [cell for cell in cells if (cell.role.name == name if name else _may_all(cell))]


def _may_all(cell: Cell) -> bool:
    statements = [one for policy in cell.role.policies for one in policy.statements]
    return any(one.get("Effect") == "Allow" and one.get("Action") in ("*", ["*"]) for one in statements)


def _at(origin: Origin) -> tuple[str, str]:
    return origin.stack, origin.address

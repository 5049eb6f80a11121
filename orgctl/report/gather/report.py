"""The whole report, from a proof."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from access.budgets import Budget as Used
from access.budgets import budgets
from access.explain.configuration import ConfigurationLines
from access.proof import Proof
from access.questions.world import World
from orgctl.report.data import Budget, Diff, Report
from orgctl.report.gather.people import people
from orgctl.report.gather.policies import Origins, Policies
from orgctl.report.gather.promises import promises
from orgctl.report.gather.tree import Tree

_ALONE = "enrol an MFA device, and change the password"


@dataclass(frozen=True)
class Source:
    """A proof, and what it is about."""

    says: str
    """The source, in words."""
    world: World
    proof: Proof
    lines: ConfigurationLines


def gather(source: Source, diff: Diff | None = None) -> Report:
    """Return the report of a proof."""
    world, proof, origins = source.world, source.proof, Origins(source.lines)
    used = tuple(budgets(world.organization))
    policies = Policies(world.organization, origins, used)
    return Report(
        name=proof.organization,
        as_of=proof.as_of,
        id=world.organization.id if world.organization.knows_id else "",
        source=source.says,
        root=Tree(world, policies, origins).root(),
        people=tuple(people(world, world.matrix, policies, _alone(proof))),
        policies=policies.all,
        budgets=tuple(_budget(one) for one in _worth_showing(used)),
        promises=tuple(promises(proof, policies)),
        unknown=tuple(str(one) for one in (*proof.unread, *proof.unresolved)),
        obsolete=tuple(map(str, proof.obsolete)),
        diff=diff,
    )


def _alone(proof: Proof) -> str:
    kept = any(promise.name == "mfa" and promise.status == "kept" for promise in proof.promises)
    return _ALONE if kept else "see the promise about MFA"


def _worth_showing(used: Sequence[Used]) -> Iterator[Used]:
    """Yield the used limits; of roles with the same name, the one with the least room left."""
    fullest: dict[tuple[str, str], Used] = {}
    for one in used:
        place = one.place.partition(" of ")[0] if one.place.startswith("role ") else one.place
        key = (place, one.what)
        if key not in fullest or one.share > fullest[key].share:
            fullest[key] = one
    yield from sorted(fullest.values(), key=lambda one: -one.share)


def _budget(used: Used) -> Budget:
    return Budget(used.place, used.what, used.used, used.limit, used.unit)

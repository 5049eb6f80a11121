"""Denied calls of deployments, grouped by cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from access.decision import Reason
from access.deployer import calls_of
from access.promises.asking import LIMIT
from access.promises.deploying.causes import binds_every_caller, cause
from access.promises.deploying.needs import Need
from access.questions.world import World


@dataclass(frozen=True)
class Denied:
    """A call that is denied for the same reasons in some places."""

    needs: Sequence[Need]
    places: Mapping[str, Sequence[str]]
    """Regions by the account's key."""
    reasons: tuple[Reason, ...]
    """Empty when they were not determined."""

    @property
    def action(self) -> str:
        """The IAM action."""
        return self.needs[0].action

    @property
    def destroys(self) -> bool:
        """True when only destroying needs the call."""
        return all(need.destroys for need in self.needs)

    @property
    def is_intended(self) -> bool:
        """True when guardrails that exempt no principal keep something from being destroyed."""
        return self.destroys and binds_every_caller(self.reasons)

    @property
    def is_recorded(self) -> bool:
        """
        True when the provider was recorded making the call for a type, or nothing was recorded of one of the types.

        Passing a role is no call of the provider's own, and services make their roles themselves: no recording has it.
        """
        if self.action in ("iam:PassRole", "iam:CreateServiceLinkedRole"):
            return True
        calls = [calls_of(need.type) for need in self.needs]
        return any(one is None or not one.observed or self.action in one.observed for one in calls)

    @property
    def types(self) -> str:
        """The resource types that need the call."""
        return ", ".join(dict.fromkeys(need.type for need in self.needs))

    @property
    def where(self) -> str:
        """The accounts, with the regions of each."""
        return ", ".join(f"{account} ({', '.join(regions)})" for account, regions in self.places.items())


def denials(world: World, wrong: Iterable[Need]) -> Iterator[Denied]:
    """Yield the denied calls, grouped by call and cause."""
    by_cause: dict[tuple[str, bool, str], tuple[list[Need], tuple[Reason, ...]]] = {}
    for need, reasons in _explained(world, wrong):
        found, _ = by_cause.setdefault((need.action, need.destroys, cause(reasons)), ([], reasons))
        found.append(need)
    for found, reasons in by_cause.values():
        yield Denied(found, _places(world, found), reasons)


def _explained(world: World, wrong: Iterable[Need]) -> Iterator[tuple[Need, tuple[Reason, ...]]]:
    """Yield denied needs with reasons: for the first ones and all that only destroying needs, once for equal cases."""
    known: dict[tuple[str, ...], tuple[Reason, ...]] = {}
    for need in wrong:
        situation = _situation(need)
        if situation not in known:
            ask = need.destroys or len(known) < LIMIT
            known[situation] = world.evaluator.explain(need.request).reasons if ask else ()
        yield need, known[situation]


def _situation(need: Need) -> tuple[str, ...]:
    """Return the facts that decide a call: the policies above the caller, and that of the resource."""
    request, caller = need.request, need.request.caller
    path = caller.account.path if caller.account else ()
    above = [policy.digest for target in path for policy in target.scps]
    own = request.policy.digest if request.policy else ""
    return (need.action, need.region, request.resource.replace(need.account, ""), own, *above)


def _places(world: World, found: Sequence[Need]) -> Mapping[str, Sequence[str]]:
    places: dict[str, dict[str, None]] = defaultdict(dict)
    for need in found:
        places[world.organization.accounts[need.account].key][need.region] = None
    return {account: tuple(regions) for account, regions in places.items()}

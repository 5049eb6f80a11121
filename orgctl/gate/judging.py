"""The proof of what is about to be deployed, compared with that of what is deployed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from time import perf_counter

from access.difference.names import Names
from access.difference.states import with_stand_ins
from access.errors import AccessError
from access.explain import ConfigurationLines
from access.intent import Intent
from access.model.organization import Organization
from access.promises.acceptance import Acceptance
from access.promises.custom import Own
from access.promises.registry import PROMISES
from access.proof import Comparison, Proof, Side, Sources, compare, prove_all
from access.questions.world import open_worlds
from access.read.organization import from_stacks
from foundation.ids import ORGANIZATION
from organization.problem import InvalidFile
from orgctl.diff.sources import Source, current
from orgctl.gate.base import NOTHING, Base, Known, known_ids, read_base
from orgctl.gate.wanted import Wanted
from orgctl.prove.accept import demand_accepted, on_the_command_line
from orgctl.prove.command import own_rules
from orgctl.prove.reading import dated
from terraform_json.errors import TerraformJsonError
from terraform_json.stacks import Stack

_UNREAD = "what is deployed cannot be read, so all of it counts as new"


@dataclass(frozen=True)
class Verdict:
    """The proof of what is about to be deployed, and what of it is new."""

    proof: Proof
    comparison: Comparison
    note: str = ""
    """The reason why there is nothing to compare with, if that is why something counts as new."""


@dataclass(frozen=True)
class _Proving:
    """An organization whose promises can be asked, all of them or some."""

    name: str
    organization: Organization
    intent: Intent | None
    lines: ConfigurationLines
    own: Own
    accepted: tuple[Acceptance, ...] = ()

    @contextmanager
    def side(self) -> Iterator[Side]:
        """Yield the side of a comparison, until the block ends."""
        sources = Sources(self.lines, self.organization)
        with open_worlds((self.organization, self.intent)) as (world,):

            def ask(sentences: Collection[str], entries: Sequence[Acceptance]) -> Proof:
                built_in, own = (
                    [one for one in several if not sentences or one.says in sentences]
                    for several in (PROMISES, self.own.promises)
                )
                accepted = (*self.accepted, *entries)
                started = perf_counter()
                return prove_all(self.name, world, sources, built_in, own, started=started, accepted=accepted)

            yield Side(ask, Names(self.organization).text)


def judge(wanted: Wanted) -> Verdict:
    """
    Prove what is synthesized, and compare what is not kept with what is deployed.

    Raise UserError when no proof is possible, and UsageError when a promise that is to be accepted is unknown or kept.
    """
    new = current(wanted.folder, wanted.file)
    known = known_ids(wanted, new.stacks)
    proving = _proving(wanted, new, known)
    with proving.side() as side:
        proof = side.ask((), ())
        demand_accepted(wanted.accept, proof)
        if not any(one.status in ("broken", "undecided") for one in proof.promises):
            return Verdict(proof, Comparison())
        base = _base(wanted, proving, read_base(wanted, new.stacks), known)
        if isinstance(base, str):
            return Verdict(proof, compare(proof, side, None), base)
        with base.side() as before:
            return Verdict(proof, compare(proof, side, before), "" if base.own.promises else _without_own(proving))


def _proving(wanted: Wanted, new: Source, known: Known) -> _Proving:
    organization = _organization(new.stacks, known, wanted)
    own = own_rules(None, wanted.file.parent, organization)
    accepted = (*own.accepted, *on_the_command_line(wanted.accept, PROMISES, own.promises))
    return _Proving(wanted.configuration.name, organization, new.intent, new.lines, own, accepted)


def _base(wanted: Wanted, new: _Proving, base: Base, known: Known) -> _Proving | str:
    """Return the organization that is deployed, with the promises of the new one; or why it cannot be compared."""
    if base.missing:
        return f"{NOTHING}: all of it counts as new" if base.missing == NOTHING else f"{_UNREAD}: {base.missing}"
    try:
        organization = _organization(base.stacks, known, wanted)
    except (AccessError, TerraformJsonError) as error:
        return f"{_UNREAD}: {error}"
    try:
        own = own_rules(None, wanted.file.parent, organization)
    except InvalidFile:  # it names what is not deployed yet
        own = Own()
    return replace(new, organization=organization, lines=ConfigurationLines(None), own=own, accepted=())


def _without_own(new: _Proving) -> str:
    return "access.yaml names what is not deployed: what breaks its promises counts as new" if new.own.promises else ""


def _organization(stacks: Sequence[Stack], known: Known, wanted: Wanted) -> Organization:
    read = with_stand_ins(stacks, known.stand_ins)
    id_ = ORGANIZATION if ORGANIZATION in known.stand_ins.values() else ""
    return dated(from_stacks(read, known.ids.numbers, id_), wanted.as_of)

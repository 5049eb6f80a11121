"""The stacks whose deployment may change something: those that differ from what was deployed, and their readers."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from foundation.names import state_file
from foundation.words import few
from terraform_json.fingerprint import WHOLE, Fingerprint, Synthesized, config_of, stack_of, value_of
from terraform_json.folder import DEFAULT_WORKSPACE
from terraform_json.stacks import Entry, Stack
from terraform_json.state import EMPTY, State
from terraform_json.unseen import unseen


@dataclass(frozen=True)
class Deployed:
    """What is known of a stack's last deployment."""

    state: State = EMPTY
    fingerprint: Fingerprint | None = None
    problem: str = ""
    """Tells that the state or the fingerprint could not be read."""
    cause: str = ""
    """The reason why not."""
    further_files: Sequence[str] = ()
    """Files beside `cdk.tf.json` that Terraform takes for a part of the stack."""


@dataclass(frozen=True)
class Blocks:
    """Addresses of blocks that differ."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def all(self) -> frozenset[str]:
        """All of them."""
        return frozenset((*self.added, *self.changed, *self.removed))


@dataclass(frozen=True)
class Affected:
    """A stack whose deployment may change something."""

    stack: str
    wave: int
    """Stacks of a wave, from 1, need nothing of each other; what they read is deployed in an earlier one."""
    why: tuple[str, ...]
    """The reasons in words."""
    blocks: Blocks = Blocks()
    is_certain: bool = True
    """False where only an output that it reads may get another value, which the wave before tells."""


@dataclass
class _Found:
    """The search for affected stacks, in the order in which they read each other."""

    stacks: Mapping[str, Synthesized]
    all: Mapping[str, Stack]
    """Those of `stacks`, and others that count as they are deployed."""
    deployed: Mapping[str, Deployed]
    providers: Mapping[str, str]
    after: Mapping[str, Sequence[str]]
    known: dict[str, Affected | None] = field(default_factory=dict[str, "Affected | None"])
    unknown: set[str] = field(default_factory=set[str])
    """Stacks whose outputs may all change: how they differ from what was deployed is not known."""

    def of(self, name: str) -> Affected | None:
        if name not in self.known:
            self.known[name] = None  # stacks that read each other in a circle cannot be deployed
            self.known[name] = self._look(self.stacks[name])
        return self.known[name]

    def _look(self, stack: Synthesized) -> Affected | None:
        now = self.deployed.get(stack.name, Deployed())
        earlier = dict.fromkeys((*stack.reads, *self.after.get(stack.name, ())))
        before = [self.of(other) for other in earlier if other in self.stacks]
        wave = 1 + max((one.wave for one in before if one), default=0)
        if why := _unknown(stack.name, now):
            self.unknown.add(stack.name)
            return Affected(stack.name, wave, (why,))
        assert now.fingerprint
        blocks = _differing(now.fingerprint.blocks, stack.blocks)
        further = [
            *_of_providers(now.fingerprint, self.providers),
            *unseen(stack.stack, now.further_files),
            *self._foreign(stack),
        ]
        if further:
            self.unknown.add(stack.name)
        certain = [*_said(blocks), *further, *self._read(stack)]
        if certain:
            return Affected(stack.name, wave, tuple(certain), blocks)
        maybe = tuple(self._may_read(stack))
        return Affected(stack.name, wave, maybe, is_certain=False) if maybe else None

    def _foreign(self, stack: Synthesized) -> Iterator[str]:
        """Yield the states that a stack reads and that are of no stack here: nobody here knows their values."""
        found = [one.address for one in stack.remote_states if not _is_state_of(one, self.all.get(stack_of(one)))]
        if found:
            yield f"reads the state of no stack that is here: {_few(found)}"

    def _read(self, stack: Synthesized) -> Iterator[str]:
        """Yield the outputs that have another value than when the stack was deployed."""
        for other, outputs in sorted(stack.reads.items()):
            if found := [one for one in sorted(outputs) if self._has_changed(stack.name, other, one)]:
                yield f"reads {_few(found)} of {other}, with another value than at its last deployment"

    def _has_changed(self, stack: str, other: str, output: str) -> bool:
        """Return whether an output of another stack has another value than a stack's last deployment has read."""
        last = self.deployed[stack].fingerprint
        values = self.deployed.get(other, Deployed()).state.outputs
        return last is None or last.reads.get(other, {}).get(output) != value_of(values, output)

    def _may_read(self, stack: Synthesized) -> Iterator[str]:
        """Yield the outputs that may get another value when another stack is deployed."""
        for other, outputs in sorted(stack.reads.items()):
            if found := [one for one in sorted(outputs) if other in self.stacks and self._may_change(other, one)]:
                yield f"reads {_few(found)} of {other}, which may change"

    def _may_change(self, name: str, output: str) -> bool:
        """Return whether an output may get another value in the deployment of its stack, or of those that it reads."""
        one = self.of(name)
        if one is None:
            return False
        if name in self.unknown:
            return True
        addresses, reads = self.stacks[name].of_output(output)
        if addresses & one.blocks.all:
            return True
        return any(
            self._has_changed(name, other, each) or (other in self.stacks and self._may_change(other, each))
            for other, outputs in reads.items()
            for each in outputs
        )


def affected(
    stacks: Sequence[Stack],
    deployed: Mapping[str, Deployed],
    providers: Mapping[str, str],
    after: Mapping[str, Sequence[str]],
    only: Container[str] | None = None,
) -> tuple[Affected, ...]:
    """
    Return the stacks whose deployment may change something, by wave, in the order of the stacks.

    Every other stack was deployed as it is, and reads the same values as then: a deployment changes it only where
    something was changed by hand. `providers` are the versions that a deployment uses, as far as they are known, and
    `after` the stacks that are deployed before a stack. `only` restricts the search to some stacks; the others count
    as they are deployed.
    """
    wanted = {one.name: Synthesized(one) for one in stacks if only is None or one.name in only}
    search = _Found(wanted, {one.name: one for one in stacks}, deployed, providers, after)
    found = [one for name in wanted if (one := search.of(name))]
    return tuple(sorted(found, key=lambda one: one.wave))


def _is_state_of(source: Entry, stack: Stack | None) -> bool:
    """Return whether a data source reads the state of a stack, in the place where the stack keeps it."""
    if stack is None or source.body.get("workspace", DEFAULT_WORKSPACE) not in (DEFAULT_WORKSPACE, _OWN_WORKSPACE):
        return False
    kind, settings = stack.backend
    config = config_of(source)
    if source.body.get("backend") != kind:
        return False
    if kind == "s3":
        return all(config.get(name) == settings.get(name) for name in ("bucket", "key"))
    return kind == "local" and PurePath(str(config.get("path"))).name == state_file(stack.name)


def _unknown(stack: str, now: Deployed) -> str:
    """Return why it is not known what was deployed; empty if it is."""
    if now.problem:
        return now.problem
    if not now.state.has_resources:
        return "was not deployed yet"
    if now.fingerprint is None:
        return "has no fingerprint of its last deployment"
    if not now.fingerprint.is_of(stack, now.state):
        return "has another state than its last fingerprint is of"
    return ""


def _differing(before: Mapping[str, str], after: Mapping[str, str]) -> Blocks:
    return Blocks(
        added=tuple(one for one in after if one not in before),
        changed=tuple(one for one, digest in after.items() if before.get(one, digest) != digest),
        removed=tuple(one for one in before if one not in after),
    )


def _said(blocks: Blocks) -> Iterator[str]:
    for what, addresses in (("adds", blocks.added), ("changes", blocks.changed), ("removes", blocks.removed)):
        if addresses:
            yield f"{what} {_few(addresses)}"


def _of_providers(fingerprint: Fingerprint, providers: Mapping[str, str]) -> Iterator[str]:
    """Yield the providers of which a deployment uses another version; a provider is the same in all registries."""
    before = {_provider(address): version for address, version in fingerprint.providers.items()}
    for name, version in {_provider(address): version for address, version in providers.items()}.items():
        if before.get(name) != version:
            yield f"uses {name} {version} instead of {before.get(name) or 'an unknown version'}"


def _provider(address: str) -> str:
    return address.partition("/")[2]


def _few(names: Sequence[str]) -> str:
    return few(["all outputs" if one == WHOLE else one for one in names], _MOST)


_OWN_WORKSPACE = "${terraform.workspace}"
"""As CDKTF writes it. The stacks of other workspaces than the default one are not looked at."""
_MOST = 3

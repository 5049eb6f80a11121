"""
The fingerprint of a deployed stack: digests of what was deployed, so that a later synthesis tells what differs.

It holds no values, only digests. It counts for one state: the one with the number that Terraform has given it
(`serial`), which grows with each change, and with the same content, because a restored state has a number again. So
what anybody deploys later, by whatever means, makes an older fingerprint invalid.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, cast

from policies.reading import several
from terraform_json.stacks import Entry, Stack, labelled
from terraform_json.state import State

VERSION = 2
"""Version of the format. A fingerprint of another version counts as none."""
WHOLE = "*"
"""Stands for all outputs of a stack, where it cannot be told which of them are read."""
_COMMENT = "//"
_REMOTE_STATE = "terraform_remote_state"
_NAMED = {"resource": "", "data": "data."}
"""Sections of blocks with a type and a name, and what their addresses begin with."""
_BY_NAME = {"output": "output", "variable": "var", "locals": "local", "module": "module", "provider": "provider"}
"""Sections of blocks with a name only, and what their addresses begin with."""
_BACKEND_OF = re.compile(r"(?:^|/)(?:terraform\.)?([^/]+?)(?:/terraform)?\.tfstate$")
"""The stack in the place of a state: `infra/terraform.tfstate`, or `terraform.infra.tfstate`."""
_ADDRESS = re.compile(r"data\.[\w-]+\.[\w-]+|[A-Za-z_][\w-]*\.[\w-]+")


@dataclass(frozen=True)
class Fingerprint:
    """What was deployed last, as digests."""

    stack: str
    lineage: str
    """Terraform's name of the state."""
    serial: int
    """Terraform's number of the state."""
    state: str
    """Digest of the state's resources and outputs."""
    providers: Mapping[str, str]
    """Version of each provider, by its address in the registry."""
    blocks: Mapping[str, str]
    """Digest of each block of the Terraform JSON, by its address: `aws_iam_role.admin`, `output.role_arn`."""
    reads: Mapping[str, Mapping[str, str]]
    """Digests of the values that the stack has read of other stacks: by stack and output."""
    version: int = VERSION

    def is_of(self, stack: str, state: State) -> bool:
        """Return whether a state of a stack is the one that the deployment left."""
        if not state or (self.stack, self.lineage, self.serial) != (stack, *_numbers(state)):
            return False
        return self.state == _state_digest(state)

    @property
    def text(self) -> str:
        """The fingerprint as a text, which `parsed` reads."""
        return json.dumps(asdict(self), indent=1, sort_keys=True) + "\n"


def parsed(text: str) -> Fingerprint | None:
    """Return the fingerprint in a text; None if it is none, or one of another version."""
    try:
        found = json.loads(text)
        if not isinstance(found, dict) or found.get("version") != VERSION:
            return None
        one = Fingerprint(**cast("dict[str, Any]", found))
        texts = [
            *(one.stack, one.lineage, one.state),
            *one.providers.values(),
            *one.blocks.values(),
            *(each for of in one.reads.values() for each in of.values()),
        ]
    except (ValueError, TypeError, AttributeError):
        return None
    return one if type(one.serial) is int and all(isinstance(each, str) for each in texts) else None


class Synthesized:
    """A synthesized stack, as far as fingerprints are about it."""

    def __init__(self, stack: Stack) -> None:
        self.name = stack.name
        self.stack = stack
        self._of_outputs: dict[str, tuple[frozenset[str], Mapping[str, frozenset[str]]]] = {}

    @cached_property
    def blocks(self) -> Mapping[str, str]:
        """The digest of each block by its address; what is in no block of its own is under the section's name."""
        return {address: digest(body) for address, body in self._bodies.items()}

    @cached_property
    def _bodies(self) -> Mapping[str, object]:
        found: dict[str, list[object]] = {}
        for address, body in _bodies(self.stack.document):
            found.setdefault(address, []).append(body)
        return {address: bodies if len(bodies) > 1 else bodies[0] for address, bodies in found.items()}

    @cached_property
    def reads(self) -> Mapping[str, frozenset[str]]:
        """The outputs of other stacks that this one reads, by stack."""
        found: dict[str, frozenset[str]] = {}
        for entry in self.remote_states:
            stack = stack_of(entry)
            if stack and stack != self.name:
                found[stack] = found.get(stack, frozenset()) | _outputs_named(entry, self._text)
        return found

    @cached_property
    def _text(self) -> str:
        return self._text_of(self._bodies)

    def of_output(self, name: str) -> tuple[frozenset[str], Mapping[str, frozenset[str]]]:
        """
        Return what the value of an output depends on: addresses of blocks, and outputs of other stacks by stack.

        `*` stands for all outputs.
        """
        if name not in self._of_outputs:
            self._of_outputs[name] = self._of_output(name)
        return self._of_outputs[name]

    def _of_output(self, name: str) -> tuple[frozenset[str], Mapping[str, frozenset[str]]]:
        outputs = [f"output.{one}" for one in self.stack.outputs] if name == WHOLE else [f"output.{name}"]
        found = self._reached(outputs)
        text = self._text_of({address: self._bodies.get(address) for address in found})
        reads: dict[str, frozenset[str]] = {}
        for entry in self.remote_states:
            if entry.address in found and (stack := stack_of(entry)):
                reads[stack] = reads.get(stack, frozenset()) | _outputs_named(entry, text)
        return found, reads

    def values_read(self, state: State) -> Mapping[str, Mapping[str, object]]:
        """Return the values that the last deployment has read, by stack and output, from this stack's own state."""
        read = {(one.type, one.name): one.values for one in state.data_sources}
        found: dict[str, dict[str, object]] = {}
        for entry in self.remote_states:
            outputs = read.get((entry.type, entry.name), {}).get("outputs")
            values = cast("Mapping[str, object]", outputs).get("value") if isinstance(outputs, Mapping) else None
            if isinstance(values, Mapping):
                found.setdefault(stack_of(entry), {}).update(cast("Mapping[str, object]", values))
        return found

    @cached_property
    def remote_states(self) -> list[Entry]:
        """The data sources that read the state of a stack."""
        blocks = self.stack.blocks.values()
        return [entry for entry in blocks if entry.mode == "data" and entry.type == _REMOTE_STATE]

    def _reached(self, start: Iterable[str]) -> frozenset[str]:
        """Return the addresses of blocks that some blocks refer to, directly and through others."""
        # How a provider is configured decides where its resources are. A section as a whole has no dot in its address:
        # it may concern every output, as `moved`. `removed` concerns nothing that is still there.
        general = [one for one in self._bodies if one.startswith("provider.") or "." not in one]
        seen: set[str] = set()
        waiting = [*start, *(one for one in general if one != "removed")]
        while waiting:
            address = waiting.pop()
            if address in seen:
                continue
            seen.add(address)
            if address in self._bodies:
                text = json.dumps(_told_values(address, self._bodies[address]))
                waiting += [one for one in _ADDRESS.findall(text) if one in self._bodies]
        return frozenset(seen)

    @staticmethod
    def _text_of(bodies: Mapping[str, object]) -> str:
        return json.dumps([*bodies.values()])


def taken(stack: Stack, state: State, providers: Mapping[str, str]) -> Fingerprint | None:
    """Return the fingerprint of a stack that was just deployed; None if Terraform has not written its state."""
    lineage, serial = _numbers(state)
    if not isinstance(lineage, str) or not isinstance(serial, int):
        return None
    synthesized = Synthesized(stack)
    values = synthesized.values_read(state)
    reads = {
        other: {output: value_of(values.get(other, {}), output) for output in sorted(outputs)}
        for other, outputs in synthesized.reads.items()
    }
    blocks = dict(synthesized.blocks)
    return Fingerprint(stack.name, lineage, serial, _state_digest(state), dict(providers), blocks, reads)


def _numbers(state: State) -> tuple[object, object]:
    return state.content.get("lineage"), state.content.get("serial")


def _state_digest(state: State) -> str:
    return digest([state.content.get("resources"), state.content.get("outputs")])


def value_of(outputs: Mapping[str, object], output: str) -> str:
    """Return the digest of the value of one of some outputs, or of all for `*`; empty if it has none."""
    if output == WHOLE:
        return digest(outputs)
    return digest(outputs[output]) if output in outputs else ""


def digest(value: object) -> str:
    """Return a digest of data, which does not depend on the order of keys."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:32]


def _bodies(document: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """Yield the blocks of Terraform JSON with their addresses, without comments."""
    for section, content in document.items():
        if section == _COMMENT:
            continue
        if section in _NAMED:
            for type_, named in labelled(content):
                for name, body in labelled(named):
                    yield f"{_NAMED[section]}{type_}.{name}", _without_comments(body)
        elif section in _BY_NAME:
            for name, body in labelled(content):
                yield f"{_BY_NAME[section]}.{name}", _without_comments(body)
        else:
            yield section, _without_comments(content)


def _without_comments(body: object) -> object:
    if isinstance(body, Mapping):
        return {key: one for key, one in cast("Mapping[str, object]", body).items() if key != _COMMENT}
    if isinstance(body, list):
        return [_without_comments(one) for one in cast("list[object]", body)]
    return body


def _told_values(address: str, body: object) -> object:
    """Return a block without what decides about the order of a deployment alone; a data source is read in an order."""
    if not isinstance(body, Mapping) or address.startswith("data."):
        return body
    return {key: one for key, one in cast("Mapping[str, object]", body).items() if key != "depends_on"}


def stack_of(entry: Entry) -> str:
    """Return the stack whose state a data source reads, by its place; empty if it is none that a stack here has."""
    config = config_of(entry)
    place = str(config.get("key") or config.get("path") or "")
    found = _BACKEND_OF.search(place)
    return found[1] if found else ""


def config_of(entry: Entry) -> Mapping[str, Any]:
    """Return the place of the state that a data source reads."""
    configs = several(entry.body.get("config"))
    return cast("Mapping[str, Any]", configs[0]) if configs and isinstance(configs[0], Mapping) else {}


def _outputs_named(entry: Entry, text: str) -> frozenset[str]:
    """Return the outputs that a text reads of another stack's state; `*` where it reads it otherwise."""
    address = re.escape(entry.address)
    named = re.findall(rf"(?<![\w.-]){address}\.outputs\.([A-Za-z_][\w-]*)", text)
    every = len(re.findall(rf"(?<![\w.-]){address}(?![\w-])", text))
    return frozenset({*named, *([WHOLE] if every > len(named) or not every else [])})

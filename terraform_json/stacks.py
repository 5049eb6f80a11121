"""The stacks in `cdktf.out`, read from their JSON."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from organization.keys import KEYS, STATEMENTS
from policies.reading import several
from terraform_json.errors import TerraformJsonError
from terraform_json.origin import Origin, StatementOrigin

Block = Mapping[str, Any]


@dataclass(frozen=True)
class Entry:
    """A resource or data source of a stack."""

    stack: Stack
    mode: str
    type: str
    name: str
    body: Block

    @property
    def address(self) -> str:
        """Terraform's address in the stack: `aws_iam_role.admin`."""
        return f"{'data.' if self.mode == 'data' else ''}{self.type}.{self.name}"

    @cached_property
    def origin(self) -> Origin:
        """The place of the resource."""
        comment = _comment(self.body)
        keys = tuple(map(str, several(comment.get(KEYS))))
        return Origin(self.stack.name, self.address, _path(self.body), keys, _statements(comment.get(STATEMENTS)))

    @property
    def key(self) -> str:
        """The id of the construct around it; without CDKTF, Terraform's name."""
        parts = _path(self.body).split("/")
        return parts[-2] if len(parts) > 1 else self.name


@dataclass(frozen=True)
class Stack:
    """A stack: its name and its Terraform JSON."""

    name: str
    document: Mapping[str, Any]

    @cached_property
    def blocks(self) -> Mapping[str, Entry]:
        """Resources and data sources by their address."""
        found = [*self._of("resource", "managed"), *self._of("data", "data")]
        return {block.address: block for block in found}

    def _of(self, section: str, mode: str) -> Iterator[Entry]:
        for type_, named in labelled(self.document.get(section)):
            for name, body in labelled(named):
                yield Entry(self, mode, type_, name, _mapping(_first(body)))

    def of_type(self, *types: str) -> list[Entry]:
        """Its resources of these types, in the order of the JSON."""
        found = [block for type_ in dict.fromkeys(types) for block in self._by_type.get(type_, ())]
        return sorted(found, key=lambda block: self._places[block.address]) if len(types) > 1 else found

    @cached_property
    def _by_type(self) -> Mapping[str, Sequence[Entry]]:
        found: defaultdict[str, list[Entry]] = defaultdict(list)
        for block in self.blocks.values():
            if block.mode == "managed":
                found[block.type].append(block)
        return found

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {address: place for place, address in enumerate(self.blocks)}

    @property
    def modules(self) -> list[str]:
        """The names of the modules that it calls."""
        return [name for name, _ in labelled(self.document.get("module"))]

    @cached_property
    def outputs(self) -> Mapping[str, Mapping[str, Any]]:
        """Its outputs by name."""
        return {name: _mapping(_first(body)) for name, body in labelled(self.document.get("output"))}

    @property
    def backend(self) -> tuple[str, Mapping[str, Any]]:
        """The kind of its backend, and the settings."""
        for name, body in labelled(self.document.get("terraform")):
            for kind, settings in labelled(body) if name == "backend" else ():
                return kind, _mapping(_first(settings))
        return "local", {}

    @property
    def providers(self) -> list[Block]:
        """The blocks of the AWS provider."""
        found = [body for name, body in labelled(self.document.get("provider")) if name == "aws"]
        return [_mapping(one) for body in found for one in several(body)]


def read_stacks(folder: Path) -> list[Stack]:
    """
    Return the stacks in a folder that CDKTF has synthesized into, in the order of their names.

    Without CDKTF's manifest, each folder with files of Terraform JSON is a stack. Raises
    TerraformJsonError when there is none or one cannot be read.
    """
    found = dict(sorted(_files(folder).items()))
    if not found:
        raise TerraformJsonError(f"{folder} has no synthesized stacks: run 'cdktf synth' first")
    return [Stack(name, _together([_read(file) for file in files])) for name, files in found.items()]


def _files(folder: Path) -> dict[str, list[Path]]:
    """Return the files of each stack, by its folder's name, or by its path if two have the same name."""
    manifest = folder / "manifest.json"
    if manifest.is_file():
        stacks = _mapping(_read(manifest).get("stacks"))
        return {name: [folder / str(stack["synthesizedStackPath"])] for name, stack in stacks.items()}
    files = [file for file in sorted(folder.glob("**/*.tf.json")) if ".terraform" not in file.parts]
    folders = list(dict.fromkeys(file.parent for file in files))
    names = Counter(one.resolve().name for one in folders)
    return {
        one.resolve().name if names[one.resolve().name] == 1 else one.relative_to(folder).as_posix(): [
            file for file in files if file.parent == one
        ]
        for one in folders
    }


def _together(documents: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return several files as one; blocks that are in more than one become a list, as in Terraform JSON."""
    if len(documents) == 1:
        return documents[0]
    sections = dict.fromkeys(section for document in documents for section in document)
    return {section: [one for document in documents for one in several(document.get(section))] for section in sections}


def _read(file: Path) -> Mapping[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise TerraformJsonError(f"{file} cannot be read: {error.strerror or error}: run 'cdktf synth' again") from None
    except ValueError as error:
        raise TerraformJsonError(f"{file} is not JSON ({error}): run 'cdktf synth' again") from None
    if not isinstance(found, Mapping):
        raise TerraformJsonError(f"{file} is not Terraform JSON: it holds no object; run 'cdktf synth' again")
    return cast("Mapping[str, Any]", found)


def _path(body: Block) -> str:
    return str(_mapping(_comment(body).get("metadata")).get("path", ""))


def _statements(value: object) -> tuple[StatementOrigin, ...]:
    """Return the identities of statements; earlier versions wrote the key of the guardrail alone."""
    found: list[StatementOrigin] = []
    count: Counter[str] = Counter()
    for one in several(value):
        said = _mapping(one) if isinstance(one, Mapping) else {"guardrail": one}
        key, file, sid = (str(said.get(name, "")) for name in ("guardrail", "file", "sid"))
        count[key] += 1
        index = said.get("index")
        found.append(StatementOrigin(key, index if isinstance(index, int) else count[key], file, sid))
    return tuple(found)


def _comment(body: Block) -> Mapping[str, Any]:
    """Return the comment of a resource, which Terraform ignores."""
    return _mapping(body.get("//"))


def _mapping(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}


def labelled(value: object) -> Iterator[tuple[str, Any]]:
    """Yield names and bodies of blocks, which Terraform JSON writes as one object or as a list of them."""
    for one in several(value):
        yield from _mapping(one).items()


def _first(value: object) -> object:
    """Return the first block: Terraform JSON writes a block as an object or as a list of them."""
    return cast("list[object]", value)[0] if isinstance(value, list) and value else value

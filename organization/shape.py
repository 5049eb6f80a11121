"""
The shape of a file: which keys there are, and which kind of value belongs where.

One walk over the document along the model's types finds every problem of shape and gives data that the model accepts.
What is missing or of the wrong kind is replaced, so that the rules can check the rest, and its place is remembered, so
that no rule says anything about the replacement.
"""

from __future__ import annotations

import types
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from organization.hints import Hints
from organization.model import LocalState, Organization, OrganizationalUnit, Role, S3State
from organization.problem import Path, Problem, field_path, quoted, shortened
from organization.yaml_source import Node

_KINDS: dict[type, str] = {str: "text", int: "a whole number", bool: "true or false"}

_FORMS: dict[type[BaseModel], str] = {
    Organization: "the file must be a mapping that describes an organization",
    Role: "must be a policy, a list of policies or a mapping",
}

_STATES: dict[str, type[BaseModel]] = {"local": LocalState, "s3": S3State}

_STAND_INS: dict[type, Any] = {str: "stand-in", int: 0, bool: False}


@dataclass
class Shape:
    """The walk, and what it found."""

    hints: Hints
    problems: list[Problem] = field(default_factory=list)
    replaced: set[Path] = field(default_factory=set)
    """Places whose values are not the file's."""
    incomplete: set[str] = field(default_factory=set)
    """Fields (accounts, users, …) some of whose entries could not be read, so that nothing is unknown for certain."""

    def model(self, model: type[BaseModel], node: Node, path: Path = ()) -> dict[str, Any]:
        """The data of a model. Short forms and misspelt keys are put right in the document itself."""
        if issubclass(model, OrganizationalUnit) and (node.partial or (node.entries is None and not _is_nothing(node))):
            self.incomplete.add("accounts")
        if _is_nothing(node) and not any(info.is_required() for info in model.model_fields.values()):
            return {}
        if node.entries is None:
            self._wrong(node, path, _FORMS.get(model, "must be a mapping"))
            node = Node(node.line, node.column, entries={})
        self._correct_keys(model, node, path)
        return {
            name: self._field(model, name, node, path) for name in model.model_fields if self._given(model, name, node)
        }

    def _given(self, model: type[BaseModel], name: str, node: Node) -> bool:
        return name in (node.entries or {}) or model.model_fields[name].is_required()

    def _field(self, model: type[BaseModel], name: str, node: Node, path: Path) -> Any:
        info = model.model_fields[name]
        if name not in (node.entries or {}):
            if path not in self.replaced:
                meaning = " ".join((info.description or "").split()).partition(". ")[0].rstrip(".")
                self._add(node, (*path, name), f"is missing; {meaning}")
            self.replaced.add((*path, name))
            self.incomplete |= {name, "accounts"} if name == "organizational_units" else {name}
            return self._stand_in(info.annotation)
        value = (node.entries or {})[name][1]
        if info.default is not PydanticUndefined and info.default is not None and _is_nothing(value):
            return info.get_default(call_default_factory=True)
        return self._value(info.annotation, value, (*path, name))

    def _correct_keys(self, model: type[BaseModel], node: Node, path: Path) -> None:
        """Report keys that the model does not have, and read a misspelt one as what was meant."""
        entries = node.entries or {}
        for key in [key for key in entries if key not in model.model_fields]:
            meant = self.hints.word(key, model.model_fields)
            hint = f", did you mean '{meant}'?" if meant else f"; allowed are {', '.join(model.model_fields)}"
            name, value = entries.pop(key)
            self._add(name, (*path, key), f"{quoted(key)} is an unknown key{hint}")
            if meant and meant not in entries:
                entries[meant] = (name, value)
            elif meant:
                self.incomplete.add(meant)

    def _value(self, kind: Any, node: Node, path: Path) -> Any:
        origin = get_origin(kind)
        if origin is Annotated:
            return self._value(get_args(kind)[0], node, path)
        if origin in (Union, types.UnionType):
            return self._union(get_args(kind), node, path)
        if origin is list:
            return self._list(get_args(kind)[0], node, path)
        if origin is dict:
            return self._dict(get_args(kind)[1], node, path)
        if origin is Literal:
            return node.value
        if issubclass(kind, BaseModel):
            return self.model(kind, node, path)
        return self._scalar(kind, node, path)

    def _union(self, kinds: tuple[Any, ...], node: Node, path: Path) -> Any:
        if types.NoneType in kinds:
            return None if _is_nothing(node) else self._value(kinds[0], node, path)
        return self._state(node, path)

    def _state(self, node: Node, path: Path) -> Any:
        self._correct_keys(S3State, node, path)  # which has every key of the other, so that `backend` is found
        entries = node.entries or {}
        if "backend" in entries:
            chosen = entries["backend"][1]
            if chosen.text not in _STATES:
                self._wrong(chosen, (*path, "backend"), f"must be {' or '.join(_STATES)}")
                return {"backend": "local"}
            backend = chosen.text
        else:
            backend = "s3" if "bucket" in entries else "local"
        for key in [key for key in entries if key not in _STATES[backend].model_fields]:
            self._add(entries.pop(key)[0], (*path, key), f"{quoted(key)} does not go with the backend {backend}")
        return {"backend": backend} | self.model(_STATES[backend], node, path)

    def _list(self, kind: Any, node: Node, path: Path) -> list[Any]:
        if path == ("users",) and (node.items is None or node.partial):
            self.incomplete.add("users")
        if node.items is None:
            self._wrong(node, path, "must be a list")
            return []
        return [self._value(kind, item, (*path, index)) for index, item in enumerate(node.items)]

    def _dict(self, kind: Any, node: Node, path: Path) -> dict[str, Any]:
        if node.entries is None or node.partial:
            self.incomplete |= {str(path[-1]), *(["accounts"] if path[-1] == "organizational_units" else [])}
        if node.entries is None:
            self._wrong(node, path, "must be a mapping")
            return {}
        if kind is Role:
            node.entries = {key: (name, _written_out(value)) for key, (name, value) in node.entries.items()}
        return {key: self._value(kind, value, (*path, key)) for key, (_, value) in node.entries.items()}

    def _scalar(self, kind: type, node: Node, path: Path) -> Any:
        if type(node.value) is kind:
            return node.value
        quotes = "; put it in quotes" if kind is str and node.text else ""
        self._wrong(node, path, f"must be {_KINDS[kind]}", quotes)
        return node.text if kind is str and node.text else self._stand_in(kind)

    def _wrong(self, node: Node, path: Path, rule: str, remedy: str = "") -> None:
        if not node.unknown:
            self._add(node, path, f"{rule}, got {_shown(node)}{remedy}")
        self.replaced.add(path)
        if path[:1] == ("users",) and not node.text:
            self.incomplete.add("users")

    def _add(self, node: Node, path: Path, message: str) -> None:
        self.problems.append(Problem(node.line, node.column, field_path(path), message))

    def _stand_in(self, kind: Any) -> Any:
        if get_origin(kind) is Annotated:
            return self._stand_in(get_args(kind)[0])
        if get_origin(kind) is Literal:
            return get_args(kind)[0]
        if get_origin(kind) in (list, dict):
            return get_origin(kind)()
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            fields = {name: info for name, info in kind.model_fields.items() if info.is_required()}
            return {name: self._stand_in(info.annotation) for name, info in fields.items()}
        return _STAND_INS[kind]


def _written_out(node: Node) -> Node:
    """A role's short forms: `PowerUserAccess` and `[PowerUserAccess]` for `{policies: [PowerUserAccess]}`."""
    items = [node] if isinstance(node.value, str) else node.items
    if items is None:
        return node
    policies = Node(node.line, node.column, items=items)
    return Node(node.line, node.column, entries={"policies": (policies, policies)})


def _is_nothing(node: Node) -> bool:
    return node.value is None and node.items is None and node.entries is None and not node.unknown


def _shown(node: Node) -> str:
    if node.entries is not None:
        return "a mapping"
    if node.items is not None:
        return "a list"
    if isinstance(node.value, str):
        return quoted(node.value)
    return shortened(node.text) if node.text else "nothing"

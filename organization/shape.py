"""
The shape of a file: its keys and the types of its values.

One walk over the document along the model's types finds every problem of shape and returns data that the model accepts.
It replaces missing values and values of a wrong type, so that the rules can check the rest. It remembers the places of
replacements, so that no rule reports a problem about them.
"""

from __future__ import annotations

import types
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from foundation.words import listed
from organization.hints import Hints
from organization.model import Guardrail, OneOrMore, Organization, OrganizationalUnit, Role, Short, State, Switch
from organization.problem import Path, Problem, field_path, quoted, shortened
from organization.yaml_source import Node

_KINDS: dict[type, str] = {str: "text", int: "a whole number", bool: "true or false"}

_FORMS: dict[type[BaseModel], str] = {
    Organization: "the file must be a mapping that describes an organization",
    Role: "must be a policy, a list of policies or a mapping",
    Guardrail: "must be a target, a list of targets or a mapping",
    State: "must be account, central, local or a mapping",
    Switch: "must be true, false or a mapping",
}

_STAND_INS: dict[type, Any] = {str: "stand-in", int: 0, bool: False}


@dataclass
class Shape:
    """The walk over a document, and the problems that it found."""

    hints: Hints
    problems: list[Problem] = field(default_factory=list)
    replaced: set[Path] = field(default_factory=set)
    """Places whose values were replaced."""
    incomplete: set[str] = field(default_factory=set)
    """Fields (accounts, users, …) with unreadable entries, so that a name not among them may still be valid."""

    def model(self, model: type[BaseModel], node: Node, path: Path = ()) -> dict[str, Any]:
        """Return the data of a model. Expands short forms and corrects misspelt keys in the document itself."""
        if issubclass(model, OrganizationalUnit) and (node.partial or (node.entries is None and not _is_nothing(node))):
            self.incomplete.add("accounts")
        if _is_nothing(node) and not any(info.is_required() for info in model.model_fields.values()):
            return {}
        if node.entries is None:
            self._wrong(node, path, _form(model))
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
        key, value = (node.entries or {})[name]
        if info.default is not PydanticUndefined and info.default is not None and _is_nothing(value):
            return info.get_default(call_default_factory=True)
        if (written := _written_out(info.annotation, value)) is not value:
            (node.entries or {})[name], value = (key, written), written
        if any(isinstance(mark, OneOrMore) for mark in info.metadata):  # pydantic removes the mark from the annotation
            return self._texts(value, (*path, name))
        return self._value(info.annotation, value, (*path, name))

    def _correct_keys(self, model: type[BaseModel], node: Node, path: Path) -> None:
        """Report keys that the model does not have, and rename a misspelt key to the one that was meant."""
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
            inner, *marks = get_args(kind)
            one_or_more = any(isinstance(mark, OneOrMore) for mark in marks)
            return self._texts(node, path) if one_or_more else self._value(inner, node, path)
        if origin in (Union, types.UnionType):  # the only unions are those with None
            return None if _is_nothing(node) else self._value(get_args(kind)[0], node, path)
        if origin is list:
            return self._list(get_args(kind)[0], node, path)
        if origin is dict:
            return self._dict(get_args(kind)[1], node, path)
        if origin is Literal:
            return self._literal(get_args(kind), node, path)
        if issubclass(kind, BaseModel):
            return self.model(kind, node, path)
        return self._scalar(kind, node, path)

    def _literal(self, allowed: tuple[str, ...], node: Node, path: Path) -> Any:
        if node.value in allowed:
            return node.value
        word = self.hints.word(node.text, allowed) if node.text else None
        self._wrong(node, path, f"must be {listed(allowed, word='or')}", f", did you mean '{word}'?" if word else "")
        return word or allowed[0]

    def _texts(self, node: Node, path: Path) -> list[str]:
        """Return one text or several; a number or a boolean counts as its text."""
        if node.entries is not None or node.unknown or _is_nothing(node):
            self._wrong(node, path, "must be text or a list of texts")
            return []
        if node.items is None:
            return [node.text or ""]
        return [self._text(item, (*path, index)) for index, item in enumerate(node.items)]

    def _text(self, node: Node, path: Path) -> str:
        if node.items is not None or node.entries is not None or node.unknown or _is_nothing(node):
            self._wrong(node, path, "must be text")
        return node.text or ""

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
        node.entries = {key: (name, _written_out(kind, value)) for key, (name, value) in node.entries.items()}
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


def _written_out(kind: Any, node: Node) -> Node:
    """Expand a short form: `PowerUserAccess` and `[PowerUserAccess]` to `{policies: [PowerUserAccess]}`."""
    kind = _without_none(kind)
    field = kind.short_field if isinstance(kind, type) and issubclass(kind, Short) else ""
    if not field or node.entries is not None:
        return node
    if get_origin(kind.model_fields[field].annotation) is list:
        items = [node] if isinstance(node.value, str) else node.items
        if items is None:
            return node
        value = Node(node.line, node.column, items=items)
    elif isinstance(node.value, bool if kind.model_fields[field].annotation is bool else str):
        value = node
    else:
        return node
    return Node(node.line, node.column, entries={field: (value, value)})


def _form(model: type[BaseModel]) -> str:
    """Return the rule for a value of a model."""
    required = [name for name, info in model.model_fields.items() if info.is_required()]
    mapping = f"must be a mapping with {', '.join(required)}" if required else "must be a mapping"
    return next((form for kind, form in _FORMS.items() if issubclass(model, kind)), mapping)


def _without_none(kind: Any) -> Any:
    return get_args(kind)[0] if get_origin(kind) in (Union, types.UnionType) else kind


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

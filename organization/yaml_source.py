"""
A YAML reader that keeps the place of every value and avoids the traps of YAML.

PyYAML's own constructors lose positions, keep the last of two equal keys, read ``no`` as false and ``012345678901`` as
another number, and expand aliases without bound. So this module uses only its event parser. Values follow the core
schema of YAML 1.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from organization.limits import YAML_DEPTH, YAML_FILE_SIZE, YAML_NODES
from organization.problem import Path, Problem, field_path, quoted

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)([eE][-+]?[0-9]+)?")
_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_ACCOUNT_NUMBER = re.compile(r"[0-9]{12}")
_WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass
class Node:
    """A value of the document and the place where it begins. Lines and columns count from 1."""

    line: int
    column: int
    value: Any = None
    text: str | None = None  # a scalar as written
    items: list[Node] | None = None
    entries: dict[str, tuple[Node, Node]] | None = None
    height: int = 1  # levels of nesting, with aliases expanded
    partial: bool = False  # its key occurs twice, and the second value was dropped
    unknown: bool = False  # its value could not be read, which has been reported

    def data(self) -> Any:
        """Return the value as plain Python data. The keys of every mapping are text."""
        if self.entries is not None:
            return {key: value.data() for key, (_, value) in self.entries.items()}
        if self.items is not None:
            return [item.data() for item in self.items]
        return self.value

    def find(self, path: Path, *, key: bool = False) -> Node:
        """Return the node at a path, or the nearest one above it; with `key`, the key instead of its value."""
        node = self
        for position, part in enumerate(path):
            if node.entries is not None and part in node.entries:
                name, value = node.entries[str(part)]
                node = name if key and position == len(path) - 1 else value
            elif node.items is not None and isinstance(part, int) and part < len(node.items):
                node = node.items[part]
            else:
                break
        return node


@dataclass
class Source:
    """A document and the problems found in it. `root` is None when the document cannot be read."""

    root: Node | None = None
    problems: list[Problem] = field(default_factory=list)

    def problem(self, message: str, line: int = 1, column: int = 1, path: Path = ()) -> None:
        """Add a problem at a place."""
        self.problems.append(Problem(line, column, field_path(path), message))


def parse(content: bytes, *, about: str = "describe an organization") -> Source:
    """
    Read a YAML document. Never raises for any content: every problem is in the result.

    `about` says what the file must do, for the message about an empty file.
    """
    source = Source()
    text = _decode(content, source)
    if text is None:
        return source
    try:
        root = _Composer(source).compose(yaml.parse(text, Loader=_Loader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join(part for part in (error.context, error.problem) if part)
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        source.problem(f"this is not YAML: {what}", *min(place, _end(text)))  # libyaml places the end one line below
        return source
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # the parser in Python does not check numbers
        source.problem(f"this is not YAML: {' '.join(str(error).split())}")
        return source
    if root is None and not source.problems:
        source.problem(f"the file is empty; it must {about}")
    source.root = root if root and _acceptable(root, source, about) else None
    return source


def _decode(content: bytes, source: Source) -> str | None:
    if len(content) > YAML_FILE_SIZE.value:
        source.problem(f"the file has more than {YAML_FILE_SIZE.value} bytes, which is the most that is allowed")
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8")  # error.object begins after a byte order mark
        byte = error.object[error.start]
        source.problem(f"the file is not UTF-8 text: byte 0x{byte:02x}; save it as UTF-8", *_end(before))
        return None
    control = re.search(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    if control:
        message = f"the file is not text: it holds the control character U+{ord(control.group()):04X}; write it in YAML"
        source.problem(message, *_end(text[: control.start()]))
        return None
    return text


def _end(text: str) -> tuple[int, int]:
    """Return the line and the column just after a text, with YAML's line ends."""
    lines = _LINE_END.split(text)
    return len(lines), len(lines[-1]) + 1


class _Composer:
    """Builds nodes from YAML events. It does not recurse, so no document can exhaust the stack."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.anchors: dict[str, Node] = {}
        self.open: list[tuple[Node, str | None, list[Node], bool]] = []
        self.root: Node | None = None
        self.merged = 0

    def compose(self, events: Iterator[Any]) -> Node | None:
        """Return the root node; None for an empty document or when reading had to stop."""
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
                self.source.problem("a second document begins here; one is allowed", *_place(event))
                break
            if isinstance(event, yaml.CollectionStartEvent) and len(self.open) >= YAML_DEPTH.value:
                self.source.problem(f"nested deeper than {YAML_DEPTH.value} levels", *_place(event))
                return None
            self._take(event)
        return self.root

    def _take(self, event: Any) -> None:
        match event:
            case yaml.AliasEvent():
                self._add(self._alias(event), None)
            case yaml.ScalarEvent():
                self._add(self._scalar(event), event.anchor)
            case yaml.CollectionStartEvent():
                self._refuse_tag(event)
                mapping = isinstance(event, yaml.MappingStartEvent)
                self.open.append((Node(*_place(event)), event.anchor, [], mapping))
            case yaml.CollectionEndEvent():
                node, anchor, children, mapping = self.open.pop()
                if mapping:
                    node.entries = self._entries(children)
                else:
                    node.items = children
                self._add(self._low(node, children), anchor)
            case _:
                pass

    def _path(self) -> Path:
        """Return the path of the next value."""
        path: list[str | int] = []
        for _, _, children, mapping in self.open:
            if not mapping:
                path.append(len(children))
            elif len(children) % 2:
                path.append(children[-1].text or "")
        return tuple(path)

    def _add(self, node: Node, anchor: str | None) -> None:
        if anchor:
            self.anchors[anchor] = node
        if self.open:
            self.open[-1][2].append(node)
        else:
            self.root = node

    def _low(self, node: Node, children: list[Node]) -> Node:
        """Return the node, or an empty one when aliases nest too deep to walk through."""
        node.height = 1 + max((child.height for child in children), default=0)
        if node.height <= YAML_DEPTH.value:
            return node
        message = f"aliases nest deeper than {YAML_DEPTH.value} levels; write it without them"
        self.source.problem(message, node.line, node.column)
        return Node(node.line, node.column, unknown=True)

    def _alias(self, event: Any) -> Node:
        if event.anchor not in self.anchors:
            self.source.problem(f"the alias '*{event.anchor}' names no finished anchor above it", *_place(event))
            return Node(*_place(event), unknown=True)
        return self.anchors[event.anchor]

    def _scalar(self, event: Any) -> Node:
        self._refuse_tag(event)
        plain = event.implicit[0]
        if plain and _ACCOUNT_NUMBER.fullmatch(event.value):
            message = f"an account number needs quotes, '{event.value}', got {event.value}: YAML reads it as a number"
            self.source.problem(message, *_place(event), self._path())
            plain = False
        return Node(*_place(event), _core_schema(event.value) if plain else event.value, event.value)

    def _refuse_tag(self, event: Any) -> None:
        if event.tag and event.tag != "!":
            self.source.problem(f"tags are not used here, got {quoted(event.tag)}; remove it", *_place(event))

    def _entries(self, children: list[Node]) -> dict[str, tuple[Node, Node]]:
        entries: dict[str, tuple[Node, Node]] = {}
        merged: list[Node] = []
        for key, value in zip(children[::2], children[1::2], strict=True):
            if key.text is None:
                self.source.problem("a key must be a word, got a list or a mapping", key.line, key.column)
            elif key.text == "<<":
                merged += value.items if value.items is not None else [value]
            elif key.text in entries:
                first, kept = entries[key.text]
                kept.partial = True
                message = f"the key {quoted(key.text)} occurs a second time here, first in line {first.line}; keep one"
                self.source.problem(message, key.line, key.column, (*self._path(), key.text))
            else:
                entries[key.text] = (key, value)
        for node in merged:
            if node.entries is None:
                self.source.problem("'<<' takes an alias of a mapping", node.line, node.column)
            self.merged += len(node.entries or {})
            if self.merged > YAML_NODES.value:
                self.source.problem(f"'<<' writes out more than {YAML_NODES.value} values", node.line, node.column)
                break
            entries |= {name: entry for name, entry in (node.entries or {}).items() if name not in entries}
        return entries


def _place(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _core_schema(text: str) -> Any:
    """Return the value of an unquoted scalar by the core schema of YAML 1.2, where ``no`` and ``0123`` are text."""
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _INTEGER.fullmatch(text) and len(text) <= 18:
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def _acceptable(root: Node, source: Source, about: str) -> bool:
    if root.unknown:
        return False
    if root.text == "" or (root.text is None and root.entries is None and root.items is None):
        source.problem(f"the file is empty; it must {about}")
        return False
    if _size(root, {}) > YAML_NODES.value:
        source.problem(f"aliases make the file larger than {YAML_NODES.value} values; write it without them")
        return False
    return True


def _size(node: Node, known: dict[int, int]) -> int:
    """Count the values of a node with every alias expanded. The depth is bounded before."""

    if id(node) not in known:
        children = node.items or [value for _, value in (node.entries or {}).values()]
        known[id(node)] = 1 + sum(_size(child, known) for child in children)
    return known[id(node)]

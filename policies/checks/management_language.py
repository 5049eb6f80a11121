"""The grammar of management policies: settings in nested mappings, with operators that define inheritance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from policies.checks.strict_json import read, shown

_CHILDREN = "@@operators_allowed_for_child_policies"
_SETTING = ("@@assign", "@@append", "@@remove")
_FOR_CHILDREN = ("@@all", *_SETTING, "@@none")

ANY_NAME = "*"
"""In a shape: a name of the user's choice, of a tag, a plan or a workspace."""


@dataclass(frozen=True)
class Setting:
    """A value at the end of a path: one value, or a list to which children may add and from which they may remove."""

    many: bool = False
    values: tuple[str, ...] = ()
    """The allowed values; empty when any value is allowed."""


Shape = Mapping[str, "Shape | Setting | None"]
"""The names allowed below each name; None where AWS adds names often, so that any nesting is accepted."""


def management_policy_errors(text: str, shape: Shape) -> list[str]:
    """Return the errors of a policy of this shape, each with the path to its place."""
    policy, errors = read(text)
    if policy is None and errors:
        return errors
    (top,) = shape
    if not isinstance(policy, dict) or list(policy) != [top]:
        return [*errors, f"must be a mapping with the one key {shown(top)}"]
    return errors + list(_errors(policy[top], shape[top], top))


def _errors(node: Any, shape: Shape | Setting | None, path: str) -> Iterator[str]:
    place = shown(path)
    if not isinstance(node, dict) or not node:
        yield f'{place} must be a mapping, at its end with an operator such as {{"@@assign": …}}'
        return
    operators = [key for key in node if key.startswith("@@")]
    names = [key for key in node if not key.startswith("@@")]
    for operator in operators:
        yield from _operator_errors(operator, node[operator], shape, place)
    if isinstance(shape, Setting) or any(operator in _SETTING for operator in operators):
        yield from (f"{place} has a value and so cannot hold {shown(name)}" for name in names)
        return
    for name in names:
        if shape is None:
            yield from _errors(node[name], None, f"{path}/{name}")
        elif name in shape or ANY_NAME in shape:
            yield from _errors(node[name], shape.get(name, shape.get(ANY_NAME)), f"{path}/{name}")
        else:
            yield f"{place} has the unknown key {shown(name)}; known are {', '.join(sorted(shape))}"


def _operator_errors(operator: str, value: Any, shape: Shape | Setting | None, place: str) -> Iterator[str]:
    if operator == _CHILDREN:
        if not isinstance(value, list) or not value or any(item not in _FOR_CHILDREN for item in value):
            yield f"{place} {_CHILDREN} must be a list of {', '.join(_FOR_CHILDREN)}"
    elif operator not in _SETTING:
        yield f"{place} has the unknown operator {shown(operator)}"
    elif isinstance(shape, Setting):
        yield from _setting_errors(operator, value, shape, place)
    elif shape is not None:
        yield f"{place} takes no value; it holds {', '.join(sorted(shape))}".replace(ANY_NAME, "names of your own")
    elif not _is_value(value) and not _is_list(value):
        yield f"{place} {operator} must be a text, a number, true or false, or a list of texts"
    elif operator != "@@assign" and not _is_list(value):
        yield f"{place} {operator} must be a list of texts"


def _setting_errors(operator: str, value: Any, setting: Setting, place: str) -> Iterator[str]:
    if not setting.many and operator != "@@assign":
        yield f"{place} has one value, for which there is only @@assign"
    elif not (_is_list(value) if setting.many else _is_value(value)):
        yield f"{place} {operator} must be {'a list of texts' if setting.many else 'a text'}"
    elif setting.values:
        wrong = [item for item in (value if setting.many else [value]) if item not in setting.values]
        yield from (f"{place} {shown(item)} must be one of {', '.join(setting.values)}" for item in wrong)


def _is_value(value: Any) -> bool:
    return isinstance(value, str | int | float)


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)

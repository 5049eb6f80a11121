"""A report in which every text has markup or control characters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar, cast, get_args

from orgctl.report.data import Report, Result
from tests.report import sample

TEXT = "</script><script>hacked=1</script>\"'><img src=x onerror=hacked=2><b>&lt;\u202eمرحبا" + "w" * 300
_Any = TypeVar("_Any")
_FIXED = {*get_args(Result)}


def report() -> Report:
    """Return the sample, with hostile characters before each of its texts."""
    return spoilt(sample.changed(3))


def spoilt(value: _Any) -> _Any:
    """Return a value with all its texts changed in the same way, so that they still refer to each other."""
    return cast(_Any, _spoilt(value))


def _spoilt(value: object) -> object:
    if isinstance(value, str):
        return value if value in _FIXED else TEXT + value
    if isinstance(value, tuple):
        return tuple(map(_spoilt, cast("tuple[object, ...]", value)))
    if isinstance(value, list):
        return [_spoilt(each) for each in cast("list[object]", value)]
    if isinstance(value, Mapping):
        return {key: _spoilt(each) for key, each in cast("Mapping[str, object]", value).items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _spoilt(getattr(value, each.name)) for each in fields(value)})
    return value

"""
Type checks that cache their results.

The bindings check every argument of every call at run time. That stays, because it turns a wrong type into a plain
message. But they read the annotations anew each time, and repeat the same successful check a thousand times.
Newer bindings cache the annotations themselves (`jsii._type_checking`); these do not.
"""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable
from typing import Any

from fast_synthesis.unsuitable import Unsuitable

_STUB = "_typecheckingstub__"  # prefix of the functions from which the bindings read annotations
_PLAIN = (str, bool, int, float, type(None))


def cache_results() -> None:
    """Let `typing.get_type_hints` and `typeguard.check_type` cache their results for the bindings."""
    import typeguard

    signature = list(inspect.signature(typeguard.check_type).parameters)
    if signature[:3] != ["argname", "value", "expected_type"]:
        raise Unsuitable("this typeguard is not the one that the bindings were made for")
    modules: Any = typing, typeguard
    modules[0].get_type_hints = cached_hints(typing.get_type_hints)
    modules[1].check_type = cached_check(typeguard.check_type)


def cached_hints(get_type_hints: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Return a `get_type_hints` that reads each function of the bindings once: their annotations never change."""
    known: dict[Any, dict[str, Any]] = {}

    def hints(function: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        if args or kwargs or not getattr(function, "__name__", "").startswith(_STUB):
            return get_type_hints(function, *args, **kwargs)
        if function not in known:
            known[function] = get_type_hints(function)
        return known[function]

    return hints


def cached_check(check_type: Callable[..., None]) -> Callable[..., None]:
    """
    Return a `check_type` that skips checks of a type and an annotation that it has accepted before.

    This concerns plain values and jsii objects, whose type decides. Lists and mappings are always checked.
    """
    accepted: dict[tuple[int, type], Any] = {}

    def check(argname: str, value: Any, expected_type: Any, *args: Any, **kwargs: Any) -> None:
        kind = type(value)
        if args or kwargs or not (kind in _PLAIN or hasattr(kind, "__jsii_type__")):
            return check_type(argname, value, expected_type, *args, **kwargs)
        key = (id(expected_type), kind)
        if key not in accepted:
            check_type(argname, value, expected_type)
            accepted[key] = expected_type  # keeps the object alive, so that its id stays unique
        return None

    return check

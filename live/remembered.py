"""
Properties that are read once and used often.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class remembered(Generic[T]):
    """
    A property that is read on first use. An error is remembered too, and raised again without another request.
    """

    def __init__(self, read: Callable[[Any], T]) -> None:
        self._read = read
        self.__doc__ = read.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = f"_remembered_{name}"

    @overload
    def __get__(self, instance: None, owner: type) -> remembered[T]: ...

    @overload
    def __get__(self, instance: object, owner: type) -> T: ...

    def __get__(self, instance: object | None, owner: type) -> remembered[T] | T:
        if instance is None:
            return self
        kept: dict[str, Any] = instance.__dict__
        if self._name not in kept:
            try:
                kept[self._name] = self._read(instance), None
            except Exception as error:
                kept[self._name] = None, error
        value, refusal = kept[self._name]
        if refusal is not None:
            raise refusal
        return value  # type: ignore[no-any-return]

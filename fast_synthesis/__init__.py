"""
Synthesis in about a second instead of thirteen, with the same JSON byte for byte.

CDKTF for Python is slow to start: importing the AWS bindings loads all of their ~2,200 Python modules and ~1,500 Node
modules, although an app uses few of them. `enable` defers the loading of each to its first use, and avoids other
work without effect on the result. It changes no file of a library. It has four parts:

- `bindings`: the Python modules of the AWS bindings load one by one;
- `node`: so do their Node modules, and one Node process serves jsii instead of two (`preload.cjs`);
- `kernel`: Node starts while Python still reads `organization.yaml`;
- `checks`: jsii's type checks cache their results.

Each part first checks that the libraries are built as it expects. If not, it changes nothing, and `enable` returns the
reason: synthesis is then slower, with the same result.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fast_synthesis import bindings, checks, kernel, node
from fast_synthesis.unsuitable import Unsuitable

__all__ = ["FastSynthesis", "Part", "enable"]


@dataclass(frozen=True)
class Part:
    """One part of fast synthesis, and whether it is in effect."""

    name: str
    obstacle: str | None
    """The reason why this part has no effect here; None when it has."""


@dataclass(frozen=True)
class FastSynthesis:
    """The result of `enable`."""

    parts: tuple[Part, ...]

    @property
    def complete(self) -> bool:
        """Return whether every part is in effect."""
        return all(part.obstacle is None for part in self.parts)

    def __str__(self) -> str:
        return "\n".join(f"{part.name}: {part.obstacle or 'on'}" for part in self.parts)


# In this order: Node reads its options when it starts, and the checks load modules meanwhile.
_PARTS: tuple[tuple[str, Callable[[], None]], ...] = (
    ("bindings", bindings.load_on_demand),
    ("node", node.preload),
    ("kernel", kernel.boot_early),
    ("checks", checks.cache_results),
)


def enable() -> FastSynthesis:
    """
    Make synthesis fast. Call this before the first import of `cdktf`, `constructs` or the bindings; it imports none.

    Node starts in the background, so an early call saves more: before pydantic is imported, for example.
    """
    return FastSynthesis(tuple(_attempt(name, start) for name, start in _PARTS))


def _attempt(name: str, start: Callable[[], None]) -> Part:
    try:
        start()
    except Unsuitable as unsuitable:
        return Part(name, str(unsuitable))
    except Exception as error:  # the slow way still works, so speed is not worth a failure
        return Part(name, f"{type(error).__name__}: {error}")
    return Part(name, None)

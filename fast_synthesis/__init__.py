"""
Synthesis in about a second instead of thirteen, with the same JSON byte for byte.

CDKTF for Python is slow to start: importing the AWS bindings loads all of their ~2,200 Python modules and ~1,500 Node
modules, whatever an app uses of them. `enable` arranges for each to be loaded when it is first used, and removes what
else costs time without a use for it. It changes no file of any library, and it has four parts:

- `bindings`: the Python modules of the AWS bindings load one by one;
- `node`: so do their Node modules, and one Node process serves jsii instead of two (`preload.cjs`);
- `kernel`: Node boots while Python still reads `organization.yaml`;
- `checks`: jsii's type checks remember what they have found to be right.

Each part first looks whether the libraries are built as it expects. If not, it leaves them alone, and says so in the
result of `enable`: then synthesis is slower, never different.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fast_synthesis import bindings, checks, kernel, node
from fast_synthesis.unsuitable import Unsuitable

__all__ = ["FastSynthesis", "Part", "enable"]


@dataclass(frozen=True)
class Part:
    """One of the means of fast synthesis."""

    name: str
    why_not: str | None
    """Why this part does without; None when it is in effect."""


@dataclass(frozen=True)
class FastSynthesis:
    """What `enable` could do."""

    parts: tuple[Part, ...]

    @property
    def complete(self) -> bool:
        """Whether every part is in effect."""
        return all(part.why_not is None for part in self.parts)

    def __str__(self) -> str:
        return "\n".join(f"{part.name}: {part.why_not or 'on'}" for part in self.parts)


# In this order: Node must know its options before it boots, and the checks load modules while it does.
_PARTS: tuple[tuple[str, Callable[[], None]], ...] = (
    ("bindings", bindings.load_on_demand),
    ("node", node.preload),
    ("kernel", kernel.boot_early),
    ("checks", checks.remember),
)


def enable() -> FastSynthesis:
    """
    Make synthesis fast. Call it before the first import of `cdktf`, `constructs` or the bindings; it imports none.

    Node boots while the program goes on, so the earlier the better: before pydantic, for one, is imported.
    """
    return FastSynthesis(tuple(_attempt(name, start) for name, start in _PARTS))


def _attempt(name: str, start: Callable[[], None]) -> Part:
    try:
        start()
    except Unsuitable as unsuitable:
        return Part(name, str(unsuitable))
    except Exception as error:  # speed is never worth a failure: the slow way still works
        return Part(name, f"{type(error).__name__}: {error}")
    return Part(name, None)

"""The characters that guardrails need, and AWS's limits for a target."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from policies.arns import ACCOUNT_NUMBER_LENGTH
from policies.document import document
from policies.variables import measured

WRAPPER = len(document())
"""The characters of a policy without statements."""

_TOKEN = re.compile(r"\$\{TfToken\[[^\]]*\]\}")


def length(content: str) -> int:
    """
    Return the characters of a policy as AWS counts them.

    A CDKTF token counts as an account number, a variable as the longest value that it may have.
    """
    return len(_TOKEN.sub("0" * ACCOUNT_NUMBER_LENGTH, measured(content)))


@dataclass(frozen=True)
class Budget:
    """The characters of the guardrails of a target, and AWS's limits for it."""

    size: int
    slots: int
    costs: Mapping[str, int]
    needed: int
    """Number of policies in the densest packing."""

    @property
    def used(self) -> int:
        return sum(self.costs.values())

    @property
    def _most(self) -> int:
        """Return the characters that one policy holds: its last guardrail needs no comma."""
        return self.size - WRAPPER + 1

    @property
    def left(self) -> int:
        """The characters left in all policies together; negative when the guardrails need too many."""
        return self.slots * self._most - self.used

    def text(self) -> list[str]:
        """Return the budget as lines of text, the largest guardrail first."""
        lines = [f"at most {self.slots} policies of {self.size:,} characters; these guardrails need {self.needed}:"]
        for name, cost in sorted(self.costs.items(), key=lambda each: (-each[1], each[0])):
            over = cost - self._most
            note = f", {over:,} more than one policy holds" if over > 0 else ""
            lines.append(f"{cost:>8,}  {name}{note}")
        left = f"{self.left:,} left" if self.left >= 0 else f"{-self.left:,} too many"
        return [*lines, f"{self.used:>8,}  in all, {left}"]


class OverBudget(ValueError):
    """Raised when the guardrails of a target exceed AWS's limits for it."""

    def __init__(self, budget: Budget) -> None:
        super().__init__("\n".join(budget.text()))
        self.budget = budget

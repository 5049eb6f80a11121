"""What guardrails cost in characters, and what AWS allows a target."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from policies.arns import ACCOUNT_NUMBER_LENGTH
from policies.document import document

WRAPPER = len(document())
"""The characters of a policy without any statement."""

_TOKEN = re.compile(r"\$\{TfToken\[[^\]]*\]\}")


def length(content: str) -> int:
    """The characters of a policy as AWS counts them; a token of CDKTF stands for an account number."""
    return len(_TOKEN.sub("0" * ACCOUNT_NUMBER_LENGTH, content))


@dataclass(frozen=True)
class Budget:
    """What the guardrails of a target cost, in characters, and what AWS allows."""

    size: int
    slots: int
    costs: Mapping[str, int]
    needed: int
    """Policies that the densest packing takes."""

    @property
    def used(self) -> int:
        return sum(self.costs.values())

    @property
    def _most(self) -> int:
        """What one policy holds: its last guardrail needs no comma."""
        return self.size - WRAPPER + 1

    @property
    def left(self) -> int:
        """What all policies could hold besides, if it were cut to measure; less than nothing when it is too much."""
        return self.slots * self._most - self.used

    def text(self) -> list[str]:
        """The budget in lines for people, the dearest guardrail first."""
        lines = [f"at most {self.slots} policies of {self.size:,} characters; these guardrails need {self.needed}:"]
        for name, cost in sorted(self.costs.items(), key=lambda each: (-each[1], each[0])):
            over = cost - self._most
            note = f", {over:,} more than one policy holds" if over > 0 else ""
            lines.append(f"{cost:>8,}  {name}{note}")
        left = f"{self.left:,} left" if self.left >= 0 else f"{-self.left:,} too many"
        return [*lines, f"{self.used:>8,}  in all, {left}"]


class OverBudget(ValueError):
    """The guardrails of a target do not fit into the policies that it may have."""

    def __init__(self, budget: Budget) -> None:
        super().__init__("\n".join(budget.text()))
        self.budget = budget

"""The gate before a deployment: what a change newly breaks is refused."""

from orgctl.gate.judging import Verdict, judge
from orgctl.gate.wanted import Wanted

__all__ = ["Verdict", "Wanted", "judge"]

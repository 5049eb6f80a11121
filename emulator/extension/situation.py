"""
What this emulator was started with; the extended services ask here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from emulator.bare_account import BareAccount


@dataclass
class Situation:
    """The account that somebody begins with."""

    account: BareAccount = field(default_factory=BareAccount)


situation = Situation()

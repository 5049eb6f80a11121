"""
The start options of this emulator, for the extended services.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from emulator.bare_account import BareAccount


@dataclass
class StartOptions:
    """The state of the management account before the first request."""

    account: BareAccount = field(default_factory=BareAccount)


start_options = StartOptions()

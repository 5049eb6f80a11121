"""The errors of this package."""

from foundation.errors import UserError


class LiveError(UserError):
    """AWS refuses an answer, or holds something that must not be there; the message says what, and the remedy."""


class NotYetError(Exception):
    """Something is missing that another stack makes; `stack` is its name."""

    def __init__(self, stack: str) -> None:
        super().__init__(stack)
        self.stack = stack

"""The errors of this package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foundation.errors import UserError

if TYPE_CHECKING:
    from botocore.exceptions import BotoCoreError, ClientError


class LiveError(UserError):
    """AWS refuses an answer, or holds something that must not be there; the message says what, and the remedy."""


class NotYetError(Exception):
    """Something is missing that another stack makes; `stack` is its name."""

    def __init__(self, stack: str) -> None:
        super().__init__(stack)
        self.stack = stack


class RefusedError(Exception):
    """AWS refuses a change for a reason that its caller expects; `error` is its answer."""

    def __init__(self, error: ClientError) -> None:
        super().__init__(str(error))
        self.error = error


class NameTakenError(RefusedError):
    """The name of something to make belongs to something else already."""


class LimitReachedError(RefusedError):
    """AWS allows no more of this kind."""


class PasswordRefusedError(RefusedError):
    """A password does not satisfy the account's password policy."""


def aws_errors() -> tuple[type[BotoCoreError], type[ClientError]]:
    """Return the exceptions with which botocore fails; it is loaded only when they are asked for."""
    from botocore.exceptions import BotoCoreError, ClientError

    return BotoCoreError, ClientError

"""The errors of this package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foundation.errors import UserError

if TYPE_CHECKING:
    from botocore.exceptions import BotoCoreError, ClientError


class LiveError(UserError):
    """AWS refuses a request, or has an unexpected resource; the message names it and the remedy."""


class NotYetError(Exception):
    """A resource is missing that another stack creates; `stack` is its name."""

    def __init__(self, stack: str) -> None:
        super().__init__(stack)
        self.stack = stack


class RefusedError(Exception):
    """AWS refuses a change for a reason that the calling code expects; `error` is AWS's answer."""

    def __init__(self, error: ClientError) -> None:
        super().__init__(str(error))
        self.error = error


class NameTakenError(RefusedError):
    """The name of a resource to create is taken."""


class LimitReachedError(RefusedError):
    """AWS's quota for this resource is reached."""


class PasswordRefusedError(RefusedError):
    """A password does not satisfy the account's password policy."""


def aws_refusal() -> type[ClientError]:
    """Return the exception with which botocore passes on a refusal of AWS; it is loaded only when it is needed."""
    return aws_errors()[1]


def aws_errors() -> tuple[type[BotoCoreError], type[ClientError]]:
    """Return botocore's exceptions; botocore is loaded only here."""
    from botocore.exceptions import BotoCoreError, ClientError

    return BotoCoreError, ClientError

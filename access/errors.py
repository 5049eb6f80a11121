"""Errors that stop a proof or a question."""

from foundation.errors import UserError


class AccessError(UserError):
    """The proof cannot begin or continue; the message names place, cause and remedy."""


class QuestionError(AccessError):
    """A question names something that does not exist, or is ambiguous; one message for each wrong part."""

    exit_status = 2

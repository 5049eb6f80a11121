"""What goes wrong before anything is asked."""

from foundation.errors import UserError


class AccessError(UserError):
    """The proof cannot begin or go on; the message says where, what and the remedy."""


class QuestionError(AccessError):
    """A question names something that does not exist, or is unclear; the messages name each part that is wrong."""

    exit_status = 2

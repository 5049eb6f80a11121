"""What goes wrong before anything is asked."""

from foundation.errors import UserError


class AccessError(UserError):
    """The proof cannot begin or go on; the message says where, what and the remedy."""

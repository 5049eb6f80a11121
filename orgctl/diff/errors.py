"""What goes wrong before anything can be compared."""

from foundation.errors import UserError


class DiffError(UserError):
    """There is nothing to compare; the message says what is missing, where, and the remedy."""

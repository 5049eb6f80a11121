"""The error of a comparison that is not possible."""

from foundation.errors import UserError


class DiffError(UserError):
    """A source for the comparison is missing; the message names it, its place, and the remedy."""

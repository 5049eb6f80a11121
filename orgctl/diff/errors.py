"""What goes wrong before anything can be compared."""


class DiffError(Exception):
    """There is nothing to compare; the message says what is missing, where, and the remedy."""

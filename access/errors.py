"""What goes wrong before anything is asked."""


class AccessError(Exception):
    """The proof cannot begin or go on; the message says where, what and the remedy."""

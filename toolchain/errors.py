"""The one error of this package."""

from foundation.errors import UserError


class ToolchainError(UserError):
    """A tool is missing or cannot do what it is asked to. The message is complete: print it and exit with status 1."""

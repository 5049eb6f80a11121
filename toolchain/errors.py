"""The base error of this package."""

from foundation.errors import UserError


class ToolchainError(UserError):
    """A tool is missing or refuses its task. The message is complete: print it and exit with status 1."""

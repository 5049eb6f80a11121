"""The one error of this package."""


class ToolchainError(Exception):
    """A tool is missing or cannot do what it is asked to. The message is complete: print it and exit with status 1."""

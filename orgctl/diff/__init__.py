"""`orgctl diff`: the effect of a change, against a Git revision, a folder or the deployed organization."""

from orgctl.diff.command import Form, command
from orgctl.diff.errors import DiffError

__all__ = ["DiffError", "Form", "command"]

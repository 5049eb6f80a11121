"""`orgctl diff`: what a change means, against a Git revision, a folder or what is deployed."""

from orgctl.diff.command import Form, command
from orgctl.diff.errors import DiffError

__all__ = ["DiffError", "Form", "command"]

"""`orgctl affected`: the stacks whose deployment may change something, in waves, with the reasons."""

from orgctl.affected.command import affected_stacks, command

__all__ = ["affected_stacks", "command"]

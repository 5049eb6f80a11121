"""`orgctl confirm`: AWS's policy simulator decides what the proof has decided. It reads and never writes."""

from orgctl.confirm.command import confirm

__all__ = ["confirm"]

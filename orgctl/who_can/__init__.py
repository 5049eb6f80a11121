"""`orgctl who-can`: every principal that can make a call, the way there, and the conditions."""

from orgctl.who_can.command import who_can

__all__ = ["who_can"]

"""`orgctl explain`: which layer decides a request, which statement, from which line of the configuration."""

from orgctl.explain.command import explain

__all__ = ["explain"]

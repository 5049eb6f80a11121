"""The types of the answers that commands show; decisions themselves are made in `access.decision`."""

from access.decision import Layer, Reason, Request, Verdict

__all__ = ["Layer", "Reason", "Request", "Verdict"]

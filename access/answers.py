"""The result types that commands show; `access.decision` makes the decisions."""

from access.decision import Layer, Reason, Request, Verdict

__all__ = ["Layer", "Reason", "Request", "Verdict"]

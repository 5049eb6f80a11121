"""`orgctl explain`: the layer and the statement that decide a request, and its line of the configuration."""

from orgctl.explain.command import explain

__all__ = ["explain"]

"""Explanations of decisions: questions in words, the deciding statements, and the lines of the configuration."""

from access.decision import Layer, Reason, Request, Verdict
from access.explain.configuration import ConfigurationLines

__all__ = ["ConfigurationLines", "Layer", "Reason", "Request", "Verdict"]

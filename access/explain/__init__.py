"""Explanations of decisions, and the lines of the configuration that they come from."""

from access.explain.configuration import ConfigurationLines

__all__ = ["ConfigurationLines"]

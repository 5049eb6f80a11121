"""Why a request is decided as it is, and which line of the configuration says so."""

from access.explain.configuration import ConfigurationLines

__all__ = ["ConfigurationLines"]

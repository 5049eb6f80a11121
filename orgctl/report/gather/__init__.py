"""The conversion of a proof into the report's data."""

from orgctl.report.gather.report import Source, gather

__all__ = ["Source", "gather"]

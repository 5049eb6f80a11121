"""From a proof to what the report shows."""

from orgctl.report.gather.report import Source, gather

__all__ = ["Source", "gather"]

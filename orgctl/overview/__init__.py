"""The organization as AWS has it, shown as text."""

from orgctl.overview.render import render

__all__ = ["render"]

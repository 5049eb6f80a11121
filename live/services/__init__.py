"""The readers of services that cover the whole organization."""

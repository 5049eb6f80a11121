"""Promises of your own: what `access.yaml` says, and how it is looked at."""

from access.own.load import FILE, load_promises, promises_in

__all__ = ["FILE", "load_promises", "promises_in"]

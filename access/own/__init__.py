"""Promises of your own: reader and checks of `access.yaml`."""

from access.own.load import FILE, load_promises, promises_in

__all__ = ["FILE", "load_promises", "promises_in"]

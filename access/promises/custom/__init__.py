"""The promises of `access.yaml`, in addition to the built-in ones: reader, checks of the file, and outcomes."""

from access.promises.custom.load import FILE, load_promises, promises_in

__all__ = ["FILE", "load_promises", "promises_in"]

"""The content of `access.yaml`, promises and what is accepted: reader, checks of the file, and outcomes."""

from access.promises.custom.load import FILE, Own, load_own, own_in

__all__ = ["FILE", "Own", "load_own", "own_in"]

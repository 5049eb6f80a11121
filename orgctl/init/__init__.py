"""`orgctl init`: a first organization.yaml from a few answers."""

from orgctl.init.run import init

__all__ = ["init"]

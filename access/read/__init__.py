"""Reader of the synthesized stacks: it returns the access model."""

from access.read.organization import read_organization

__all__ = ["read_organization"]

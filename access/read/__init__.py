"""From the synthesized stacks to the model of access."""

from access.read.organization import read_organization

__all__ = ["read_organization"]

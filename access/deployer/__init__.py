"""What the deployer has to be able to do: the AWS calls of each resource type, of the state and of the tool chain."""

from access.deployer.calls import Calls, Source, calls_of, covered_types
from access.deployer.fixed import STATE_CALLS, TOOLCHAIN_CALLS, FixedCall

__all__ = [
    "STATE_CALLS",
    "TOOLCHAIN_CALLS",
    "Calls",
    "FixedCall",
    "Source",
    "calls_of",
    "covered_types",
]

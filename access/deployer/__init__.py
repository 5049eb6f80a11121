"""The AWS calls that a deployment needs: for each resource type, for the state and for the tool chain."""

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

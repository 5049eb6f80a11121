"""
One stack for each account, named by its key. Stacks wire constructs together, from the typed configuration of
`organization`.
"""

from stacks.app import add_stacks

__all__ = ["add_stacks"]

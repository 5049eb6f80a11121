"""
One stack for each account, named by its key. Stacks wire constructs together, from the typed configuration of
`organization`.
"""

from stacks.app import synthesize

__all__ = ["synthesize"]

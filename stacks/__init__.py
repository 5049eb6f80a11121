"""
One stack for each account, by its key. They wire constructs together; what there is to build comes from
`organization`.
"""

from stacks.app import synthesize

__all__ = ["synthesize"]

"""`orgctl prove`: the proof, from synthesized stacks, of which principals can do what, before deployment."""

from orgctl.prove.command import prove

__all__ = ["prove"]

"""`orgctl prove`: who can reach what, as what `cdktf synth` wrote says it, before anything is deployed."""

from orgctl.prove.command import prove

__all__ = ["prove"]

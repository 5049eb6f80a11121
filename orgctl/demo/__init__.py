"""The example organization, deployed to an emulated AWS before one's eyes: `orgctl demo`."""

from orgctl.demo.show import demo

__all__ = ["demo"]

"""`orgctl demo`: deploy the example organization to an emulated AWS, with its progress on the terminal."""

from orgctl.demo.show import demo

__all__ = ["demo"]

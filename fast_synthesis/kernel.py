"""
An early start of Node.

jsii starts Node when the first library is imported, and Python waits a quarter of a second while Node loads the kernel
and the libraries' JavaScript. A thread can wait instead, while Python reads `organization.yaml`.
"""

from __future__ import annotations

import importlib.util
import re
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fast_synthesis import node
from fast_synthesis.bindings import PACKAGE
from fast_synthesis.unsuitable import Unsuitable

_LIBRARIES = ("constructs", "cdktf", PACKAGE)
_LOADS = re.compile(
    r'^__jsii_assembly__ = jsii\.JSIIAssembly\.load\(\s*"([^"]+)",\s*"([^"]+)",\s*__name__\[0:-6\],\s*"([^"]+)"',
    re.MULTILINE,
)


def boot_early() -> None:
    """Start Node and load the libraries into it, as importing them would, without waiting for it."""
    if "constructs" in sys.modules:
        raise Unsuitable("Node is running already, since constructs is imported")
    libraries = [_library(name) for name in _LIBRARIES]

    import jsii

    kernel: Any = jsii.kernel
    load: Callable[[str, str, str], None] = kernel.load

    def boot() -> None:
        for library in libraries:
            if threading.main_thread().is_alive():  # it has ended when organization.yaml has errors
                load(*library)

    thread = _Booting(boot)

    def load_after_boot(name: str, version: str, tarball: str) -> None:
        """Wait for Node, then load. `load` is the kernel's, the first function that every jsii library calls."""
        thread.join()
        kernel.__dict__.pop("load", None)
        node.restore()
        load(name, version, tarball)  # returns at once; raises the error here if loading has failed

    kernel.load = load_after_boot
    thread.start()


class _Booting(threading.Thread):
    """The thread that starts Node. No daemon: a program that ends early waits, so that Node stops in good order."""

    def __init__(self, boot: Callable[[], None]) -> None:
        super().__init__(name="fast_synthesis.kernel")
        self._boot = boot

    def run(self) -> None:
        try:
            self._boot()
        except Exception:
            return  # the import of the library raises the same error


def _library(name: str) -> tuple[str, str, str]:
    """Return the name, version and archive with which a library calls the kernel's `load`."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise Unsuitable(f"{name} is not installed as a package")
    folder = Path(spec.origin).parent / "_jsii"
    found = _LOADS.search((folder / "__init__.py").read_text(encoding="utf-8"))
    if found is None or not (folder / found[3]).is_file():
        raise Unsuitable(f"{name} does not load its JavaScript as expected")
    return found[1], found[2], str(folder / found[3])

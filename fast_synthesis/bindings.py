"""
The Python modules of the AWS bindings, loaded one by one.

The bindings' `__init__.py` imports every module of the package in 7 seconds, so that jsii knows all of their types. It
does nothing else: the modules load the assembly themselves (`from .._jsii import *`). So a module object made from the
package's own spec replaces it, and Python finds its submodules as usual. jsii can import the module of an unknown
type; it gets the table of these modules, which newer bindings register themselves.
"""

from __future__ import annotations

import importlib.util
import re
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

from fast_synthesis.unsuitable import Unsuitable

PACKAGE = "cdktf_cdktf_provider_aws"
ASSEMBLY = "@cdktf/provider-aws"

_IMPORTS_ITS_MODULES = re.compile(r"^from \. import \w+$", re.MULTILINE)
_DEFINES_SOMETHING = re.compile(r"^(class|@jsii)\b", re.MULTILINE)


def load_on_demand() -> None:
    """Register a replacement for the package where Python's import looks first."""
    if PACKAGE in sys.modules:
        raise Unsuitable(f"{PACKAGE} is imported already")
    spec, folder = _package()
    _register_modules(folder)

    module = importlib.util.module_from_spec(spec)
    vars(module)["__getattr__"] = _Submodules(folder)
    sys.modules[PACKAGE] = module


def _package() -> tuple[ModuleSpec, Path]:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise Unsuitable(f"{PACKAGE} is not installed as a package")
    source = Path(spec.origin).read_text(encoding="utf-8")
    folder = Path(spec.origin).parent
    if not (folder / "_jsii" / "__init__.py").is_file():
        raise Unsuitable(f"{PACKAGE} has no module _jsii")
    if not _IMPORTS_ITS_MODULES.search(source):
        raise Unsuitable(f"{PACKAGE} does not import its modules by itself")
    if _DEFINES_SOMETHING.search(source):
        raise Unsuitable(f"{PACKAGE} holds more than modules")
    return spec, folder


class _Submodules:
    """`__getattr__` of the package: ``aws.iam_user`` needs no import of its own, ``import *`` imports all modules."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, name: str) -> Any:
        if name == "__all__":
            return sorted(_module_names(self._folder))
        if not name.startswith("_") and (self._folder / name / "__init__.py").is_file():
            return importlib.import_module(f"{PACKAGE}.{name}")
        raise AttributeError(f"module {PACKAGE!r} has no attribute {name!r}")


class _ModuleOfType(dict[str, str]):
    """
    jsii's table of the Python modules of an assembly's submodules, extended by those of the bindings.

    jsii writes ``iamUser`` for Python's ``iam_user``: the names are equal without case and underscores.
    """

    def __init__(self, known: dict[str, str], folder: Path) -> None:
        super().__init__(known)
        self._folder = folder
        self._modules: dict[str, str] = {}

    def __bool__(self) -> bool:
        return True

    def get(self, submodule: str, default: Any = None) -> Any:
        assembly, _, name = submodule.partition(".")
        if assembly != ASSEMBLY or submodule in self:
            return super().get(submodule, default)
        if not self._modules:
            self._modules = {module.replace("_", ""): module for module in _module_names(self._folder)}
        module = self._modules.get(name.lower())
        return f"{PACKAGE}.{module}" if module else default


def _register_modules(folder: Path) -> None:
    from jsii import _reference_map

    known = getattr(_reference_map, "_submodule_fqn_map", None)
    if not isinstance(known, dict) or not hasattr(_reference_map, "_try_import_type_module"):
        raise Unsuitable("this jsii does not import the module of an unknown type")
    module: Any = _reference_map
    module._submodule_fqn_map = _ModuleOfType(known, folder)


def _module_names(folder: Path) -> list[str]:
    return [path.parent.name for path in folder.glob("[!_]*/__init__.py")]

"""
The compiled Python modules of a synthesis.

Python compiles a module when it is first imported, unless PYTHONDONTWRITEBYTECODE is set: then it does so each time.
Of the AWS bindings' 2,200 modules only those that this project imports are compiled, in two seconds instead of twenty.
"""

from __future__ import annotations

import compileall
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

BINDINGS = "cdktf_cdktf_provider_aws"
_IMPORTED = re.compile(rf"\b(?:from|import) {BINDINGS}(?:\.(\w+)| import (?:\(([^)]*)\)|([^\n]*)))")
_SKIPPED = re.compile(r"[\\/]node_modules[\\/]")


def compile_modules(root: Path) -> bool:
    """Compile the modules of a checkout, and those of the bindings that it imports. Return False if one failed."""
    folders = [*packages(root), *bindings(root)]
    done = [compileall.compile_dir(folder, quiet=2, rx=_SKIPPED) for folder in folders]
    return all(done)


def packages(root: Path) -> Iterator[Path]:
    """Yield the folders of the checkout's own packages, without its tests."""
    yield root / "constructs"
    yield from (file.parent for file in sorted(root.glob("*/__init__.py")) if file.parent.name != "tests")


def bindings(root: Path) -> Iterator[Path]:
    """Yield the folders of the AWS bindings' modules that constructs and stacks import."""
    spec = find_spec(BINDINGS)
    if spec is None or spec.origin is None:
        return
    folder = Path(spec.origin).parent
    yield from (folder / name for name in sorted({"_jsii", *_imported(root)}) if (folder / name).is_dir())


def _imported(root: Path) -> Iterator[str]:
    for source in ("constructs", "stacks"):
        for file in (root / source).rglob("*.py"):
            for submodule, several, one_line in _IMPORTED.findall(file.read_text(encoding="utf-8")):
                yield from [submodule] if submodule else re.findall(r"(\w+)(?: as \w+)?", several or one_line)

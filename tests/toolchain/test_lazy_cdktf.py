"""cdktf-cli starts without the library of `cdktf convert`, which is there when it is used."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.synthesis import ROOT
from toolchain.node import LAZY, bin_folder

LIBRARY = (
    "exports.convert = exports.MARK = void 0;\nconsole.log('loaded'); exports.MARK = 1; exports.convert = () => 2;\n"
)


def node(code: str, folder: Path, *options: str) -> str:
    """What JavaScript prints in a folder."""
    command = [str(bin_folder() / "node"), *options, "-e", code]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        (LIBRARY, "before loaded 2 1 MARK,convert"),
        (LIBRARY.replace("exports.convert = exports.MARK = void 0;", ""), "loaded before 2 1 MARK,convert"),
    ],
    ids=["as expected", "of another form"],
)
def test_the_library_is_loaded_when_it_is_first_used(tmp_path: Path, text: str, printed: str) -> None:
    library = tmp_path / "node_modules" / "@cdktf" / "hcl2cdk" / "lib" / "index.js"
    library.parent.mkdir(parents=True)
    library.write_text(text)
    code = "const it = require('@cdktf/hcl2cdk/lib/index.js'); console.log('before');"
    code += "console.log(it.convert(), it.MARK, Object.keys(it).sort().join());"

    assert node(code, tmp_path, "--require", str(LAZY)).split() == printed.split()


def test_the_real_library_is_the_same_with_and_without() -> None:
    lazy = ("--require", str(LAZY))
    loaded = "const it = require('@cdktf/hcl2cdk'), modules = Object.keys(require.cache).length;"
    kinds = f"{loaded} console.log(Object.entries(it).map(([name, one]) => name + ':' + typeof one).sort().join());"

    assert "convert:function" in node(kinds, ROOT)
    assert node(kinds, ROOT, *lazy).splitlines()[-1] == node(kinds, ROOT).splitlines()[-1]
    assert int(node(f"{loaded} console.log(modules)", ROOT, *lazy)) <= 2

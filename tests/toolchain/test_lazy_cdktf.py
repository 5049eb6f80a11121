"""cdktf-cli starts without its libraries for HCL, which are there when they are used."""

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


@pytest.mark.parametrize(
    ("library", "function"),
    [("@cdktf/hcl2cdk", "convert"), ("@cdktf/hcl2json", "parse"), ("@cdktf/hcl-tools", "format")],
)
def test_the_real_library_is_the_same_with_and_without(library: str, function: str) -> None:
    lazy = ("--require", str(LAZY))
    loaded = f"const it = require('{library}'), modules = Object.keys(require.cache).length;"
    kinds = f"{loaded} console.log(Object.entries(it).map(([name, one]) => name + ':' + typeof one).sort().join());"

    assert f"{function}:function" in node(kinds, ROOT)
    assert node(kinds, ROOT, *lazy).splitlines()[-1] == node(kinds, ROOT).splitlines()[-1]
    assert int(node(f"{loaded} console.log(modules)", ROOT, *lazy)) <= 2


def test_a_parser_works_after_its_late_start() -> None:
    code = """
        const { parse } = require("@cdktf/hcl2json");
        parse("a.tf", 'output "a" { value = 1 }').then((found) => console.log(JSON.stringify(found)) || process.exit());
    """

    assert node(code, ROOT, "--require", str(LAZY)).strip() == '{"output":{"a":[{"value":1}]}}'


def test_a_library_is_loaded_only_once(tmp_path: Path) -> None:
    library = tmp_path / "node_modules" / "@cdktf" / "hcl2cdk" / "lib" / "index.js"
    library.parent.mkdir(parents=True)
    library.write_text(LIBRARY)
    code = "const it = require('@cdktf/hcl2cdk/lib/index.js');"
    code += "const { get } = Object.getOwnPropertyDescriptor(it, 'MARK'); console.log(get(), get());"

    assert node(code, tmp_path, "--require", str(LAZY)).split() == ["loaded", "1", "1"]

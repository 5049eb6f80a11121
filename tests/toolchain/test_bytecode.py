"""Setup compiles the modules of a synthesis."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from tests.synthesis import ROOT
from toolchain import bytecode

SYNTHESIS = """
import sys, main
main.main()
print(*(name.split(".")[1] for name in sys.modules if name.startswith("cdktf_cdktf_provider_aws.")))
"""


def test_every_module_of_the_bindings_that_a_synthesis_loads_is_compiled(tmp_path: Path) -> None:
    """The example uses every service."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "ORGANIZATION_FILE": str(ROOT / "organization.yaml")}

    done = subprocess.run(
        [sys.executable, "-c", SYNTHESIS], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )

    loaded = set(done.stdout.split())
    assert len(loaded) > 30
    assert loaded <= {folder.name for folder in bytecode.bindings(ROOT)}
    assert sum(1 for _ in bytecode.bindings(ROOT)) < 150


def test_setup_has_compiled_them() -> None:
    sources = [folder / "__init__.py" for folder in bytecode.bindings(ROOT)]

    assert [file for file in sources if not Path(importlib.util.cache_from_source(str(file))).is_file()] == []


def test_modules_are_compiled_where_python_is_told_not_to(tmp_path: Path) -> None:
    for name in ("stacks", "constructs/aws_org", "tests", "access/node_modules"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "__init__.py").write_text("")
    (tmp_path / "access" / "__init__.py").write_text("")
    program = (
        f"from pathlib import Path; from toolchain import bytecode; bytecode.compile_modules(Path({str(tmp_path)!r}))"
    )
    environment = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(ROOT)}

    subprocess.run([sys.executable, "-c", program], env=environment, check=True)

    found = {str(file.parent.parent.relative_to(tmp_path)) for file in tmp_path.rglob("*.pyc")}
    assert found == {"stacks", "constructs/aws_org", "access"}


def test_imports_of_the_bindings_are_found_in_every_form(tmp_path: Path) -> None:
    (tmp_path / "constructs").mkdir()
    (tmp_path / "stacks").mkdir()
    (tmp_path / "stacks" / "a.py").write_text(
        "from cdktf_cdktf_provider_aws.iam_user import IamUser\n"
        "import cdktf_cdktf_provider_aws.iam_role\n"
        "from cdktf_cdktf_provider_aws import kms_key, kms_alias as alias\n"
        "from cdktf_cdktf_provider_aws import (\n    s3_bucket,\n    no_such_module,\n)\n"
    )

    found = {folder.name for folder in bytecode.bindings(tmp_path)}

    assert found == {"_jsii", "iam_user", "iam_role", "kms_key", "kms_alias", "s3_bucket"}

"""Imports between packages follow the contracts in pyproject.toml, which also find import cycles."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.made import make
from tests.terraform_json import ROOT

pytestmark = [pytest.mark.code, pytest.mark.timeout(1200)]
LINT = Path(sys.executable).with_name("lint-imports")


def test_imports() -> None:
    make("imports")


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("foundation/words.py", "from orgctl import outcome", "Imports run downwards"),
        ("orgctl/outcome.py", "import boto3", "Commands call no AWS"),
        ("orgctl/outcome.py", "from terraform_json.state import State", "Commands call no AWS"),
        ("orgctl/outcome.py", "from access.decision import Evaluator", "Commands call no AWS"),
        ("access/errors.py", "import live.session", "The proof asks neither"),
        ("constructs/aws_org/forgotten.py", "import organization.model", "Constructs get plain values"),
        ("organization/names.py", "import cdktf", "CDKTF is used by"),
        ("toolchain/node.py", "import boto3", "AWS's client is loaded in live/"),
        ("emulator/extension/guardduty_features.py", "import emulator.extension.guardduty", "No circle of imports"),
        ("stacks/app.py", "import scripts.refresh_data", "Nothing depends on what only make runs"),
    ],
)
def test_a_forbidden_import_is_found(file: str, line: str, contract: str, tmp_path: Path) -> None:
    """Each contract, broken on purpose in a copy."""
    ignore = shutil.ignore_patterns(".*", "node_modules", "cdktf.out", "tests", "docs")
    shutil.copytree(ROOT, tmp_path / "copy", ignore=ignore)
    broken = tmp_path / "copy" / file
    broken.write_text(f"{broken.read_text(encoding='utf-8')}\n\ndef broken() -> None:\n    {line}\n", encoding="utf-8")
    ended = subprocess.run(
        [LINT, "--no-logo", "--no-cache"],
        cwd=tmp_path / "copy",
        env={"PYTHONPATH": ".:constructs", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 1
    assert any(one.startswith(contract) and " BROKEN" in one for one in ended.stdout.splitlines()), ended.stdout

"""Imports between packages follow the contracts in pyproject.toml, which also find import cycles."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.made import make
from tests.synthesis import ROOT

pytestmark = [pytest.mark.code, pytest.mark.timeout(1200)]
LINT = Path(sys.executable).with_name("lint-imports")


def test_imports() -> None:
    make("imports")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages and the contracts, to be broken."""
    folder = tmp_path_factory.mktemp("imports") / "copy"
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(".*", "node_modules", "cdktf.out", "tests", "docs"))
    return folder


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("foundation/words.py", "from orgctl import outcome", "Imports run downwards"),
        ("orgctl/outcome.py", "import boto3", "Commands call no AWS"),
        ("orgctl/outcome.py", "from terraform_json.state import State", "Commands call no AWS"),
        ("orgctl/outcome.py", "from access.decision import Evaluator", "Commands call no AWS"),
        ("access/errors.py", "import live.session", "The proof asks neither"),
        ("access/decision/request.py", "import access.questions.reach", "A stage of the proof imports only"),
        ("access/language/when.py", "import access.promises.promise", "A stage of the proof imports only"),
        ("access/promises/registry.py", "import access.promises.custom.load", "Built-in promises do not know"),
        ("constructs/aws_org/forgotten.py", "import organization.model", "Constructs get plain values"),
        ("organization/names.py", "import cdktf", "CDKTF is used by"),
        ("toolchain/node.py", "import boto3", "AWS's client is loaded in live/"),
        ("emulator/extension/guardduty_features.py", "import emulator.extension.guardduty", "No circle of imports"),
        ("stacks/app.py", "import scripts.refresh_data", "Nothing depends on what only make runs"),
    ],
)
def test_a_forbidden_import_is_found(file: str, line: str, contract: str, copy: Path) -> None:
    """Each contract is broken on purpose in a copy."""
    broken = copy / file
    text = broken.read_text(encoding="utf-8")
    broken.write_text(f"{text}\n\ndef broken() -> None:\n    {line}\n", encoding="utf-8")
    try:
        ended = subprocess.run(
            [LINT, "--no-logo", "--no-cache"],
            cwd=copy,
            env={"PYTHONPATH": ".:constructs", "COLUMNS": "200"},
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        broken.write_text(text, encoding="utf-8")

    assert ended.returncode == 1
    assert any(one.startswith(contract) and " BROKEN" in one for one in ended.stdout.splitlines()), ended.stdout

"""The interpretation of `cdktf`'s arguments."""

import json
from pathlib import Path

import pytest

from toolchain.arguments import Request, for_cdktf


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """Return a folder in which `root`, `id` (on root), `infra` (on root) and `audit` (on id) were synthesized."""
    dependencies: dict[str, list[str]] = {"root": [], "id": ["root"], "infra": ["root"], "audit": ["id"]}
    stacks = {name: {"name": name, "dependencies": needs} for name, needs in dependencies.items()}
    (tmp_path / "cdktf.out").mkdir()
    (tmp_path / "cdktf.out" / "manifest.json").write_text(json.dumps({"stacks": stacks}), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("deploy root", "deploy root"),
        ("deploy root id", "deploy root id"),
        ("deploy id infra", "deploy id infra --ignore-missing-stack-dependencies"),
        ("apply id --auto-approve", "apply id --auto-approve --ignore-missing-stack-dependencies"),
        ("deploy audit id", "deploy id audit --ignore-missing-stack-dependencies --parallelism=1"),
        ("deploy audit root", "deploy root audit --ignore-missing-stack-dependencies --parallelism=1"),
        ("deploy new id", "deploy id new --ignore-missing-stack-dependencies --parallelism=1"),
        ("deploy i*", "deploy i* --ignore-missing-stack-dependencies --parallelism=1"),
        ("deploy *", "deploy *"),
        ("deploy", "deploy"),
        ("deploy id --help", "deploy id --help"),
        ("deploy id --parallelism 2", "deploy id --parallelism 2 --ignore-missing-stack-dependencies"),
        (
            "deploy audit id --parallelism 4",
            "deploy id audit --ignore-missing-stack-dependencies --parallelism=1",
        ),
        ("deploy --outputs-file id", "deploy --outputs-file id"),
        ("destroy root", "destroy root"),
        ("diff id", "diff id"),
        ("--auto-approve deploy id root", "deploy id root --auto-approve"),
        ("--auto-approve deploy id infra", "deploy id infra --auto-approve --ignore-missing-stack-dependencies"),
        ("--log-level debug diff id", "diff id --log-level debug"),
        ("--log-level=debug diff id", "diff id --log-level=debug"),
        ("deploy --autoApprove --outputsFile id root", "deploy root --autoApprove --outputsFile id"),
        ("deploy --auto-approve false root", "deploy root --auto-approve false"),
        (
            "deploy --outputs-file id --var x=audit audit id",
            "deploy id audit --outputs-file id --var x=audit --ignore-missing-stack-dependencies --parallelism=1",
        ),
        ("provider add --force-local aws", "provider add --force-local aws"),
        ("convert --language python --provider aws", "convert --language python --provider aws"),
    ],
)
def test_stacks_can_be_deployed_without_their_dependencies(app: Path, line: str, expected: str) -> None:
    assert for_cdktf(Request(tuple(line.split())), app) == expected.split()


@pytest.mark.parametrize(
    ("line", "synthesizes", "needs_terraform"),
    [
        ("synth", True, False),
        ("list", True, False),
        ("plan id", True, True),
        ("deploy id --skip-synth", False, True),
        ("deploy id --skip-synth=false", True, True),
        ("--log-level debug diff id", True, True),
        ("--log-level=debug diff id", True, True),
        ("deploy id --var --version", True, True),
        ("deploy --help", False, False),
        ("--version", False, False),
        ("", False, False),
    ],
)
def test_only_needed_tools_are_prepared(line: str, synthesizes: bool, needs_terraform: bool) -> None:
    request = Request(tuple(line.split()))

    assert (request.synthesizes, request.needs_terraform) == (synthesizes, needs_terraform)

"""Dependencies are pinned by checksum, independent of the registry that they come from."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.synthesis import ROOT

NPM = [ROOT, ROOT / "access" / "evaluator", ROOT / "tests" / "browser"]


@pytest.mark.parametrize("folder", NPM, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_npm_packages_have_a_checksum_and_name_no_registry(folder: Path) -> None:
    packages = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    installed = {name: package for name, package in packages.items() if name and not package.get("inBundle")}

    assert installed
    assert all(package["integrity"].startswith("sha512-") for package in installed.values())
    assert not [name for name, package in installed.items() if "resolved" in package]
    assert (folder / ".npmrc").samefile(ROOT / ".npmrc")


@pytest.mark.parametrize("folder", NPM[1:], ids=lambda folder: str(folder.relative_to(ROOT)))
def test_npm_packages_of_ours_are_named_by_exact_version(folder: Path) -> None:
    package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    versions = {**package.get("dependencies", {}), **package.get("devDependencies", {})}

    assert package["private"]
    assert versions
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions.values())


@pytest.mark.parametrize("file", sorted(ROOT.glob("requirements*.txt")), ids=lambda file: file.name)
def test_python_packages_have_checksums_and_name_no_registry(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    pins = re.findall(r"^\S+==", text, re.MULTILINE)

    assert pins
    assert text.count("--hash=sha256:") >= len(pins)
    assert "://" not in text

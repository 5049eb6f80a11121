"""Fixtures and hooks of all tests. Only tests that need CDKTF load it, because that takes long."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from tests.ignored_signals import ignore_here_only
from tests.synthesis import ROOT, Synth, synthesize_organization, without_metadata
from tests.times import pytest_runtest_logreport, pytest_terminal_summary
from toolchain import jsii_index
from toolchain.node import bin_folder

__all__ = ["pytest_runtest_logreport", "pytest_terminal_summary"]  # hooks

if TYPE_CHECKING:
    from constructs import Construct

if (ROOT / "constructs" / "__init__.py").exists():
    pytest.exit(
        "constructs/__init__.py must not exist: it hides the library `constructs`, on which CDKTF depends.\n"
        "Our constructs are the package constructs/aws_org; import them as `aws_org`.",
        returncode=4,
    )

os.environ.setdefault("JSII_NODE", str(bin_folder() / "node"))
os.environ.setdefault(jsii_index.FOLDER, str(jsii_index.folder_of(ROOT)))
ignore_here_only()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """
    Order the tests by duration: long deployments first, then checks of the code that run while these wait.

    Quick tests run beside the last deployments.
    """

    def minutes(item: pytest.Item) -> float:
        marker = item.get_closest_marker("e2e")
        return marker.kwargs.get("minutes", 1) if marker else 2 if item.get_closest_marker("code") else 0

    items.sort(key=minutes, reverse=True)


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Return the snapshots of a test as JSON files, one for each test."""
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.fixture
def synth(tmp_path: Path) -> Synth:
    """Return a function that synthesizes what its argument adds to a stack; it returns JSON without metadata."""

    def synthesize(build: Callable[[Construct], object]) -> dict[str, Any]:
        from cdktf import App, LocalBackend, TerraformStack

        app = App(outdir=str(tmp_path), skip_validation=True)  # no provider
        stack = TerraformStack(app, "stack")
        LocalBackend(stack, path="terraform.tfstate")
        build(stack)
        app.synth()
        tf: dict[str, Any] = without_metadata(json.loads((tmp_path / "stacks" / "stack" / "cdk.tf.json").read_text()))
        return tf

    return synthesize


@pytest.fixture(scope="session")
def stacks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Return every stack of the example organization, from one synthesis of the whole app."""
    from organization.load import load

    folder = tmp_path_factory.mktemp("example")
    return synthesize_organization(load(ROOT / "organization.yaml")[0], folder)

"""A larger organization than that of test_organization.py, with state in files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.end_to_end.deployment import Deployment, deployment
from tests.end_to_end.organization_checks import CHECKS

pytestmark = [pytest.mark.e2e(minutes=2), pytest.mark.timeout(1200), pytest.mark.long]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    with deployment(Path(__file__).parent / "large.yaml", tmp_path_factory.mktemp("large")) as deployed:
        deployed.deploy("*")
        yield deployed


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_aws_has_what_the_file_says(large: Deployment, check: Callable[[Deployment], None]) -> None:
    check(large)


def test_no_stack_has_anything_to_change(large: Deployment) -> None:
    assert large.all_changes() == {}
